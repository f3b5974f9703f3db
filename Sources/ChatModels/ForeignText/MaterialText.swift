import SafetyGrid

/// Makes foreign text fit to stand inside an instruction: nothing hidden, nothing that turns the line, no markup.
package enum MaterialText {
    /// The text on one line.
    package static func line(_ text: String, limit: Int) -> String {
        clean(text, limit: limit, keepsLines: false)
    }

    /// The text with its line breaks, at most two in a row.
    package static func block(_ text: String, limit: Int) -> String {
        clean(text, limit: limit, keepsLines: true)
    }

    /// - Parameter limit: most Unicode scalars that are kept; the rest is replaced by `…`
    private static func clean(_ text: String, limit: Int, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        var kept = 0
        var breaks = 0
        var gap = false
        for scalar in text.unicodeScalars {
            guard kept < limit else {
                result.append("…")
                break
            }
            switch replacement(for: scalar) {
            case nil: continue
            case "\n"? where keepsLines: breaks += 1
            case "\n"?, " "?: gap = true
            case let shown?:
                if !result.isEmpty {
                    if breaks > 0 {
                        for _ in 0..<min(breaks, 2) { result.append("\n") }
                    } else if gap {
                        result.append(" ")
                    }
                }
                (breaks, gap) = (0, false)
                result.append(shown)
                kept += 1
            }
        }
        // Some servers read these words as the end of the user's turn, wherever they stand.
        return String(result).replacing("[INST]", with: "(INST)").replacing("[/INST]", with: "(/INST)")
    }

    /// What stands for a character; nil for one that is left out.
    private static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar? {
        switch scalar {
        // Without angle brackets a text has no tags, be they ours or those that a model takes for the end of a turn.
        case "<": return "‹"
        case ">": return "›"
        case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}", "\u{0B}", "\u{0C}": return "\n"
        case "\t": return " "
        case "\u{FE00}"..."\u{FE0F}", "\u{E0100}"..."\u{E01EF}": return nil
        default: break
        }
        switch scalar.properties.generalCategory {
        case .control: return " "
        case .format, .privateUse, .surrogate, .unassigned: return nil
        case .spaceSeparator: return " "
        default: return scalar
        }
    }
}
