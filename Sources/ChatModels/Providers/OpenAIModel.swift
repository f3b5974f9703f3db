import HTTPTransport

/// A model behind OpenAI's chat completions interface, or behind any server that speaks it.
package struct OpenAIModel: BatchingModel {
    /// `provider/model`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: LearningEndpoint
    private let body: OpenAIBody
    /// Takes many requests at once; nil for a provider that has no such interface.
    let batchInterface: (any BatchInterface)?

    /// Where an OpenAI-compatible provider is and which variable has its key.
    struct Preset: Sendable {
        let baseURL: String
        let keyVariable: String
        var seedField = "seed"
        /// Whether it can be told to ask only such upstreams as take all parameters.
        var requiresParameters = false
        /// Whether messages have to be as Mistral takes them.
        var isMistral = false
        /// The batch interface; nil for none.
        var batches: BatchDialect? = nil

        static let openAI = Preset(
            baseURL: "https://api.openai.com/v1", keyVariable: "OPENAI_API_KEY", batches: .openAI)
        static let mistral = Preset(
            baseURL: "https://api.mistral.ai/v1", keyVariable: "MISTRAL_API_KEY", seedField: "random_seed",
            isMistral: true, batches: .mistral)
        static let groq = Preset(baseURL: "https://api.groq.com/openai/v1", keyVariable: "GROQ_API_KEY")
        static let together = Preset(baseURL: "https://api.together.xyz/v1", keyVariable: "TOGETHER_API_KEY")
        static let openRouter = Preset(
            baseURL: "https://openrouter.ai/api/v1", keyVariable: "OPENROUTER_API_KEY", requiresParameters: true)
    }

    /// The model at the preset's address, or at the base URL that the user gave.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, preset: Preset, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find([preset.keyVariable], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        self.init(
            reference, url: Self.url(base: reference.baseURL ?? preset.baseURL), headers: headers,
            secrets: [key].compactMap { $0 }, context: context, preset: preset)
    }

    /// The model at a complete address.
    init(
        _ reference: ModelReference, url: String, headers: HTTPHeaders, secrets: [String], context: ModelContext,
        preset: Preset = .openAI
    ) {
        name = reference.name
        // A first guess, and the other name when it is rejected: OpenAI's reasoning models know only the newer one, other
        // servers often only the older.
        let isOwn = url.hasPrefix(Preset.openAI.baseURL + "/")
        body = OpenAIBody(
            model: reference.model,
            tokenFields: isOwn ? ["max_completion_tokens", "max_tokens"] : ["max_tokens", "max_completion_tokens"],
            seedField: preset.seedField, requiresParameters: preset.requiresParameters,
            isMistral: preset.isMistral)
        endpoint = LearningEndpoint(
            ProviderEndpoint(model: reference.name, url: url, headers: headers, secrets: secrets, context: context),
            forms: SchemaForm.openAI, hasOtherTokenName: true, mayStream: true, context: context)
        var plain = headers
        plain["Content-Type"] = nil
        batchInterface = preset.batches?.interface(
            BatchEndpoint(
                model: reference.name, base: Self.base(url: url), headers: plain, secrets: secrets, context: context),
            endpoint, body)
    }

    /// The address below which an interface has its files and batches: that of chat completions without its last words.
    private static func base(url: String) -> String {
        let end = "/chat/completions"
        return url.hasSuffix(end) ? String(url.dropLast(end.count)) : url
    }

    /// The address of chat completions below a base URL, which may name it already or be no more than a host.
    static func url(base: String) -> String {
        if base.hasSuffix("/chat/completions") { return base }
        let path = base.firstRange(of: "://").map { base[$0.upperBound...].contains("/") } ?? false
        return base + (path ? "/chat/completions" : "/v1/chat/completions")
    }

    /// Asks for the reply to a conversation by one POST, or by a few until it is known which fields the server accepts.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.reply(to: request, body: body.json) { answer in
            try OpenAIAnswer(answer).reply(schema: request.schema != nil)
        }
    }
}
