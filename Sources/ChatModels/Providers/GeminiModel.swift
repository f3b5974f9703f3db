import HTTPTransport
import Records

/// A model behind Google's `generateContent` interface.
package struct GeminiModel: ChatModel {
    /// `gemini/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint

    /// The model at Google's address, or at the base URL that the user gave.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find(["GEMINI_API_KEY", "GOOGLE_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        // In a header, not in the query as older examples have it: addresses end up in logs.
        if let key { headers.append("x-goog-api-key", key) }
        let base = reference.baseURL ?? "https://generativelanguage.googleapis.com"
        let versioned = base.hasSuffix("/v1beta") || base.hasSuffix("/v1") ? base : base + "/v1beta"
        name = reference.name
        endpoint = ProviderEndpoint(
            model: reference.name,
            url: "\(versioned)/models/\(PathEscape.component(reference.model)):generateContent", headers: headers,
            secrets: [key].compactMap { $0 }, context: context)
    }

    /// Answers a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.send(GeminiBody(request: request), of: request).reply { answer in
            try answer.decode(GeminiAnswer.self).reply(from: answer)
        }
    }
}

/// The body of a `generateContent` request.
private struct GeminiBody: Encodable {
    struct Content: Encodable {
        struct Part: Encodable {
            let text: String
        }

        let role: String?
        let parts: [Part]

        init(role: String?, _ texts: [String]) {
            self.role = role
            parts = texts.map(Part.init)
        }
    }

    let request: ChatRequest

    func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: FieldName.self)
        let options = request.options
        let system = request.messages.filter { $0.role == .system }.map(\.content)
        if !system.isEmpty { try fields.encode(Content(role: nil, system), forKey: "systemInstruction") }
        let turns = request.messages.filter { $0.role != .system }
            .map { Content(role: $0.role == .assistant ? "model" : "user", [$0.content]) }
        try fields.encode(turns, forKey: "contents")
        var settings: [String: JSONValue] = [:]
        settings["temperature"] = options.temperature.map(JSONValue.number)
        settings["maxOutputTokens"] = options.maxTokens.map(JSONValue.int)
        settings["seed"] = options.seed.map(JSONValue.int)
        if !options.stop.isEmpty { settings["stopSequences"] = .array(options.stop.map(JSONValue.string)) }
        try fields.encode(settings, under: "generationConfig", with: options.extra)
    }
}

/// The answer of `generateContent`, as far as it is of use.
private struct GeminiAnswer: Decodable {
    struct Candidate: Decodable {
        struct Content: Decodable {
            struct Part: Decodable {
                let text: String?
                let thought: Bool?
            }

            let parts: [Part]?
        }

        let content: Content?
        let finishReason: String?
    }

    struct Feedback: Decodable {
        let blockReason: String?
    }

    struct Usage: Decodable {
        let promptTokenCount: Int?
        let candidatesTokenCount: Int?
        let thoughtsTokenCount: Int?
    }

    let candidates: [Candidate]?
    let promptFeedback: Feedback?
    let usageMetadata: Usage?
    let modelVersion: String?

    private static let filterReasons: Set<String> = [
        "SAFETY", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "RECITATION", "IMAGE_SAFETY",
    ]

    func reply(from answer: ProviderAnswer) throws(ChatError) -> ChatReply {
        let usage = usageMetadata.flatMap { usage in
            usage.promptTokenCount.map {
                TokenUsage(
                    input: $0, output: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0))
            }
        }
        guard let candidate = candidates?.first else {
            guard let reason = promptFeedback?.blockReason else {
                throw answer.unreadable("it has neither 'candidates' nor a 'blockReason'")
            }
            return ChatReply(text: "", blocked: "prompt: \(reason)", model: modelVersion, usage: usage)
        }
        let parts = candidate.content?.parts ?? []
        let reason = candidate.finishReason ?? ""
        return ChatReply(
            text: parts.filter { $0.thought != true }.compactMap(\.text).joined(),
            blocked: Self.filterReasons.contains(reason) ? reason : nil, truncated: reason == "MAX_TOKENS",
            model: modelVersion, usage: usage)
    }
}
