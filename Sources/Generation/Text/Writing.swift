import Foundations

/// How a language is written, as far as putting the parts of a prompt together goes.
struct Writing: Sendable {
    /// English, in which `templates/` is written.
    static let english = Writing(isSpaced: true, stop: ".", comma: ",", hasArticles: true)
    /// The keys that ``init(_:)`` reads.
    static let keys: Set<String> = ["spaces", "stop", "comma"]

    /// Quotation marks and brackets, behind which a stop is still missing.
    private static let closing = Set("）”’」》»".unicodeScalars)

    /// Whether blanks stand between words.
    let isSpaced: Bool
    /// Ends a sentence.
    let stop: [UInt8]
    /// Joins what is said behind a sentence to it.
    let comma: [UInt8]
    /// Whether the article depends on the sound of the word behind it, as "a" and "an" do.
    let hasArticles: Bool

    private init(isSpaced: Bool, stop: String, comma: String, hasArticles: Bool) {
        self.isSpaced = isSpaced
        self.stop = Array(stop.utf8)
        self.comma = Array(comma.utf8)
        self.hasArticles = hasArticles
    }

    /// Reads `spaces`, `stop` and `comma`, each as in English where it is missing.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    init(_ mapping: YAMLMapping) throws(ConfigurationError) {
        self.init(
            isSpaced: try mapping["spaces"]?.bool() ?? true, stop: try mapping["stop"]?.string() ?? ".",
            comma: try mapping["comma"]?.string() ?? ",", hasArticles: false)
    }

    /// What stands between two sentences, or two words.
    var gap: [UInt8] { isSpaced ? [UInt8(ascii: " ")] : [] }

    /// The end of the word that begins at `start`: of a language without blanks, that of its first character.
    func wordEnd(in text: [UInt8], from start: Int) -> Int {
        guard !isSpaced else { return Letters.wordEnd(in: text, from: start) }
        var end = start + 1
        while end < text.count, text[end] & 0xc0 == 0x80 { end += 1 }
        return end
    }

    /// Ends a text with a stop when nothing else ends it.
    func close(_ text: inout [UInt8]) {
        guard let last = text.last else { return }
        if last < 0x80 {
            if Letters.isWord(last) || last == UInt8(ascii: "'") || last == UInt8(ascii: ")") { text += stop }
        } else if let scalar = String(decoding: text.suffix(4), as: UTF8.self).unicodeScalars.last {
            let isWord = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
            if isWord || Self.closing.contains(scalar) { text += stop }
        }
    }
}
