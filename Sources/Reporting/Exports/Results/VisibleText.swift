/// Foreign text whose controls, hidden characters and turns of direction are shown by their code points.
enum VisibleText {
    /// `text` with line breaks and tabs kept.
    static func block(_ text: String) -> String { visible(text) { $0 == "\n" || $0 == "\t" } }

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
}
