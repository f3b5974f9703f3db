import HTTPTransport

/// A model as the user names it, `provider/model`, and the address that replaces the provider's own.
package struct ModelReference: Sendable, Equatable {
    /// The part before the first slash.
    package let provider: String
    /// The part behind the first slash; may hold further slashes.
    package let model: String
    /// The address given by the user, here or in the environment, checked and without a slash at its end.
    package let baseURL: String?
    /// The variable of the environment that the address is from; nil for another.
    let addressVariable: String?

    /// `provider/model`
    package var name: String { "\(provider)/\(model)" }

    /// Variables in which the providers' own libraries find an address in the place of the provider's.
    private static let addressVariables = [
        "openai": openAI, "images": openAI, "moderation": openAI, "anthropic": ["ANTHROPIC_BASE_URL"],
        "gemini": ["GOOGLE_GEMINI_BASE_URL"],
    ]
    private static let openAI = ["OPENAI_BASE_URL", "OPENAI_API_BASE"]

    /// The variable that holds the address of a provider's server, and the address; nil when none is set.
    static func address(of provider: String, in environment: [String: String]) -> (variable: String, text: String)? {
        (addressVariables[provider] ?? []).lazy.compactMap { name in
            environment[name].map { (name, $0.unquoted) }
        }.first { !$0.1.isEmpty }
    }

    /// Takes a name apart and checks the address, in which `${NAME}` stands for the environment's.
    ///
    /// - Throws: ``ChatError/unknownProvider(_:known:)`` for a name without a slash, ``ChatError/configuration(model:problem:)``
    ///   for an address that is not http or https, or that holds a user name or password.
    init(
        _ name: String, baseURL: String?, known: [String], environment: [String: String]
    ) throws(ChatError) {
        guard let slash = name.firstIndex(of: "/"), slash != name.startIndex else {
            throw ChatError.unknownProvider(name, known: known)
        }
        provider = String(name[..<slash])
        model = String(name[name.index(after: slash)...])
        guard !model.isEmpty else {
            throw ChatError.configuration(model: name, problem: "the model's name is missing after the slash")
        }
        // Azure's pages show addresses with the version of the interface.
        let mayHaveQuery = provider == "azure"
        let found = baseURL == nil ? Self.address(of: provider, in: environment) : nil
        addressVariable = found?.variable
        self.baseURL = try (baseURL ?? found?.text).map { url throws(ChatError) in
            try Self.checked(url, in: environment, model: name, mayHaveQuery: mayHaveQuery)
        }
    }

    /// Checks an address before it is known which model is asked there.
    ///
    /// - Parameter option: the option that has it, for the message
    /// - Throws: ``ChatError/configuration(model:problem:)``.
    package static func check(address: String, of option: String, environment: [String: String]) throws(ChatError) {
        _ = try checked(address, in: environment, model: option, mayHaveQuery: true)
    }

    /// An address as a person wrote it, checked as below, with every `${NAME}` replaced.
    static func checked(
        _ written: String, in environment: [String: String], model: String, mayHaveQuery: Bool
    ) throws(ChatError) -> String {
        let url = try EnvironmentText(written, for: "the base URL", of: model, environment).text
        return try checked(url, model: model, mayHaveQuery: mayHaveQuery)
    }

    /// The address with white space and final slashes cut off.
    static func checked(
        _ url: String, model: String, mayHaveQuery: Bool = false
    ) throws(ChatError) -> String {
        var url = Substring(url)
        while url.last == "/" || url.last?.isWhitespace == true { url.removeLast() }
        while url.first?.isWhitespace == true { url.removeFirst() }
        let lower = url.lowercased()
        guard lower.hasPrefix("http://") || lower.hasPrefix("https://") else {
            throw ChatError.configuration(model: model, problem: "the base URL has to begin with http:// or https://")
        }
        let rest = url[(url.firstRange(of: "://")?.upperBound ?? url.startIndex)...]
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // The address is not repeated here: it holds a password.
        guard !authority.contains("@") else {
            throw ChatError.configuration(
                model: model, problem: "the base URL holds a user name or password; put keys into the environment")
        }
        guard !authority.isEmpty, authority.first != ":" else {
            throw ChatError.configuration(model: model, problem: "the base URL names no host")
        }
        guard mayHaveQuery || !url.contains("?"), !url.contains("#") else {
            throw ChatError.configuration(
                model: model, problem: "the base URL must not have a query or fragment; put keys into the environment")
        }
        guard authority.contains("{{") || (try? WebURL("http://\(authority)")) != nil else {
            throw ChatError.configuration(
                model: model, problem: "the base URL has no host and port that can be; check them")
        }
        return String(url)
    }
}
