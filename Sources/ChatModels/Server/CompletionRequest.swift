import FoundationEssentials

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

        private enum CodingKeys: String, CodingKey {
            case model, messages, temperature, stream
            case maxTokens = "max_tokens"
            case maxCompletionTokens = "max_completion_tokens"
        }
    }

    /// The model asked for.
    let model: String
    /// The conversation and its options.
    let request: ChatRequest

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
        var conversation: [ChatRequest.Message] = []
        for (index, message) in messages.enumerated() {
            conversation.append(try Self.message(message, at: index))
        }
        self.model = model
        request = ChatRequest(
            messages: conversation, options: ChatOptions(temperature: shape.temperature, maxTokens: limit))
    }

    private static func message(_ message: Shape.Message, at index: Int) throws(Fault) -> ChatRequest.Message {
        // Newer clients call the system's part the developer's.
        let name = message.role == "developer" ? "system" : message.role ?? ""
        guard let role = ChatRequest.Role(rawValue: name) else {
            throw Fault(message: "unknown role; use system, user or assistant", field: "messages[\(index)].role")
        }
        guard let content = message.content else {
            throw Fault(message: "a message needs a content", field: "messages[\(index)].content")
        }
        return ChatRequest.Message(role, content.text)
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
