/// The channels of a reply in gpt-oss's format (OpenAI's "harmony" response format), where a server hands it on unread:
/// `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…`.
struct HarmonyChannels {
    /// Text of the channel `final`; empty when the reply was cut before it.
    private(set) var final = ""
    /// Text of all other channels.
    private(set) var others = ""

    /// Reads a reply; nil for one that does not begin with a channel.
    init?(_ text: String) {
        let start = text.drop { $0.isWhitespace }
        if start.hasPrefix("<|channel|>") || start.hasPrefix("<|start|>assistant<|channel|>") {
            readMarked(start)
        } else if let last = Self.stripped(start) {
            others = String(start[..<last.lowerBound].dropFirst("analysis".count))
            final = String(start[last.upperBound...])
        } else {
            return nil
        }
    }

    private mutating func readMarked(_ text: Substring) {
        for part in text.split(separator: "<|channel|>", omittingEmptySubsequences: true) {
            guard let mark = part.firstRange(of: "<|message|>") else { continue }
            let name = part[..<mark.lowerBound].drop { $0.isWhitespace }
            let content = Self.message(part[mark.upperBound...])
            if name.hasPrefix("final") {
                final += content
            } else {
                others += others.isEmpty ? content : "\n" + content
            }
        }
    }

    /// A message without what ends it.
    private static func message(_ text: Substring) -> Substring {
        var text = text
        for mark in ["<|end|>", "<|return|>", "<|call|>", "<|start|>"] {
            if let range = text.firstRange(of: mark) { text = text[..<range.lowerBound] }
        }
        return text
    }

    /// Where the last channel begins in a reply that lost its special tokens: `analysisThe user …assistantfinalI …`.
    private static func stripped(_ text: Substring) -> Range<Substring.Index>? {
        guard text.hasPrefix("analysis"), let next = text.dropFirst("analysis".count).first, next.isUppercase else {
            return nil
        }
        return text.ranges(of: "assistantfinal").last
    }
}
