/// The words and sentences of a prompt, as the checks want them.
struct FidelityText: Sendable {
    /// Words in lower case, with their apostrophes; `%` is the word "percent". A character of a script without blanks is a
    /// word of its own.
    let words: [String]
    /// Whether a sentence ends with a question mark of any script.
    let hasQuestion: Bool
    /// Whether the last sentence does.
    let endsAsQuestion: Bool
    /// Share of the letters that are Latin, 0 ... 1; 1 for a text without letters.
    let latinShare: Double

    /// Most characters that are looked at.
    private static let longest = 20_000

    /// Takes a text apart; at most the first 20,000 characters are looked at.
    init(_ text: String) {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            self.init(ascii: text.utf8.prefix(Self.longest))
        } else {
            self.init(scalars: Array(text.unicodeScalars.prefix(Self.longest)))
        }
    }

    /// Most texts are nothing but ASCII, and the tables of Unicode take their time.
    private init(ascii text: Substring.UTF8View) {
        var words: [String] = []
        var current: [UInt8] = []
        var (hasQuestion, endsAsQuestion) = (false, false)
        func close() {
            guard !current.isEmpty else { return }
            let word = Self.word(String(decoding: current, as: UTF8.self))
            if !word.isEmpty { words.append(word) }
            current.removeAll(keepingCapacity: true)
        }
        for byte in text {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                current.append(byte | 0x20)
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "'"): current.append(byte)
            case UInt8(ascii: "%"):
                close()
                words.append("percent")
            default: close()
            }
            if byte == UInt8(ascii: "?") { hasQuestion = true }
            if !Self.isTail(Unicode.Scalar(byte)) { endsAsQuestion = byte == UInt8(ascii: "?") }
        }
        close()
        self.words = words
        self.hasQuestion = hasQuestion
        self.endsAsQuestion = endsAsQuestion
        latinShare = 1
    }

    private init(scalars: [Unicode.Scalar]) {
        var words: [String] = []
        var current = String.UnicodeScalarView()
        var (letters, latin) = (0, 0)
        func close() {
            guard !current.isEmpty else { return }
            let word = Self.word(String(current).lowercased())
            if !word.isEmpty { words.append(word) }
            current = .init()
        }
        for scalar in scalars {
            if scalar.isASCII {
                switch UInt8(ascii: scalar) {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    letters += 1
                    latin += 1
                    current.append(scalar)
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "'"): current.append(scalar)
                case UInt8(ascii: "%"):
                    close()
                    words.append("percent")
                default: close()
                }
            } else if scalar.properties.isAlphabetic {
                letters += 1
                if scalar.value < 0x250 { latin += 1 }
                let standsAlone = Letters.isUnspaced(scalar)
                if standsAlone { close() }
                current.append(scalar)
                if standsAlone { close() }
            } else if Self.isDigitOrMark(scalar) {
                current.append(scalar)
            } else if scalar == "\u{2019}" || scalar == "\u{2018}" {
                current.append("'")
            } else {
                close()
            }
        }
        close()
        self.words = words
        let marks: Set<Unicode.Scalar> = ["?", "？", "؟", "⁇", "⁈"]
        hasQuestion = scalars.contains { $0 == "?" || !$0.isASCII && marks.contains($0) }
        endsAsQuestion = scalars.last { !Self.isTail($0) }.map(marks.contains) ?? false
        latinShare = letters == 0 ? 1 : Double(latin) / Double(letters)
    }

    private static func isDigitOrMark(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .decimalNumber, .nonspacingMark, .spacingMark: true
        default: false
        }
    }

    /// White space, quotation marks and brackets that may stand behind the last sentence.
    private static func isTail(_ scalar: Unicode.Scalar) -> Bool {
        // Letters, digits and the question mark, of which most texts are made.
        if scalar.isASCII, Letters.isWord(UInt8(ascii: scalar)) || scalar == "?" { return false }
        if scalar.properties.isWhitespace { return true }
        switch scalar.properties.generalCategory {
        case .closePunctuation, .finalPunctuation, .otherSymbol, .modifierSymbol: return true
        default: return scalar == "\"" || scalar == "'" || scalar == "*" || scalar == "!"
        }
    }

    /// A word without the quotation marks around it.
    private static func word(_ text: String) -> String {
        if text.hasPrefix("'"), text.hasSuffix("'") { return String(text.drop { $0 == "'" }.dropLast()) }
        return text
    }
}
