import Foundations
import Records

/// The channels of a reply in gpt-oss's format (OpenAI's "harmony" response format), where a server hands it on unread:
/// `<|channel|>analysis<|message|>…<|end|><|start|>assistant<|channel|>final<|message|>…`.
struct HarmonyChannels {
    /// Text of the channel `final`; empty when the reply was cut before it.
    private(set) var final = ""
    /// Text of all other channels, without calls.
    private(set) var others = ""
    /// Calls of tools: what is said to `functions.name` in place of the user.
    private(set) var calls: [ToolCall] = []

    /// Reads a reply; nil for one that does not begin with a channel.
    init?(_ text: String) {
        let start = text.drop { $0.isWhitespace }
        let isMarked = ["<|channel|>", "<|start|>assistant", "to=functions."].contains(where: start.hasPrefix)
        if isMarked, start.contains("<|channel|>") {
            readMarked(start)
        } else if let call = Self.strippedCall(start) {
            others = String(start[..<call.place].dropFirst("analysis".count))
            calls = [call.call]
        } else if let last = Self.stripped(start) {
            others = String(start[..<last.lowerBound].dropFirst("analysis".count))
            final = String(start[last.upperBound...])
        } else {
            return nil
        }
    }

    private mutating func readMarked(_ text: Substring) {
        // Whom a message is for stands behind its role or behind its channel.
        var listener: String?
        for part in text.split(separator: "<|channel|>", omittingEmptySubsequences: true) {
            let mark = part.firstRange(of: "<|message|>")
            if let mark {
                let head = part[..<mark.lowerBound].drop { $0.isWhitespace }
                add(Self.message(part[mark.upperBound...]), head, to: Self.tool(in: head) ?? listener)
            }
            let role = part.ranges(of: "<|start|>").last.map { part[$0.upperBound...] } ?? (mark == nil ? part : "")
            listener = Self.tool(in: role)
        }
    }

    private mutating func add(_ content: Substring, _ head: Substring, to tool: String?) {
        if let tool {
            calls.append(ToolCall(id: "", name: tool, arguments: .init(reading: .string(String(content).trimmed))))
        } else if head.hasPrefix("final") {
            final += content
        } else {
            others += others.isEmpty ? content : "\n" + content
        }
    }

    private static func tool(in text: Substring) -> String? {
        text.firstMatch(of: /to=functions\.([\w.\-]+)/).map { String($0.output.1) }
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

    /// The call at the end of a reply that lost its special tokens: `analysisI …assistantcommentary to=functions.name json{…}`.
    private static func strippedCall(_ text: Substring) -> (call: ToolCall, place: Substring.Index)? {
        guard text.hasPrefix("analysis") || text.hasPrefix("commentary"),
            let match = text.firstMatch(
                of: /(?:assistant)?commentary ?to=functions\.([\w.\-]+?) *(?:json|code)?\s*(\{[\s\S]*\})\s*$/)
        else { return nil }
        let arguments = ToolCall.Arguments(reading: .string(String(match.output.2)))
        return (ToolCall(id: "", name: String(match.output.1), arguments: arguments), match.range.lowerBound)
    }
}
