import Storage

/// The words of a query that are worth looking for.
enum QueryTerms {
    /// Terms at most.
    static let limit = 32
    /// Bytes of a query that are read.
    static let maxBytes = 16_384

    /// The words in order, each once, in small letters, without stop words unless there is nothing else; for a script
    /// without spaces, every two neighbours.
    static func terms(of text: String) -> [String] {
        let words = words(of: text)
        let telling = words.filter { !StopWords.english.contains($0) && !isRemnant($0) }
        var seen: Set<String> = []
        return Array((telling.isEmpty ? words : telling).filter { seen.insert($0).inserted }.prefix(limit))
    }

    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var word = ""
        var run: [Unicode.Scalar] = []
        func endWord() {
            if !word.isEmpty { words.append(word) }
            word = ""
        }
        func endRun() {
            if run.count == 1 { words.append(String(run[0])) }
            for (left, right) in zip(run, run.dropFirst()) { words.append("\(left) \(right)") }
            run = []
        }
        for scalar in String(decoding: text.utf8.prefix(maxBytes), as: UTF8.self).unicodeScalars {
            if IndexText.isSpaceless(scalar) {
                endWord()
                run.append(scalar)
            } else if WordScanner.isPartOfWord(scalar) {
                endRun()
                word += scalar.properties.lowercaseMapping
            } else {
                endWord()
                endRun()
            }
        }
        endWord()
        endRun()
        return words
    }

    /// What an apostrophe leaves behind: `don't`, `it's`, `they're`.
    private static func isRemnant(_ word: String) -> Bool {
        ["s", "t", "d", "m", "ll", "re", "ve"].contains(word)
    }
}
