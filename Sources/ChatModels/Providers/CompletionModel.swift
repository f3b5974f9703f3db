import HTTPTransport
import Records

/// A model behind the older completions interface of an OpenAI-compatible server, which puts no template around the text:
/// `completion/<model>` with a base URL. For guard models whose prompt is made here.
package struct CompletionModel: ChatModel {
    /// `completion/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let model: String

    /// The model at the base URL.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` without a base URL.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        guard let base = reference.baseURL else {
            throw ChatError.configuration(
                model: reference.name,
                problem: "it needs the base URL of a server, for example http://127.0.0.1:8000/v1")
        }
        let key = try ProviderKey.find(["OPENAI_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        name = reference.name
        model = reference.model
        endpoint = ProviderEndpoint(
            model: reference.name, url: base.hasSuffix("/completions") ? base : base + "/completions", headers: headers,
            secrets: [key].compactMap { $0 }, context: context)
    }

    /// Goes on from the messages as they are, one after the other.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.send(Body(model: model, request: request), of: request).reply { answer in
            try answer.decode(OpenAIAnswer.self).reply(from: answer)
        }
    }

    private struct Body: Encodable {
        let model: String
        let request: ChatRequest

        func encode(to encoder: any Encoder) throws {
            var fields = encoder.container(keyedBy: FieldName.self)
            let options = request.options
            try fields.encode(model, forKey: "model")
            try fields.encode(request.messages.map(\.content).joined(separator: "\n"), forKey: "prompt")
            try fields.encodeIfPresent(options.temperature, forKey: "temperature")
            try fields.encodeIfPresent(options.maxTokens, forKey: "max_tokens")
            try fields.encodeIfPresent(options.seed, forKey: "seed")
            if !options.stop.isEmpty { try fields.encode(options.stop, forKey: "stop") }
            for (key, value) in options.extra { try fields.encode(value, forKey: FieldName(stringLiteral: key)) }
        }
    }
}
