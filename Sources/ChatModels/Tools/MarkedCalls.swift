import Foundations
import Records

/// Calls between a model's own special tokens, which a server without a parser for them left in the text.
enum MarkedCalls {
    private typealias Form = (begin: String, separator: String, end: String)

    /// DeepSeek's and Kimi's tokens: a name, or the kind and then the name, and an object behind the separator.
    private static let forms: [Form] = [
        ("<｜tool▁call▁begin｜>", "<｜tool▁sep｜>", "<｜tool▁call▁end｜>"),
        ("<|tool_call_begin|>", "<|tool_call_argument_begin|>", "<|tool_call_end|>"),
    ]
    /// Tokens around all calls of a reply.
    private static let sections = [
        "<｜tool▁calls▁begin｜>", "<｜tool▁calls▁end｜>", "<|tool_calls_section_begin|>", "<|tool_calls_section_end|>",
        "<|tool_call_section_begin|>", "<|tool_call_section_end|>", "<minimax:tool_call>", "</minimax:tool_call>",
        "<function_calls>", "</function_calls>",
    ]

    /// The calls of a text, and the text beside them; nil for one without.
    static func found(in text: String) -> (calls: [ToolCall], rest: String)? {
        for form in forms {
            if let found = split(text, form.begin, form.end, { call($0, form) }) { return found }
        }
        // DeepSeek's newer tokens, in which each parameter says whether it is a text.
        let plain =
            text.contains("｜DSML｜")
            ? text.replacing("｜DSML｜", with: "").replacing(/" string="(true|false)">/, with: "\">") : text
        return split(plain, "<invoke name=\"", "</invoke>", invoked)
    }

    private static func split(
        _ text: String, _ begin: String, _ end: String, _ read: (Substring) -> ToolCall?
    ) -> (calls: [ToolCall], rest: String)? {
        var calls: [ToolCall] = []
        var rest = ""
        var left = text[...]
        while let start = left.firstRange(of: begin) {
            let close = left[start.upperBound...].firstRange(of: end)
            let inner = left[start.upperBound..<(close?.lowerBound ?? left.endIndex)]
            guard let call = read(inner) else { return nil }
            calls.append(call)
            rest += left[..<start.lowerBound]
            left = left[(close?.upperBound ?? left.endIndex)...]
        }
        guard !calls.isEmpty else { return nil }
        return (calls, sections.reduce(rest + left) { $0.replacing($1, with: "") })
    }

    private static func call(_ inner: Substring, _ form: Form) -> ToolCall? {
        guard let place = inner.firstRange(of: form.separator) else { return nil }
        let head = String(inner[..<place.lowerBound]).trimmed
        var body = inner[place.upperBound...]
        var name = head
        if head == "function", let line = body.firstIndex(where: \.isNewline) {
            name = String(body[..<line]).trimmed
            body = body[line...]
        }
        // Kimi counts its calls: `functions.look_up:0`.
        name = ToolCall.name(.string(String(name.prefix { $0 != ":" })))
        guard !name.contains(where: \.isWhitespace) else { return nil }
        let object = body.firstIndex(of: "{").flatMap { first in
            body[first...].lastIndex(of: "}").map { body[first...$0] }
        }
        return ToolCall(id: "", name: name, arguments: .init(reading: .string(String(object ?? body).trimmed)))
    }

    /// `name"><parameter name="key">value</parameter>` (MiniMax, and Claude's older form).
    private static func invoked(_ inner: Substring) -> ToolCall? {
        guard let quote = inner.firstRange(of: "\">"), quote.lowerBound > inner.startIndex else { return nil }
        let pairs = inner[quote.upperBound...].split(separator: "<parameter name=\"").compactMap { part in
            pair(part, keyEnd: "\">", valueBegin: "", valueEnd: "</parameter>")
        }
        return ToolCall(id: "", name: String(inner[..<quote.lowerBound]), arguments: arguments(pairs))
    }

    /// `name` with `<arg_key>key</arg_key><arg_value>value</arg_value>` (GLM); nil for a text without such a pair.
    static func keyed(_ inner: Substring) -> ToolCall? {
        guard let first = inner.firstRange(of: "<arg_key>") else { return nil }
        let name = String(inner[..<first.lowerBound]).replacing("<tool_sep>", with: "").trimmed
        guard !name.isEmpty, !name.contains(where: \.isWhitespace) else { return nil }
        let pairs = inner[first.upperBound...].split(separator: "<arg_key>").compactMap { part in
            pair(part, keyEnd: "</arg_key>", valueBegin: "<arg_value>", valueEnd: "</arg_value>")
        }
        return ToolCall(id: "", name: name, arguments: arguments(pairs))
    }

    /// A key and a value at the start of a part; nil for none.
    private static func pair(
        _ part: Substring, keyEnd: String, valueBegin: String, valueEnd: String
    ) -> (key: String, value: String)? {
        guard let key = part.firstRange(of: keyEnd) else { return nil }
        var value = part[key.upperBound...].drop(while: \.isWhitespace)
        guard value.hasPrefix(valueBegin) else { return nil }
        value = value.dropFirst(valueBegin.count)
        value = value[..<(value.firstRange(of: valueEnd)?.lowerBound ?? value.endIndex)]
        return (String(part[..<key.lowerBound]).trimmed, String(value).trimmed)
    }

    private static func arguments(_ pairs: [(key: String, value: String)]) -> ToolCall.Arguments {
        .object(
            Dictionary(pairs.map { ($0.key, TolerantJSON.value(Array($0.value.utf8)) ?? .string($0.value)) }) { $1 })
    }
}
