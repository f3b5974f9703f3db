import Foundations
import HTTPTransport
import Records

/// A model behind Anthropic's messages interface.
package struct AnthropicModel: BatchingModel {
    /// `anthropic/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: LearningEndpoint
    private let model: String
    /// Takes many requests at once.
    let batchInterface: (any BatchInterface)?

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
        let model = reference.model
        self.model = model
        let url = Self.url(base: reference.baseURL ?? "https://api.anthropic.com")
        let secrets = [key].compactMap { $0 }
        endpoint = LearningEndpoint(
            ProviderEndpoint(
                model: reference.name, url: url, headers: headers, secrets: secrets, context: context),
            forms: SchemaForm.anthropic, context: context)
        batchInterface = AnthropicBatches(
            endpoint: BatchEndpoint(
                model: reference.name, base: String(url.dropLast("/messages".count)), headers: headers,
                secrets: secrets, context: context),
            learning: endpoint, body: { Self.body($0, model) })
    }

    private static func url(base: String) -> String {
        if base.hasSuffix("/messages") { return base }
        return base + (base.hasSuffix("/v1") ? "/messages" : "/v1/messages")
    }

    /// Asks for the reply to a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.reply(to: request, body: { Self.body($0, model) }) { answer in
            try AnthropicAnswer(answer).reply(schema: request.schema)
        }
    }

    private static func body(_ call: LearningEndpoint.Call, _ model: String) -> JSONValue {
        let options = call.request.options
        let messages = call.request.messages
        var fields: [String: JSONValue] = [
            "model": .string(model), "max_tokens": .int(options.maxTokens ?? defaultMaxTokens),
            "messages": .array(AnthropicMessages.json(messages)),
        ]
        // Instructions stand beside the conversation, not in it.
        let system = messages.filter { $0.role == .system }.map(\.content)
        if !system.isEmpty { fields["system"] = .string(system.joined(separator: "\n\n")) }
        let tools = AnthropicMessages.tools(of: call.request)
        if !tools.isEmpty { fields["tools"] = .array(tools) }
        fields["temperature"] = options.temperature.map(JSONValue.number)
        if !options.stop.isEmpty { fields["stop_sequences"] = .array(options.stop.map(JSONValue.string)) }
        if let schema = call.request.schema, call.form == .tool, tools.isEmpty {
            fields["tools"] = .array([
                .object([
                    "name": .string(schema.name), "description": .string("Takes the reply."),
                    "input_schema": schema.strict,
                ])
            ])
            fields["tool_choice"] = .object([
                "type": .string("tool"), "name": .string(schema.name), "disable_parallel_tool_use": .bool(true),
            ])
        }
        fields.merge(options.extra) { _, own in own }
        return .object(fields)
    }
}
