/// How text goes into the index: SQLite's tokenizer takes a run of Chinese or Japanese for one word, so each of its
/// characters is set apart, and a query looks for neighbours.
package enum IndexText {
    /// Whether text in this script has no spaces between words: Han, Hiragana, Katakana and their extensions.
    package static func isSpaceless(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x3005...0x3007, 0x3031...0x3035, 0x303B, 0x3041...0x3096, 0x30A1...0x30FA, 0x30FC...0x30FF: true
        case 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF: true
        default: false
        }
    }

    /// The text with a space on both sides of each character of a spaceless script.
    static func spaced(_ text: String) -> String {
        // The first byte of all these characters is 0xE3 or more.
        guard text.utf8.contains(where: { $0 >= 0xE3 }) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            guard isSpaceless(scalar) else {
                result.append(scalar)
                continue
            }
            result.append(" ")
            result.append(scalar)
            result.append(" ")
        }
        return String(result)
    }
}
