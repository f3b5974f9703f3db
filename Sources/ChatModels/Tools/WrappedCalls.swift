import Foundations
import Records

/// Calls between a pair of marks, several at once, as JSON or as ``SpokenCalls``.
enum WrappedCalls {
    /// Marks of Phi, Nemotron, Jamba, InternLM, Apertus, LFM, OLMo, Gemma and Cohere, in this order.
    private static let forms: [(begin: String, end: String)] = [
        ("<|tool_call|>", "<|/tool_call|>"), ("<TOOLCALL>", "</TOOLCALL>"), ("<tool_calls>", "</tool_calls>"),
        ("<|action_start|><|plugin|>", "<|action_end|>"), ("<|tools_prefix|>", "<|tools_suffix|>"),
        ("<|tool_call_start|>", "<|tool_call_end|>"), ("<function_calls>", "</function_calls>"),
        ("```tool_code", "```"), ("<|tool_call>", "<tool_call|>"),
        ("<start_function_call>", "<end_function_call>"), ("Action: ```json", "```"), ("Action:\n```json", "```"),
    ]

    /// What a text with such calls holds.
    static let marks = forms.map(\.begin)

    /// The calls of a text, and the text beside them; nil for one without.
    static func found(in text: String) -> (calls: [ToolCall], rest: String)? {
        for form in forms where text.contains(form.begin) {
            var calls: [ToolCall] = []
            var rest = ""
            var left = text[...]
            while let start = left.firstRange(of: form.begin) {
                let close = left[start.upperBound...].firstRange(of: form.end)
                guard let read = read(left[start.upperBound..<(close?.lowerBound ?? left.endIndex)]) else { return nil }
                calls += read
                rest += left[..<start.lowerBound]
                left = left[(close?.upperBound ?? left.endIndex)...]
            }
            return (calls, rest + left)
        }
        return nil
    }

    private static func read(_ inner: Substring) -> [ToolCall]? {
        if let call = GemmaCall.read(inner) { return [call] }
        guard let json = WrittenCalls.json(inner) else { return SpokenCalls.all(in: inner) }
        return WrittenCalls.calls(of: json, isStrict: false) ?? keyed(json)
    }

    /// Objects that have the tool's name for their only key (Apertus).
    private static func keyed(_ json: JSONValue) -> [ToolCall]? {
        var calls: [ToolCall] = []
        for item in json.items.isEmpty ? [json] : json.items {
            guard let member = item.members.first, item.members.count == 1, case .object = member.value else {
                return nil
            }
            calls.append(ToolCall(id: "", name: member.key, arguments: .init(reading: member.value)))
        }
        return calls
    }
}

/// `call:name{key:<|"|>text<|"|>,other:3}` (Gemma 4, and FunctionGemma with `<escape>` around its texts).
enum GemmaCall {
    private static let quotes = ["<|\"|>", "<escape>"]

    /// The call that all of a text is; nil for any other.
    static func read(_ text: Substring) -> ToolCall? {
        let text = String(text).trimmed
        guard text.hasPrefix("call:"), let brace = text.firstIndex(of: "{") else { return nil }
        let name = String(text[..<brace].dropFirst("call:".count)).trimmed
        let body = String(text[brace...])
        let quote = quotes.first(where: body.contains) ?? quotes[0]
        // What stands between two marks is a text, and every other part is not.
        let parts = body.split(separator: quote, omittingEmptySubsequences: false).enumerated().map { index, part in
            index % 2 == 1 ? JSONValue.string(String(part)).text : String(part)
        }
        guard let members = LenientJSON.object(Array(parts.joined().unicodeScalars)) ?? (body == "{}" ? [] : nil) else {
            return nil
        }
        let pairs = members.map { ($0.key, $0.value.json) }
        return ToolCall(
            id: "", name: ToolCall.name(.string(name)), arguments: .object(Dictionary(pairs) { _, last in last }))
    }
}
