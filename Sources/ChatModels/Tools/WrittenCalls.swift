import Foundations
import Records

/// Calls that a server left in the text of a reply because it has no parser for the model's way of writing them.
///
/// Read are `<tool_call>{…}</tool_call>` (Hermes, Qwen), `<function=name>{…}</function>`, `[TOOL_CALLS]` with a list, or
/// with a name and its arguments (Mistral), and a text that is nothing but an object with a name and arguments, or a list
/// of such (Llama, Granite, Cohere), fenced or behind a mark; and those of ``MarkedCalls``, ``WrappedCalls`` and
/// ``SpokenCalls``. The forms are those for which vLLM documents parsers.
struct WrittenCalls {
    /// The calls in order.
    let calls: [ToolCall]
    /// The text beside them.
    let rest: String

    /// Reads a text; nil for one without a call.
    init?(in text: String) {
        // Most texts hold none, and every reply to an offer of tools passes here.
        guard text.utf8.contains(UInt8(ascii: "{")) || text.hasSuffix(")]") || Self.marks.contains(where: text.contains)
        else { return nil }
        let read =
            MarkedCalls.found(in: text) ?? WrappedCalls.found(in: text) ?? Self.tagged(text) ?? Self.listed(text)
            ?? Self.bare(text) ?? SpokenCalls.all(in: text[...]).map { ($0, "") }
        guard let found = read, !found.calls.isEmpty else {
            return nil
        }
        calls = found.calls
        rest = found.rest.trimmed
    }

    /// What a text with a call and without a brace holds.
    private static let marks = ["<function=", "<arg_key>", "invoke name=", "<tool_call>"] + WrappedCalls.marks

    private typealias Found = (calls: [ToolCall], rest: String)

    /// `<tool_call>…</tool_call>` or `<function=name>…</function>`, any number of them, the last perhaps without its end.
    private static func tagged(_ text: String) -> Found? {
        var calls: [ToolCall] = []
        var rest = ""
        var left = text[...]
        while let next = ["<tool_call>", "<function="].compactMap({ left.firstRange(of: $0) })
            .min(by: { $0.lowerBound < $1.lowerBound })
        {
            let isFunction = left[next] == "<function="
            let end = left[next.upperBound...].firstRange(of: isFunction ? "</function>" : "</tool_call>")
            let inner = left[next.upperBound..<(end?.lowerBound ?? left.endIndex)]
            let read = isFunction ? function(inner).map { [$0] } : self.calls(inner)
            rest += left[..<next.lowerBound]
            if let read {
                calls += read
            } else {
                rest += left[next.lowerBound..<(end?.upperBound ?? left.endIndex)]
            }
            left = left[(end?.upperBound ?? left.endIndex)...]
        }
        return calls.isEmpty ? nil : (calls, rest + left)
    }

    /// What stands between the tags of a call: JSON, or a function with its parameters as tags of their own.
    private static func calls(_ inner: Substring) -> [ToolCall]? {
        if let start = inner.firstRange(of: "<function=") {
            let end = inner[start.upperBound...].firstRange(of: "</function>")?.lowerBound ?? inner.endIndex
            return function(inner[start.upperBound..<end]).map { [$0] }
        }
        if let call = MarkedCalls.keyed(inner) { return [call] }
        let name = String(inner).trimmed
        if name.wholeMatch(of: /[A-Za-z][\w.\-]*/) != nil {
            return [ToolCall(id: "", name: name, arguments: .object([:]))]
        }
        return json(inner).flatMap { calls(of: $0, isStrict: false) }
    }

    /// `name>{…}`, or `name>` with `<parameter=key>value</parameter>` (Qwen3-Coder).
    private static func function(_ inner: Substring) -> ToolCall? {
        guard let close = inner.firstIndex(of: ">") else { return nil }
        let name = String(inner[..<close]).trimmed
        let body = inner[inner.index(after: close)...]
        guard !name.isEmpty, body.contains("<parameter=") else {
            return name.isEmpty
                ? nil : ToolCall(id: "", name: name, arguments: .init(reading: .string(String(body).trimmed)))
        }
        var members: [String: JSONValue] = [:]
        for part in body.split(separator: "<parameter=").dropFirst(body.hasPrefix("<parameter=") ? 0 : 1) {
            guard let close = part.firstIndex(of: ">") else { continue }
            let value = part[part.index(after: close)...]
            let text = String(value[..<(value.firstRange(of: "</parameter>")?.lowerBound ?? value.endIndex)]).trimmed
            members[String(part[..<close])] = TolerantJSON.value(Array(text.utf8)) ?? .string(text)
        }
        return ToolCall(id: "", name: name, arguments: .object(members))
    }

    /// `[TOOL_CALLS]` with a list, or with a name and an object, once or several times.
    private static func listed(_ text: String) -> Found? {
        let mark = "[TOOL_CALLS]"
        guard let start = text.firstRange(of: mark) else { return nil }
        var calls: [ToolCall] = []
        for part in text[start.upperBound...].split(separator: mark) {
            if let list = json(part), let read = self.calls(of: list, isStrict: false) {
                calls += read
            } else if let brace = part.firstIndex(of: "{") {
                let name = part[..<brace].split(separator: "[").first.map(String.init)?.trimmed ?? ""
                guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
                calls.append(
                    ToolCall(id: "", name: name, arguments: .init(reading: .string(String(part[brace...]).trimmed))))
            } else {
                return nil
            }
        }
        return (calls, String(text[..<start.lowerBound]))
    }

    /// A text that is nothing but calls as JSON.
    private static func bare(_ text: String) -> Found? {
        var body = text.trimmed[...]
        for start in ["<|python_tag|>", "<|tool_call|>", "<|START_ACTION|>"] where body.hasPrefix(start) {
            body = body.dropFirst(start.count)
        }
        for end in ["<|eom_id|>", "<|eot_id|>", "<|END_ACTION|>"] where body.hasSuffix(end) {
            body = body.dropLast(end.count)
        }
        if body.hasPrefix("```"), body.hasSuffix("```"), let line = body.firstIndex(where: \.isNewline) {
            body = body[line...].dropLast(3)
        }
        if let value = json(body) { return calls(of: value, isStrict: true).map { ($0, "") } }
        // Llama writes several calls with a semicolon between them.
        var calls: [ToolCall] = []
        for part in body.split(separator: ";") {
            guard let one = json(part).flatMap({ self.calls(of: $0, isStrict: true) }) else { return nil }
            calls += one
        }
        return (calls, "")
    }

    static func json(_ text: Substring) -> JSONValue? { TolerantJSON.value(Array(text.utf8)) }

    /// The calls that JSON stands for; nil when any of it is something else.
    ///
    /// - Parameter isStrict: whether there must be arguments, and nothing beside what a call has: any object may have a name
    static func calls(of json: JSONValue, isStrict: Bool) -> [ToolCall]? {
        let items = json.items.isEmpty ? [json] : json.items
        var calls: [ToolCall] = []
        for item in items {
            let inner = item["function"].map { $0.members.isEmpty ? item : $0 } ?? item
            guard
                let name = inner["name"]?.stringValue ?? item["function"]?.stringValue
                    ?? item["tool_name"]?.stringValue, !name.isEmpty
            else { return nil }
            let hasArguments = inner["arguments"] != nil || inner["parameters"] != nil
            guard !isStrict || hasArguments && Set(item.members.keys).isSubset(of: known) else { return nil }
            calls.append(
                ToolCall(
                    id: item["id"]?.stringValue ?? "", name: name,
                    arguments: .init(reading: inner["arguments"] ?? inner["parameters"])))
        }
        return calls
    }

    private static let known: Set<String> = [
        "name", "arguments", "parameters", "type", "id", "function", "tool_name", "tool_call_id",
    ]
}
