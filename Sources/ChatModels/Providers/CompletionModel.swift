import Foundations
import HTTPTransport
import Records

/// A model behind the older completions interface of an OpenAI-compatible server, which puts no template around the text:
/// `completion/<model>` with a base URL. For guard models whose prompt is made here.
package struct CompletionModel: ChatModel {
    /// `completion/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: LearningEndpoint
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
        endpoint = LearningEndpoint(
            ProviderEndpoint(
                model: reference.name, url: base.hasSuffix("/completions") ? base : base + "/completions",
                headers: headers, secrets: [key].compactMap { $0 }, context: context),
            forms: [.prompt], hasOtherTokenName: true, context: context)
    }

    /// Goes on from the messages as they are, one after the other.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try request.refuseImages(of: name)
        return try await endpoint.reply(to: request, body: body) { answer in
            try OpenAIAnswer(answer).reply(schema: request.schema != nil)
        }
    }

    private func body(_ call: LearningEndpoint.Call) -> JSONValue {
        let options = call.request.options
        var fields: [String: JSONValue] = [
            "model": .string(model),
            "prompt": .string(call.request.messages.map(\.content).joined(separator: "\n")),
        ]
        fields["temperature"] = options.temperature.map(JSONValue.number)
        fields[call.usesOtherTokenName ? "max_completion_tokens" : "max_tokens"] = options.maxTokens.map(JSONValue.int)
        fields["seed"] = options.seed.map(JSONValue.int)
        if !options.stop.isEmpty { fields["stop"] = .array(options.stop.map(JSONValue.string)) }
        fields.merge(options.extra) { _, own in own }
        return .object(fields)
    }
}
