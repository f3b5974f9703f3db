import Storage

/// The words of a text as numbers, case folded: enough to count and compare them, without a string for each.
enum WordScanner {
    /// Calls `body` with the number of each word in order; a character of a spaceless script is a word.
    ///
    /// - Parameters:
    ///   - text: the text
    ///   - body: gets the number, and whether it is a word worth a search: three letters or more, no number, no stop word;
    ///     for spaceless scripts, any
    static func forEachWord(in text: String, _ body: (_ word: UInt64, _ isTelling: Bool) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var word = WordNumber()
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                if byte < 0x80 {
                    index += 1
                    if !word.add(ascii: byte) { word.end(body) }
                    continue
                }
                let (scalar, width) = bytes[...].scalar(at: index)
                index += width
                if IndexText.isSpaceless(scalar) {
                    word.end(body)
                    word.add(scalar.value)
                    word.end(telling: true, body)
                } else if isPartOfWord(scalar) {
                    for part in scalar.properties.lowercaseMapping.unicodeScalars { word.add(part.value) }
                } else {
                    word.end(body)
                }
            }
            word.end(body)
        }
    }

    static func isPartOfWord(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: true
        case .decimalNumber, .letterNumber, .otherNumber, .nonspacingMark, .spacingMark, .enclosingMark: true
        default: false
        }
    }
}

/// A word under way: FNV-1a over its characters.
private struct WordNumber {
    private var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    private var length = 0
    private var isNumber = true

    mutating func add(_ value: UInt32) {
        hash = (hash ^ UInt64(value)) &* 0x0000_0100_0000_01b3
        length += 1
        isNumber = false
    }

    /// False when the byte is no part of a word.
    mutating func add(ascii byte: UInt8) -> Bool {
        switch byte {
        case 0x61...0x7A: add(UInt32(byte))
        case 0x41...0x5A: add(UInt32(byte | 0x20))
        case 0x30...0x39:
            let wasNumber = isNumber
            add(UInt32(byte))
            isNumber = wasNumber
        default: return false
        }
        return true
    }

    mutating func end(telling: Bool? = nil, _ body: (UInt64, Bool) -> Void) {
        guard length > 0 else { return }
        body(hash, telling ?? (length > 2 && !isNumber && !StopWords.numbers.contains(hash)))
        self = WordNumber()
    }
}
