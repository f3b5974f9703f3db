/// Foreign text whose controls, hidden characters and turns of direction are shown by their code points.
enum VisibleText {
    /// `text` with line breaks and tabs kept; every line break is a line feed.
    static func block(_ text: String) -> String {
        visible(text.replacing("\r\n", with: "\n")) { $0 == "\n" || $0 == "\t" }
    }

    /// `text` on one line.
    static func line(_ text: String) -> String {
        visible(text.replacing("\r\n", with: " ").replacing("\n", with: " ").replacing("\t", with: " ")) { _ in false }
    }

    private static func visible(_ text: String, except isKept: (Unicode.Scalar) -> Bool) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            // U+FFFE and U+FFFF are no characters of XML, and of no use elsewhere.
            if (scalar.isDeceptive && !isKept(scalar)) || scalar.value & 0xFFFE == 0xFFFE {
                result += "⟨\(scalar.codePoint)⟩"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
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
