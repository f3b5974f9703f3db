/// Splits a command line into words.
enum CommandLineWords {
    /// The words of a command line, one or more.
    ///
    /// - Parameter name: who it is for people
    /// - Throws: ``ChatError/configuration(model:problem:)``
    static func words(of line: String, named name: String) throws(ChatError) -> [String] {
        guard let words = split(line), !words.isEmpty else {
            throw ChatError.configuration(model: name, problem: "the command line has a quote without its end")
        }
        return words
    }

    /// The words, with `'…'` and `"…"` taken together and `\` before a character meaning that character; nil when a
    /// quote is not closed.
    static func split(_ line: String) -> [String]? {
        var words: [String] = []
        var current: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped {
                current = (current ?? "") + String(character)
                isEscaped = false
            } else if character == "\\", quote != "'" {
                isEscaped = true
            } else if character == quote {
                quote = nil
            } else if quote == nil, character == "'" || character == "\"" {
                quote = character
                current = current ?? ""
            } else if quote == nil, character.isWhitespace {
                if let word = current { words.append(word) }
                current = nil
            } else {
                current = (current ?? "") + String(character)
            }
        }
        guard quote == nil, !isEscaped else { return nil }
        if let word = current { words.append(word) }
        return words
    }
}
