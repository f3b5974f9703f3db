import Foundations

/// A reply of a ``LineProgram``, read strictly: what is misspelt is an error, and not left out in silence.
package struct ProgramReply: Sendable {
    private let members: [String: JSONValue]
    private let name: String

    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for a reply that says `error`, or has a key that is unknown.
    init(_ json: JSONValue, of name: String, allowing keys: Set<String>) throws(ChatError) {
        guard case .object(let members) = json else { preconditionFailure("a reply is an object") }
        self.members = members
        self.name = name
        if let error = members["error"] {
            throw .unreadable(
                model: name, problem: "the program reports an error",
                excerpt: MessageText.line((error.stringValue ?? error.text).utf8, hiding: []))
        }
        if let key = members.keys.sorted().first(where: { !keys.contains($0) && $0 != "id" }) {
            throw unreadable(
                "the reply has an unknown key '\(MessageText.line(key.utf8, hiding: []))'; known: "
                    + keys.sorted().joined(separator: ", "))
        }
    }

    /// The value under a key; nil where there is none, or null.
    package func value(_ key: String) -> JSONValue? { members[key] == .null ? nil : members[key] }

    /// Whether a key is there, be it null.
    package func has(_ key: String) -> Bool { members[key] != nil }

    /// The text under a key; nil where there is none.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for something else than a text.
    package func text(_ key: String) throws(ChatError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.stringValue else { throw unreadable("'\(key)' is no text") }
        return text
    }

    /// One of the words of a closed set; nil where there is none.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` for another word.
    package func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, of words: Word.Type
    ) throws(ChatError) -> Word? where Word.RawValue == String {
        guard let text = try text(key) else { return nil }
        guard let word = Word(rawValue: text) else {
            throw unreadable("'\(key)' has to be \(Word.allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return word
    }

    /// An error of this reply, which it shows the beginning of.
    package func unreadable(_ problem: String) -> ChatError {
        .unreadable(
            model: name, problem: problem, excerpt: MessageText.line(JSONValue.object(members).text.utf8, hiding: []))
    }
}
