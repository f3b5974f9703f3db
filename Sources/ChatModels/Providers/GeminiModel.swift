import FoundationEssentials
import Foundations
import HTTPTransport
import Images
import Records

/// A model behind Google's `generateContent` interface.
package struct GeminiModel: BatchingModel {
    /// `gemini/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: LearningEndpoint
    /// Takes many requests at once.
    let batchInterface: (any BatchInterface)?

    /// The model at Google's address, or at the base URL that the user gave.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find(["GEMINI_API_KEY", "GOOGLE_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        // In a header, not in the query as older examples have it: addresses end up in logs.
        if let key { headers.append("x-goog-api-key", key) }
        let base = reference.baseURL ?? "https://generativelanguage.googleapis.com"
        let version = base.hasSuffix("/v1") ? "v1" : "v1beta"
        let host = base.hasSuffix("/\(version)") ? String(base.dropLast(version.count + 1)) : base
        let versioned = "\(host)/\(version)"
        name = reference.name
        // As Google's own lists write it.
        let model = reference.model.hasPrefix("models/") ? String(reference.model.dropFirst(7)) : reference.model
        endpoint = LearningEndpoint(
            ProviderEndpoint(
                model: reference.name,
                url: "\(versioned)/models/\(PathEscape.component(model)):generateContent",
                headers: headers, secrets: [key].compactMap { $0 }, context: context),
            forms: SchemaForm.gemini, context: context)
        batchInterface = GeminiBatches(
            endpoint: BatchEndpoint(
                model: reference.name, base: versioned, headers: headers, secrets: [key].compactMap { $0 },
                context: context),
            host: host, version: version, learning: endpoint, name: model,
            body: { Self.body($0, reference.name) })
    }

    /// Asks for the reply to a conversation by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try await endpoint.reply(to: request, body: { Self.body($0, name) }) { answer in
            try GeminiAnswer(answer).reply()
        }
    }

    private static func body(_ call: LearningEndpoint.Call, _ name: String) -> JSONValue {
        let options = call.request.options
        let messages = call.request.messages
        var fields: [String: JSONValue] = [
            "contents": .array(GeminiMessages.json(messages))
        ]
        let system = messages.filter { $0.role == .system }.map { GeminiMessages.text($0.content) }
        if !system.isEmpty { fields["systemInstruction"] = .object(["parts": .array(system)]) }
        let tools = call.request.tools.map(GeminiMessages.declaration)
        if !tools.isEmpty {
            fields["tools"] = .array([.object(["functionDeclarations": .array(tools)])])
        }
        var settings: [String: JSONValue] = [:]
        settings["temperature"] = options.temperature.map(JSONValue.number)
        settings["maxOutputTokens"] = options.maxTokens.map(JSONValue.int)
        settings["seed"] = options.seed.map(JSONValue.int)
        if !options.stop.isEmpty { settings["stopSequences"] = .array(options.stop.map(JSONValue.string)) }
        if let schema = call.request.schema, let form = call.form, form != .prompt {
            settings["responseMimeType"] = .string("application/json")
            if form == .responseJSONSchema { settings["responseJsonSchema"] = schema.strict }
            if form == .responseSchema { settings["responseSchema"] = schema.nullable }
        }
        // Models that draw say so in their names, and some draw only when they are asked for images.
        if name.contains("-image") { settings["responseModalities"] = .array([.string("TEXT"), .string("IMAGE")]) }
        return .object(fields.merging(settings, under: "generationConfig", with: options.extra))
    }
}

/// A reply of `generateContent`, or a stream of them.
struct GeminiAnswer {
    private let answer: ProviderAnswer
    private let chunks: [JSONValue]
    private let isStream: Bool

    init(_ answer: ProviderAnswer) throws(ChatError) {
        self.answer = answer
        let stream = try answer.stream()
        isStream = stream != nil
        if let stream {
            chunks = stream.chunks
        } else {
            let json = try answer.json()
            chunks = json.items.isEmpty ? [json] : json.items
        }
    }

    func reply() throws(ChatError) -> ChatReply {
        let model = last("modelVersion")?.stringValue
        let candidates = chunks.compactMap { $0["candidates"]?.items.first }
        guard !candidates.isEmpty else {
            let feedback = last("promptFeedback") ?? .null
            guard let reason = feedback["blockReason"]?.stringValue ?? (Self.isRated(feedback) ? "SAFETY" : nil) else {
                throw answer.unreadable("it has neither 'candidates' nor a 'blockReason'")
            }
            return ChatReply(text: "", blocked: "prompt: \(reason)", model: model, usage: usage)
        }
        let parts = candidates.flatMap { $0["content"]?["parts"]?.items ?? [] }
        func text(thought: Bool) -> String {
            parts.filter { ($0["thought"] == .bool(true)) == thought }.compactMap { $0["text"]?.stringValue }.joined()
        }
        let reason = candidates.last { $0["finishReason"]?.isGiven == true }?["finishReason"]?.stringValue ?? ""
        let thoughts = text(thought: true)
        // A call that the provider could not read is told in words.
        let failed = reason == "MALFORMED_FUNCTION_CALL" ? candidates.last?["finishMessage"]?.stringValue : nil
        var reply = ChatReply(
            text: text(thought: false) + (failed ?? ""), reasoning: thoughts.isEmpty ? nil : thoughts,
            blocked: FaultWords.isFilter(ending: reason) ? reason : nil,
            truncated: FaultWords.isCut(ending: reason) || isStream && reason.isEmpty, model: model, usage: usage)
        reply.toolCalls = parts.compactMap(GeminiMessages.call)
        reply.images = try images(in: parts)
        if reply.blocked == nil, reply.isSilent, candidates.contains(where: Self.isRated) { reply.blocked = "SAFETY" }
        return reply
    }

    /// Whether a candidate, or what is said of the prompt, was rated so that it was held back.
    private static func isRated(_ json: JSONValue) -> Bool {
        (json["safetyRatings"]?.items ?? []).contains { $0["blocked"] == .bool(true) }
    }

    /// The images of the parts, without those of its thoughts.
    private func images(in parts: [JSONValue]) throws(ChatError) -> [ImageFile] {
        var files: [[UInt8]] = []
        for part in parts where part["thought"] != .bool(true) {
            guard let inline = Self.blob(of: part) else { continue }
            guard let bytes = inline["data"]?.stringValue.flatMap(ReceivedImages.decoded) else {
                throw answer.unreadable("an image that is not in base 64")
            }
            files.append(bytes)
        }
        do {
            return try ImageFile.all(files)
        } catch {
            throw answer.unreadable(error.description)
        }
    }

    /// What a part holds beside text, or the place where it is kept, which is not read.
    private static func blob(of part: JSONValue) -> JSONValue? {
        ["inlineData", "inline_data", "fileData", "file_data"].lazy.compactMap { part[$0] }.first(where: \.isGiven)
    }

    private var usage: TokenUsage? {
        guard let usage = last("usageMetadata"), let input = usage["promptTokenCount"]?.count else { return nil }
        return TokenUsage(
            input: input,
            output: (usage["candidatesTokenCount"]?.count ?? 0) + (usage["thoughtsTokenCount"]?.count ?? 0))
    }

    private func last(_ key: String) -> JSONValue? {
        chunks.last { $0[key]?.isGiven == true }?[key]
    }
}
