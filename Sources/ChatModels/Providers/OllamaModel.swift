import HTTPTransport
import Records

/// A local model behind Ollama's own chat interface.
package struct OllamaModel: ChatModel {
    /// `ollama/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let list: ProviderEndpoint
    private let model: String

    /// The model at the base URL, at `OLLAMA_HOST`, or at Ollama's usual port on this machine.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when the address can't be used.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let base = try Self.base(reference, context)
        name = reference.name
        model = reference.model
        endpoint = ProviderEndpoint(
            model: reference.name, url: base + "/api/chat", headers: ["Content-Type": "application/json"],
            secrets: [], context: context)
        list = ProviderEndpoint(
            model: reference.name, url: base + "/api/tags", headers: [:], secrets: [], context: context, method: "GET")
    }

    private static func base(_ reference: ModelReference, _ context: ModelContext) throws(ChatError) -> String {
        if let base = reference.baseURL {
            // The address of the server's other interface is a frequent mix-up.
            for suffix in ["/api", "/v1"] where base.hasSuffix(suffix) { return String(base.dropLast(suffix.count)) }
            return base
        }
        let host = context.environment["OLLAMA_HOST"]?.trimmedBlanks ?? ""
        guard !host.isEmpty else { return "http://127.0.0.1:11434" }
        // Ollama's own tools take the variable without scheme, and then without port, too.
        let hasPort = host.contains(":") && !host.hasSuffix("]")
        let address = host.contains("://") ? host : "http://\(host)" + (hasPort ? "" : ":11434")
        return try ModelReference.checked(address, model: reference.name)
    }

    /// Answers a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`; for a model that is not there with the list of those that are.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let result: ProviderResult
        do {
            result = try await endpoint.send(Body(model: model, request: request), of: request)
        } catch ChatError.rejected(let name, 404, let message) {
            let local = (try? await localModels()) ?? []
            let hint = local.isEmpty ? "no local models" : "local models: \(local.joined(separator: ", "))"
            throw ChatError.rejected(model: name, status: 404, message: "\(message); \(hint)")
        }
        return try result.reply { answer in
            let chat = try answer.decode(Answer.self)
            return ChatReply(
                text: chat.message.content, truncated: chat.doneReason == "length", model: chat.model,
                usage: chat.promptCount.flatMap { input in
                    chat.answerCount.map { TokenUsage(input: input, output: $0) }
                })
        }
    }

    /// Names of the models that are on this machine, in Ollama's order.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func localModels() async throws -> [String] {
        guard case .answer(let answer) = try await list.send(bytes: [], label: "models", tokens: 0) else { return [] }
        return try answer.decode(Tags.self).models.map(\.name)
    }

    private struct Tags: Decodable {
        struct Model: Decodable {
            let name: String
        }

        let models: [Model]
    }

    private struct Body: Encodable {
        let model: String
        let request: ChatRequest

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: FieldName.self)
            let options = request.options
            try fields.encode(model, forKey: "model")
            try fields.encode(request.messages.map(PlainMessage.init), forKey: "messages")
            try fields.encode(false, forKey: "stream")
            var settings: [String: JSONValue] = [:]
            settings["temperature"] = options.temperature.map(JSONValue.number)
            settings["num_predict"] = options.maxTokens.map(JSONValue.int)
            settings["seed"] = options.seed.map(JSONValue.int)
            if !options.stop.isEmpty { settings["stop"] = .array(options.stop.map(JSONValue.string)) }
            try fields.encode(settings, under: "options", with: options.extra)
        }
    }

    private struct Answer: Decodable {
        struct Message: Decodable {
            let content: String
        }

        let model: String?
        let message: Message
        let doneReason: String?
        let promptCount: Int?
        let answerCount: Int?

        private enum CodingKeys: String, CodingKey {
            case model, message
            case doneReason = "done_reason"
            case promptCount = "prompt_eval_count"
            case answerCount = "eval_count"
        }
    }
}
