/// Finds the key of a provider in the environment. The value is never part of a message.
enum ProviderKey {
    /// The value of the first variable that is set and not blank.
    ///
    /// - Returns: nil when none is set and a base URL is given: a server of one's own may need no key.
    /// - Throws: ``ChatError/configuration(model:problem:)`` that names the variables.
    static func find(
        _ variables: [String], for reference: ModelReference, in context: ModelContext
    ) throws(ChatError) -> String? {
        for variable in variables {
            guard let value = context.environment[variable]?.unquoted, !value.isEmpty else { continue }
            guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
                throw ChatError.configuration(
                    model: reference.name, problem: "\(variable) holds characters that no key has; check how it is set")
            }
            return value
        }
        guard reference.baseURL == nil else { return nil }
        throw ChatError.configuration(
            model: reference.name,
            problem: "no key: set \(variables.joined(separator: " or ")) in the environment, or give a base URL")
    }

    /// The values of all variables that are named like keys, longest first.
    static func values(in environment: [String: String]) -> [String] {
        environment.filter { name, value in
            // A short value would blot out parts of ordinary words.
            value.utf8.count >= 8
                && ["KEY", "TOKEN", "SECRET", "PASSWORD"].contains { name.uppercased().hasSuffix($0) }
        }.values.sorted { $0.count == $1.count ? $0 < $1 : $0.count > $1.count }
    }
}

extension String {
    /// The text without white space around it, nor the quotes that some readers of .env files leave there.
    var unquoted: String {
        let text = trimmedBlanks
        guard text.count > 1, let first = text.first, "\"'".contains(first), text.last == first else { return text }
        return String(text.dropFirst().dropLast()).trimmedBlanks
    }

    /// The text without white space around it.
    var trimmedBlanks: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
