import FoundationEssentials
import Foundations
import Records

/// The body of a chat completions request, as a server reads it.
struct CompletionRequest {
    /// A fault of a body: a message and the field that it is about.
    struct Fault: Error {
        let message: String
        let field: String?
    }

    private struct Shape: Decodable {
        struct Message: Decodable {
            let role: String?
            let content: Content?
            let toolCalls: [JSONValue]?
            let toolCallID: String?

            private enum CodingKeys: String, CodingKey {
                case role, content
                case toolCalls = "tool_calls"
                case toolCallID = "tool_call_id"
            }
        }

        /// A text, or a list of parts of which those with a text count.
        struct Content: Decodable {
            struct Part: Decodable {
                let type: String?
                let text: String?
            }

            let text: String

            init(from decoder: any Decoder) throws {
                let container = try decoder.singleValueContainer()
                if let text = try? container.decode(String.self) {
                    self.text = text
                } else {
                    text = try container.decode([Part].self).filter { $0.type ?? "text" == "text" }
                        .compactMap(\.text).joined()
                }
            }
        }

        let model: String?
        let messages: [Message]?
        let temperature: Double?
        let maxTokens: Int?
        let maxCompletionTokens: Int?
        let stream: Bool?
        let n: Int?
        let tools: [Tool]?

        struct Tool: Decodable {
            struct Function: Decodable {
                let name: String?
                let description: String?
                let parameters: JSONValue?
            }

            let function: Function?
        }

        private enum CodingKeys: String, CodingKey {
            case model, messages, temperature, stream, n, tools
            case maxTokens = "max_tokens"
            case maxCompletionTokens = "max_completion_tokens"
        }
    }

    /// The model asked for.
    let model: String
    /// The conversation and its options.
    let request: ChatRequest
    /// How many replies are asked for, 1 or more.
    let choices: Int

    /// Replies that one body may ask for, as of OpenAI.
    private static let mostChoices = 128

    /// Reads and checks a body.
    init(_ body: Data) throws(Fault) {
        let shape = try Self.shape(of: body)
        guard let model = shape.model, !model.isEmpty else {
            throw Fault(message: "you must provide a model parameter", field: "model")
        }
        guard let messages = shape.messages, !messages.isEmpty else {
            throw Fault(message: "'messages' must hold at least one message", field: "messages")
        }
        guard shape.stream != true else {
            throw Fault(message: "streaming is not supported here", field: "stream")
        }
        if let temperature = shape.temperature, !(0...2).contains(temperature) {
            throw Fault(message: "'temperature' must lie between 0 and 2", field: "temperature")
        }
        let limit = shape.maxCompletionTokens ?? shape.maxTokens
        guard limit.map({ $0 >= 1 }) ?? true else {
            throw Fault(message: "'max_tokens' must be 1 or more", field: "max_tokens")
        }
        choices = shape.n ?? 1
        guard (1...Self.mostChoices).contains(choices) else {
            throw Fault(message: "'n' must lie between 1 and \(Self.mostChoices)", field: "n")
        }
        var conversation: [ChatRequest.Message] = []
        for (index, message) in messages.enumerated() {
            conversation.append(try Self.message(message, at: index, after: conversation))
        }
        self.model = model
        var request = ChatRequest(
            messages: conversation, options: ChatOptions(temperature: shape.temperature, maxTokens: limit))
        request.tools = try Self.tools(shape.tools ?? [])
        self.request = request
    }

    private static func tools(_ tools: [Shape.Tool]) throws(Fault) -> [ToolDefinition] {
        var definitions: [ToolDefinition] = []
        for (index, tool) in tools.enumerated() {
            guard let function = tool.function, let name = function.name, !name.isEmpty else {
                throw Fault(message: "a tool needs a function with a name", field: "tools[\(index)].function.name")
            }
            definitions.append(
                ToolDefinition(
                    name: name, description: function.description ?? "",
                    parameters: function.parameters ?? .object(["type": .string("object")])))
        }
        return definitions
    }

    private static func message(
        _ message: Shape.Message, at index: Int, after earlier: [ChatRequest.Message]
    ) throws(Fault) -> ChatRequest.Message {
        // Newer clients call the system's part the developer's.
        let name = message.role == "developer" ? "system" : message.role ?? ""
        guard let role = ChatRequest.Role(rawValue: name) else {
            throw Fault(
                message: "unknown role; use system, user, assistant or tool", field: "messages[\(index)].role")
        }
        let calls = (message.toolCalls ?? []).map(ToolCall.init(reading:))
        if role == .assistant, !calls.isEmpty { return .init(calling: calls, message.content?.text ?? "") }
        guard let content = message.content else {
            throw Fault(message: "a message needs a content", field: "messages[\(index)].content")
        }
        guard role == .tool else { return ChatRequest.Message(role, content.text) }
        let asked = earlier.last { $0.role == .assistant }?.toolCalls ?? []
        guard let call = asked.first(where: { $0.id == message.toolCallID }) else {
            throw Fault(
                message: "a message of the role 'tool' must follow one with 'tool_calls' and name one of them",
                field: "messages[\(index)].tool_call_id")
        }
        return ChatRequest.Message(TracedCall(call, ToolResult(content.text)))
    }

    private static func shape(of body: Data) throws(Fault) -> Shape {
        do {
            return try JSONDecoder().decode(Shape.self, from: body)
        } catch let DecodingError.typeMismatch(_, context) {
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            throw Fault(message: "a field has the wrong type", field: path)
        } catch {
            throw Fault(message: "the body is not valid JSON", field: nil)
        }
    }
}
