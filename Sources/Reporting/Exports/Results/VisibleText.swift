/// Foreign text whose controls, hidden characters and turns of direction are shown by their code points.
package enum VisibleText {
    /// `text` with line breaks and tabs kept; every line break is a line feed.
    static func block(_ text: String) -> String { visible(text, keepsLines: true) }

    /// `text` on one line.
    package static func line(_ text: String) -> String { visible(text, keepsLines: false) }

    private static func visible(_ text: String, keepsLines: Bool) -> String {
        var result: [UInt8] = []
        result.reserveCapacity(text.utf8.count)
        var scalars = text.unicodeScalars[...]
        while let scalar = scalars.popFirst() {
            switch scalar {
            case " "..."~": result.append(UInt8(ascii: scalar))
            case "\n" where keepsLines, "\t" where keepsLines: result.append(UInt8(ascii: scalar))
            case "\n", "\t": result.append(UInt8(ascii: " "))
            // A break of two characters is one.
            case "\r" where scalars.first == "\n": continue
            // U+FFFE and U+FFFF are no characters of XML, and of no use elsewhere.
            case _ where scalar.isDeceptive || scalar.value & 0xFFFE == 0xFFFE: scalar.appendCodePoint(to: &result)
            default: result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    /// `text` with `new` in the place of each `old`, whatever marks stand on it: a character that combines with the one before
    /// makes another letter of it for people, not for programs.
    static func replacing(_ old: Unicode.Scalar, with new: String, in text: String) -> String {
        guard text.unicodeScalars.contains(old) else { return text }
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar == old { result.append(contentsOf: new.unicodeScalars) } else { result.append(scalar) }
        }
        return String(result)
    }
}
