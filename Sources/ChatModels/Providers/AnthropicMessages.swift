import Foundations
import Images
import Records

/// A conversation and its tools as Anthropic's interface wants them: the two sides take turns, and the results of all
/// calls of a message stand in one message of the person, before anything else in it.
enum AnthropicMessages {
    /// The messages but for the instructions, which stand beside the conversation.
    static func json(_ messages: [ChatRequest.Message]) -> [JSONValue] {
        var result: [(role: String, content: JSONValue)] = []
        for message in messages.filter({ $0.role != .system }).settled().merged() {
            let role = message.role == .assistant ? "assistant" : "user"
            let content = content(of: message)
            if let last = result.last, last.role == role {
                result[result.count - 1].content = .array(blocks(last.content) + blocks(content))
            } else {
                result.append((role, content))
            }
        }
        return result.map { .object(["role": .string($0.role), "content": $0.content]) }
    }

    private static func blocks(_ content: JSONValue) -> [JSONValue] {
        content.stringValue.map { [text($0)] } ?? content.items
    }

    private static func text(_ text: String) -> JSONValue {
        .object(["type": .string("text"), "text": .string(text)])
    }

    private static func content(of message: ChatRequest.Message) -> JSONValue {
        if let answered = message.answered {
            var block: [String: JSONValue] = [
                "type": .string("tool_result"), "tool_use_id": .string(answered.id),
                "content": .string(message.content),
            ]
            if message.isError { block["is_error"] = .bool(true) }
            return .array([.object(block)])
        }
        if !message.images.isEmpty {
            return .array(
                message.images.map(\.anthropicBlock) + (message.content.isEmpty ? [] : [text(message.content)]))
        }
        guard let first = message.toolCalls.first else {
            // A message without a text is rejected.
            let isEmpty = message.role == .assistant && message.content.allSatisfy(\.isWhitespace)
            return .string(isEmpty ? "(no response)" : message.content)
        }
        // Thoughts have to come back as they were, in their places between the other blocks.
        if let blocks = first.messageFields["content"] { return blocks }
        let said = message.content.allSatisfy(\.isWhitespace) ? [] : [text(message.content)]
        return .array(said + message.toolCalls.map(json))
    }

    private static func json(_ call: ToolCall) -> JSONValue {
        var block = call.providerFields
        block["type"] = .string("tool_use")
        block["id"] = .string(call.id)
        block["name"] = .string(call.name)
        block["input"] = call.arguments.json
        return .object(block)
    }

    /// The tools. A conversation with calls is rejected without any, so that those called stand in where none are offered.
    static func tools(of request: ChatRequest) -> [JSONValue] {
        let offered = request.tools.map { tool($0.name, $0.description, $0.parameters) }
        guard offered.isEmpty else { return offered }
        let called = Set(request.messages.flatMap { $0.toolCalls.map(\.name) })
        return called.sorted().map { tool($0, "Not available any more.", .object(["type": .string("object")])) }
    }

    private static func tool(_ name: String, _ description: String, _ schema: JSONValue) -> JSONValue {
        .object(["name": .string(name), "description": .string(description), "input_schema": schema])
    }
}
