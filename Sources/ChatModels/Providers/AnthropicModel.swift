import HTTPTransport
import Records

/// A model behind Anthropic's messages interface.
package struct AnthropicModel: ChatModel {
    /// `anthropic/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let model: String

    /// The interface wants a limit; this one is used when the options have none.
    static let defaultMaxTokens = 1024
    private static let interfaceVersion = "2023-06-01"

    /// The model at Anthropic's address, or at the base URL that the user gave.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find(["ANTHROPIC_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = [
            "Content-Type": "application/json", "anthropic-version": Self.interfaceVersion,
        ]
        if let key { headers.append("x-api-key", key) }
        name = reference.name
        model = reference.model
        endpoint = ProviderEndpoint(
            model: reference.name, url: Self.url(base: reference.baseURL ?? "https://api.anthropic.com"),
            headers: headers, secrets: [key].compactMap { $0 }, context: context)
    }

    private static func url(base: String) -> String {
        if base.hasSuffix("/messages") { return base }
        return base + (base.hasSuffix("/v1") ? "/messages" : "/v1/messages")
    }

    /// Answers a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.send(Body(model: model, request: request), of: request).reply { answer in
            let message = try answer.decode(Answer.self)
            let reason = message.stopReason
            let text = message.content.filter { $0.type == "text" }.compactMap(\.text).joined()
            return ChatReply(
                text: text, blocked: reason == "refusal" ? "refusal" : nil,
                truncated: reason == "max_tokens" || reason == "model_context_window_exceeded", model: message.model,
                usage: message.usage.flatMap { usage in
                    guard let input = usage.inputTokens, let output = usage.outputTokens else { return nil }
                    return TokenUsage(input: input, output: output)
                })
        }
    }

    private struct Body: Encodable {
        let model: String
        let request: ChatRequest

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: FieldName.self)
            let options = request.options
            try fields.encode(model, forKey: "model")
            try fields.encode(options.maxTokens ?? AnthropicModel.defaultMaxTokens, forKey: "max_tokens")
            // Instructions stand beside the conversation, not in it.
            let system = request.messages.filter { $0.role == .system }.map(\.content)
            if !system.isEmpty { try fields.encode(system.joined(separator: "\n\n"), forKey: "system") }
            let turns = request.messages.filter { $0.role != .system }
            try fields.encode(turns.map(PlainMessage.init), forKey: "messages")
            try fields.encodeIfPresent(options.temperature, forKey: "temperature")
            if !options.stop.isEmpty { try fields.encode(options.stop, forKey: "stop_sequences") }
            for (name, value) in options.extra { try fields.encode(value, forKey: FieldName(name)) }
        }
    }

    private struct Answer: Decodable {
        struct Block: Decodable {
            let type: String
            let text: String?
        }

        struct Usage: Decodable {
            let inputTokens: Int?
            let outputTokens: Int?

            private enum CodingKeys: String, CodingKey {
                case inputTokens = "input_tokens"
                case outputTokens = "output_tokens"
            }
        }

        let content: [Block]
        let model: String?
        let stopReason: String?
        let usage: Usage?

        private enum CodingKeys: String, CodingKey {
            case content, model, usage
            case stopReason = "stop_reason"
        }
    }
}
