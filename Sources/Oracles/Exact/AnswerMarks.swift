import Foundations

/// A response as a scorer of solutions reads it: marks of layout gone, and what stands in a box or between tags said in words.
enum AnswerMarks {
    /// Most scalars that are read, of the end: a solution stands there.
    static let most = 20_000

    /// The text with full-width letters and digits in ASCII and without the signs of Markdown and TeX. `\boxed{X}`,
    /// `<answer>X</answer>`, `[ANSWER]X[/ANSWER]` and `#### X` become `answer: X` in a line of its own.
    static func plain(_ text: String) -> String {
        var text = folded(text)
        for command in ["\\text{", "\\textbf{", "\\mathrm{", "\\mathbf{", "\\rm{"] {
            text = unwrapped(text, command, "}")
        }
        for command in ["\\boxed{", "\\fbox{"] { text = unwrapped(text, command, "}", saying: true) }
        for (open, close) in tags { text = unwrapped(text, open, close, saying: true) }
        text = text.replacing("####", with: "\nanswer: ")
        // Names of JSON members are of several words.
        text = text.replacing(/([A-Za-z])_([A-Za-z])/) { "\($0.output.1) \($0.output.2)" }
        let shown = text.unicodeScalars.filter { !["*", "`", "$", "#", "_"].contains($0) }
        return String(String.UnicodeScalarView(shown))
    }

    /// ``plain(_:)`` of a text in which letters are looked for: without quotation marks, and without blanks beside Chinese
    /// characters.
    static func letters(_ text: String) -> [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for scalar in plain(text).unicodeScalars where !["\"", "“", "”"].contains(scalar) {
            if isChinese(scalar), result.last == " " { result.removeLast() }
            if scalar == " ", let last = result.last, isChinese(last) { continue }
            result.append(scalar)
        }
        return result
    }

    private static func isChinese(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value) || (0x3001...0x3002).contains(scalar.value)
    }

    private static let tags: [(String, String)] = ["answer", "ANSWER", "Answer", "ANS", "ans"].flatMap { name in
        [
            ("<\(name)>", "</\(name)>"), ("[\(name)]", "[/\(name)]"), ("<\(name)>", "<\(name)>"),
            ("[\(name)]", "[\(name)]"),
        ]
    }

    private static func folded(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.suffix(most) {
            switch scalar.value {
            case 0xFF01...0xFF5E: result.append(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
            case 0x3000, 0xA0, 0x202F: result.append(" ")
            case 0x2212, 0x2013: result.append("-")
            case 0x200B...0x200F, 0xFEFF, 0xFE0F: continue
            // Letters in circles, and in brackets.
            case 0x24B6...0x24CF: result.append(Unicode.Scalar(scalar.value - 0x24B6 + 0x41) ?? scalar)
            // Ticks, arrows and emoji.
            case 0x2190... where scalar.properties.generalCategory == .otherSymbol: result.append(" ")
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Takes the signs around each stretch away; `saying` puts `answer:` in their place.
    private static func unwrapped(_ text: String, _ open: String, _ close: String, saying: Bool = false) -> String {
        guard text.contains(open) else { return text }
        var parts = text.split(separator: open, omittingEmptySubsequences: false)[...]
        var result = String(parts.removeFirst())
        for part in parts {
            guard let end = part.firstRange(of: close) else {
                result += open + part
                continue
            }
            let inner = part[..<end.lowerBound]
            result += (saying ? "\nanswer: \(inner)\n" : inner) + part[end.upperBound...]
        }
        return result
    }
}
