/// A text cut into words and what stands between them, in order.
struct Words {
    /// A run of letters and apostrophes, or a run of anything else.
    struct Piece {
        var text: String
        let isWord: Bool
    }

    var pieces: [Piece]

    /// Cuts `text`.
    init(_ text: String) {
        var pieces: [Piece] = []
        var start = text.startIndex
        var isWord = false
        for index in text.indices {
            let character = text[index]
            let inWord = character.isLetter || character == "'"
            if index > text.startIndex, inWord != isWord {
                pieces.append(Piece(text: String(text[start..<index]), isWord: isWord))
                start = index
            }
            isWord = inWord
        }
        if start < text.endIndex { pieces.append(Piece(text: String(text[start...]), isWord: isWord)) }
        self.pieces = pieces
    }

    /// The pieces joined again.
    var text: String { pieces.map(\.text).joined() }
}

extension String {
    /// The text with its first letter in upper case.
    var capitalizedFirst: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst()
    }

    /// The text with its first letter in lower case, unless the first word is "I" or all capitals.
    var loweredFirst: String {
        guard let first, first.isUppercase else { return self }
        let word = prefix { $0.isLetter || $0 == "'" }
        if word == "I" || word.hasPrefix("I'") || (word.count > 1 && word.allSatisfy(\.isUppercase)) { return self }
        return first.lowercased() + dropFirst()
    }
}
