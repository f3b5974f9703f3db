import Foundations
import Records

/// A reply of Anthropic's messages interface, or a stream of its events.
struct AnthropicAnswer {
    private let answer: ProviderAnswer
    private let message: JSONValue

    /// Reads a reply.
    ///
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)``.
    init(_ answer: ProviderAnswer) throws(ChatError) {
        self.answer = answer
        message =
            if let stream = try answer.stream() { Self.message(stream.chunks) } else { try answer.json() }
    }

    /// The reply it stands for.
    ///
    /// - Parameter schema: the schema that was asked for, whose tool's input is then the text
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` when there is no content.
    func reply(schema: OutputSchema?) throws(ChatError) -> ChatReply {
        guard let content = message["content"] else { throw answer.unreadable("the field 'content' is missing") }
        let said = try MessageContent(content, in: answer)
        let call = schema.flatMap { schema in
            content.items.first { $0["type"]?.stringValue == "tool_use" && $0["name"] == .string(schema.name) }
        }
        let reason = message["stop_reason"]?.stringValue
        var reply = ChatReply(
            text: call?["input"].map { $0.stringValue ?? $0.text } ?? said.text, reasoning: said.reasoning,
            blocked: FaultWords.isFilter(ending: reason) ? reason : nil, truncated: FaultWords.isCut(ending: reason),
            model: message["model"]?.stringValue, usage: usage)
        if call == nil { reply.toolCalls = Self.calls(content.items) }
        return reply
    }

    /// The calls among a message's blocks. Where there are thoughts too, the blocks are kept for the next request.
    private static func calls(_ blocks: [JSONValue]) -> [ToolCall] {
        let calls = blocks.filter { $0["type"]?.stringValue == "tool_use" }.map(ToolCall.init(reading:))
        let hasThoughts = blocks.contains {
            $0["type"]?.stringValue == "thinking" || $0["type"]?.stringValue == "redacted_thinking"
        }
        return hasThoughts ? calls.noting(messageFields: ["content": .array(blocks.map(whole))]) : calls
    }

    /// A block with its input as an object; a stream brings it as a text.
    private static func whole(_ block: JSONValue) -> JSONValue {
        guard let input = block["input"] else { return block }
        var members = block.members
        members["input"] = ToolCall.Arguments(reading: input).json
        return .object(members)
    }

    private var usage: TokenUsage? {
        guard let usage = message["usage"], let input = usage["input_tokens"]?.count,
            let output = usage["output_tokens"]?.count
        else { return nil }
        return TokenUsage(input: input, output: output)
    }

    /// The message that the events of a stream make.
    private static func message(_ events: [JSONValue]) -> JSONValue {
        var message: [String: JSONValue] = [:]
        var usage: [String: JSONValue] = [:]
        var blocks: [Int: [String: JSONValue]] = [:]
        for event in events {
            let index = event["index"]?.count ?? 0
            if let start = event["message"] {
                message.merge(start.members) { _, new in new }
                usage.merge(start["usage"]?.members ?? [:]) { _, new in new }
            }
            if let block = event["content_block"] { blocks[index, default: [:]].merge(block.members) { _, new in new } }
            if let reason = event["delta"]?["stop_reason"], reason.isGiven { message["stop_reason"] = reason }
            usage.merge(event["usage"]?.members ?? [:]) { _, new in new }
            for (field, name) in [
                ("text", "text"), ("thinking", "thinking"), ("partial_json", "input"),
                ("signature", "signature"),
            ] {
                guard let piece = event["delta"]?[field]?.stringValue else { continue }
                blocks[index, default: ["type": .string("text")]][name] = .string(
                    (blocks[index]?[name]?.stringValue ?? "") + piece)
            }
        }
        if message["stop_reason"]?.isGiven != true { message["stop_reason"] = .string("max_tokens") }
        if !blocks.isEmpty {
            message["content"] = .array(blocks.sorted { $0.key < $1.key }.map { .object($0.value) })
        }
        message["usage"] = .object(usage)
        return .object(message)
    }
}
