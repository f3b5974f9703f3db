import Foundations
import Records

/// A chat completion, as a server writes it.
struct CompletionAnswer: Encodable {
    struct Choice: Encodable {
        let index: Int
        let message: Message
        let finishReason: String

        private enum CodingKeys: String, CodingKey {
            case index, message
            case finishReason = "finish_reason"
        }

        init(index: Int, _ reply: ChatReply) {
            self.index = index
            let calls = reply.toolCalls.isEmpty ? nil : reply.toolCalls.map(\.json)
            let ending = reply.truncated ? "length" : calls == nil ? "stop" : "tool_calls"
            message = Message(
                role: "assistant", content: reply.text.isEmpty && calls != nil ? nil : reply.text, toolCalls: calls)
            finishReason = reply.blocked == nil ? ending : "content_filter"
        }
    }

    struct Message: Encodable {
        let role: String
        let content: String?
        let toolCalls: [JSONValue]?

        private enum CodingKeys: String, CodingKey {
            case role, content
            case toolCalls = "tool_calls"
        }

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: CodingKeys.self)
            try fields.encode(role, forKey: .role)
            // Clients expect the field to be there, as null beside calls.
            try fields.encode(content, forKey: .content)
            try fields.encodeIfPresent(toolCalls, forKey: .toolCalls)
        }
    }

    struct Usage: Encodable {
        let promptTokens: Int
        let completionTokens: Int
        let totalTokens: Int

        private enum CodingKeys: String, CodingKey {
            case promptTokens = "prompt_tokens"
            case completionTokens = "completion_tokens"
            case totalTokens = "total_tokens"
        }
    }

    let id: String
    let object = "chat.completion"
    let created: Int
    let model: String
    let choices: [Choice]
    let usage: Usage

    /// The completion for replies to one request; `id` names it and `created` is in seconds since 1970.
    init(_ replies: [ChatReply], id: String, model: String, created: Int) {
        self.id = id
        self.created = created
        self.model = replies.first?.model ?? model
        choices = replies.enumerated().map { Choice(index: $0.offset, $0.element) }
        let prompt = replies.first?.usage?.input ?? 0
        let written = replies.reduce(0) { $0 + ($1.usage?.output ?? 0) }
        usage = Usage(promptTokens: prompt, completionTokens: written, totalTokens: prompt + written)
    }

    private enum CodingKeys: String, CodingKey {
        case id, object, created, model, choices, usage
    }
}

/// The list of models, as a server writes it.
struct ModelList: Encodable {
    struct Entry: Encodable {
        let id: String
        let object = "model"
        let created = 0
        let ownedBy = "sextant"

        private enum CodingKeys: String, CodingKey {
            case id, object, created
            case ownedBy = "owned_by"
        }
    }

    let object = "list"
    let data: [Entry]

    private enum CodingKeys: String, CodingKey {
        case object, data
    }
}

/// An error in OpenAI's shape.
struct ServerFault: Encodable {
    struct Detail: Encodable {
        let message: String
        let type: String
        let param: String?
        let code: String?

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: FieldName.self)
            try fields.encode(message, forKey: "message")
            try fields.encode(type, forKey: "type")
            // Clients expect the fields to be there, as null.
            try fields.encode(param, forKey: "param")
            try fields.encode(code, forKey: "code")
        }
    }

    let error: Detail

    /// An error; `param` names the field that is at fault.
    init(_ message: String, type: String = "invalid_request_error", param: String? = nil, code: String? = nil) {
        error = Detail(message: message, type: type, param: param, code: code)
    }
}
