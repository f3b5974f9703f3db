import Foundations
import Records

/// The roles whose calls go out in batches: `target,judge`, or `off` for none in spite of the file.
package struct BatchRoles {
    /// The roles; nil for none.
    package let roles: [BatchRole]?

    /// The words that it is written with.
    package static let words = BatchRole.allCases.map(\.rawValue) + [off]

    private static let off = "off"

    /// Reads the words; nil where one is no role.
    package init?(_ text: String) {
        guard let read = try? Self(words: text.split(separator: ",").map(String.init)) else { return nil }
        self = read
    }

    /// A word that names no role.
    private struct UnknownRole: Error {
        let word: String
    }

    private init(words: [String]) throws(UnknownRole) {
        let words = words.map(\.trimmed).filter { !$0.isEmpty }
        var roles: [BatchRole] = []
        for word in words where word != Self.off || words.count > 1 {
            guard let role = BatchRole(rawValue: word) else { throw UnknownRole(word: word) }
            if !roles.contains(role) { roles.append(role) }
        }
        guard !words.isEmpty else { throw UnknownRole(word: "") }
        self.roles = roles.isEmpty ? nil : roles
    }

    /// The roles in a file: a list, or one text with commas.
    ///
    /// - Throws: ``ConfigurationError`` for a word that names no role.
    init(_ value: YAMLValue) throws(ConfigurationError) {
        let words =
            value.isList ? try value.strings() : try value.string().split(separator: ",").map(String.init)
        do {
            try self.init(words: words)
        } catch {
            throw value.outside("has '\(error.word)'; known: \(Self.known)")
        }
    }

    private static var known: String { words.joined(separator: ", ") }
}
