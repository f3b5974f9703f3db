import FoundationEssentials
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
            if let stream = StreamedAnswer(answer.bytes) { Self.message(stream.chunks) } else { try answer.json() }
    }

    /// The reply it stands for.
    ///
    /// - Parameter schema: the schema that was asked for, whose tool's input is then the text
    /// - Throws: ``ChatError/unreadable(model:problem:excerpt:)`` when there is no content.
    func reply(schema: OutputSchema?) throws(ChatError) -> ChatReply {
        guard let content = message["content"] else { throw answer.unreadable("the field 'content' is missing") }
        let said = try MessageContent(content, in: answer)
        let call = content.items.first {
            $0["type"]?.stringValue == "tool_use" && $0["name"]?.stringValue == schema?.name
        }
        let reason = message["stop_reason"]?.stringValue
        return ChatReply(
            text: call?["input"].flatMap(Self.text(of:)) ?? said.text, reasoning: said.reasoning,
            blocked: reason == "refusal" ? "refusal" : nil,
            truncated: reason == "max_tokens" || reason == "model_context_window_exceeded",
            model: message["model"]?.stringValue, usage: usage)
    }

    private var usage: TokenUsage? {
        guard let usage = message["usage"], let input = usage["input_tokens"]?.count,
            let output = usage["output_tokens"]?.count
        else { return nil }
        return TokenUsage(input: input, output: output)
    }

    private static func text(of input: JSONValue) -> String? {
        // A stream brings the input as a text.
        if let text = input.stringValue { return text }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(input)).map { String(decoding: $0, as: UTF8.self) }
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
            for (field, name) in [("text", "text"), ("thinking", "thinking"), ("partial_json", "input")] {
                guard let piece = event["delta"]?[field]?.stringValue else { continue }
                blocks[index, default: ["type": .string("text")]][name] = .string(
                    (blocks[index]?[name]?.stringValue ?? "") + piece)
            }
        }
        if !blocks.isEmpty {
            message["content"] = .array(blocks.sorted { $0.key < $1.key }.map { .object($0.value) })
        }
        message["usage"] = .object(usage)
        return .object(message)
    }
}
