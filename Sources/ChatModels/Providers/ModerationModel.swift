import FoundationEssentials
import Foundations
import HTTPTransport
import Records

/// OpenAI's moderation endpoint as a model: `moderation/omni-moderation-latest`. It labels the last message, and its
/// reply is a ``ModerationResult`` as JSON.
package struct ModerationModel: ChatModel {
    /// `moderation/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let model: String

    /// The endpoint below the base URL, or OpenAI's own.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find(["OPENAI_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        name = reference.name
        model = reference.model
        let base = reference.baseURL ?? OpenAIModel.Preset.openAI.baseURL
        endpoint = ProviderEndpoint(
            model: reference.name, url: base.hasSuffix("/moderations") ? base : base + "/moderations", headers: headers,
            secrets: [key].compactMap { $0 }, context: context)
    }

    /// Labels the last message by one POST.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        try request.refuseImages(of: name)
        let body = JSONValue.object([
            "model": .string(model), "input": .string(request.messages.last?.content ?? ""),
        ])
        return try await endpoint.send(body, of: request).reply { answer in
            let shape = try answer.decode(Answer.self)
            guard let result = shape.results.first else { throw answer.unreadable("it has no 'results'") }
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            return ChatReply(text: String(decoding: try encoder.encode(result), as: UTF8.self), model: shape.model)
        }
    }

    private struct Answer: Decodable {
        let model: String?
        let results: [ModerationResult]
    }
}

/// A moderation endpoint's flags and scores for a text.
package struct ModerationResult: Sendable, Codable, Equatable {
    /// Whether any category is violated.
    package let flagged: Bool
    /// Category to whether it is violated; a category the model does not know for the text is left out.
    package let categories: [String: Bool]
    /// Category to its score, 0 ... 1.
    package let scores: [String: Double]

    private enum CodingKeys: String, CodingKey {
        case flagged, categories
        case scores = "category_scores"
    }

    /// Reads a result; categories without a value are left out, as are scores of a server that gives none. Without a flag, as
    /// Mistral gives none, any category that is violated stands for it.
    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: CodingKeys.self)
        let flag = try fields.decodeIfPresent(Bool.self, forKey: .flagged)
        categories = (try fields.decodeIfPresent([String: Bool?].self, forKey: .categories) ?? [:]).compactMapValues {
            $0
        }
        scores = (try fields.decodeIfPresent([String: Double?].self, forKey: .scores) ?? [:]).compactMapValues { $0 }
        guard flag != nil || !categories.isEmpty else {
            throw DecodingError.keyNotFound(
                CodingKeys.flagged, .init(codingPath: fields.codingPath, debugDescription: "no flag, no category"))
        }
        flagged = flag ?? categories.values.contains(true)
    }
}
