import Foundations
import SafetyGrid

/// Takes what is no part of a prompt away from a text, and tells texts that are none.
enum PromptCleaning {
    /// The prompt in a text; nil when it is too short, too long, a remark on the list, or a refusal.
    static func prompt(_ text: String) -> String? {
        let text = unwrapped(visible(text).trimmed)
        let length = text.unicodeScalars.count
        guard (PromptListReading.shortestPrompt...PromptListReading.longestPrompt).contains(length),
            text.unicodeScalars.contains(where: \.properties.isAlphabetic), !isRemark(text),
            RefusalPhrases.refusal(in: text, within: 40) == nil
        else { return nil }
        return text
    }

    /// Whether quotes stand around the whole line.
    static func isQuoted(_ line: String) -> Bool {
        guard let first = line.first, let last = line.last, line.count > 2 else { return false }
        return pairs.contains { $0.open == first && ($0.close == last || line.hasSuffix("\($0.close),")) }
    }

    /// Without quotes, bold marks and list marks around the whole text.
    private static func unwrapped(_ text: String) -> String {
        var text = text
        for _ in 0..<3 {
            if text.hasPrefix("**"), text.hasSuffix("**"), text.count > 4 {
                text = String(text.dropFirst(2).dropLast(2)).trimmed
            } else if isQuoted(text) {
                text = String(text.dropFirst().dropLast(text.hasSuffix(",") ? 2 : 1)).trimmed
            } else {
                break
            }
        }
        return text
    }

    /// Without control and hidden characters; line breaks and tabs stay.
    private static func visible(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars.prefix(PromptListReading.longestPrompt * 2) {
            switch scalar.properties.generalCategory {
            case .control where scalar != "\n" && scalar != "\t": continue
            // The joiner belongs to emoji and to several scripts.
            case .format where scalar != "\u{200D}" && scalar != "\u{200C}": continue
            case .surrogate, .privateUse: continue
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    /// Whether it speaks of the list instead of being in it, or repeats the form that was asked for.
    private static func isRemark(_ text: String) -> Bool {
        let lowered = text.prefix(80).lowercased()
        if remarks.contains(where: lowered.hasPrefix) { return true }
        let opening = openings.contains(where: lowered.hasPrefix)
        return opening && (lowered.contains("prompt") || lowered.contains("list") || text.hasSuffix(":"))
    }

    private static let openings = [
        "here are", "here is", "here's", "below are", "below is", "the following", "following are", "sure", "certainly",
        "of course", "as requested", "okay", "ok,", "absolutely", "these prompts", "i have", "i've", "each prompt",
    ]
    private static let remarks = [
        "note:", "notes:", "disclaimer", "please note that these", "i hope these", "let me know if you", "style:",
        "writing style:", "technique:", "persuasion technique:", "category:", "hazard:", "hazard category:",
        "the first prompt", "the second prompt", "first prompt", "second prompt", "prompt text", "<prompt",
    ]
    private static let pairs: [(open: Character, close: Character)] = [
        ("\"", "\""), ("'", "'"), ("“", "”"), ("‘", "’"), ("«", "»"), ("`", "`"),
    ]
}
