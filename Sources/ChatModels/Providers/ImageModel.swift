import FoundationEssentials
import Foundations
import HTTPTransport
import Images
import Records

/// An image generator behind OpenAI's images interface, or behind any server that speaks it: `images/<model>`.
///
/// It draws what the last message says. `size`, `quality` and what else a server takes are options of the target.
package struct ImageModel: ChatModel {
    /// `images/<model>`
    package let name: String
    /// Always false.
    package let isSimulated = false
    private let endpoint: ProviderEndpoint
    private let model: String
    private let reader: ReceivedImages

    /// Most bytes of a reply: ten images of the largest size in base 64.
    private static let mostBytes = 300 << 20

    /// The generator at OpenAI's address, or at the base URL that the user gave.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` when there is no key.
    init(_ reference: ModelReference, context: ModelContext) throws(ChatError) {
        let key = try ProviderKey.find(["OPENAI_API_KEY"], for: reference, in: context)
        var headers: HTTPHeaders = ["Content-Type": "application/json"]
        if let key { headers.append("Authorization", "Bearer \(key)") }
        name = reference.name
        model = reference.model
        let base = reference.baseURL ?? OpenAIModel.Preset.openAI.baseURL
        var transfer = context.transfer
        transfer.maxResponseBytes = max(transfer.maxResponseBytes, Self.mostBytes)
        endpoint = ProviderEndpoint(
            model: reference.name, url: Self.url(base: base), headers: headers, secrets: [key].compactMap { $0 },
            context: context, transfer: transfer)
        reader = ReceivedImages(model: reference.name, address: base, context: context)
    }

    /// The address of the generations below a base URL, which may name it already or be no more than a host.
    static func url(base: String) -> String {
        if base.hasSuffix("/images/generations") { return base }
        let path = base.firstRange(of: "://").map { base[$0.upperBound...].contains("/") } ?? false
        return base + (path ? "/images/generations" : "/v1/images/generations")
    }

    /// Asks for an image by one POST. Where the server sends none, and no error, its filter has kept it back.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> ChatReply {
        guard !request.messages.contains(where: { $0.role == .assistant }), request.tools.isEmpty else {
            throw ChatError.configuration(
                model: name, problem: "an image generator takes single prompts, no conversations and no tools")
        }
        try request.refuseImages(of: name)
        let prompt = request.messages.map(\.content).joined(separator: "\n\n")
        var fields: [String: JSONValue] = ["model": .string(model), "prompt": .string(prompt)]
        fields.merge(request.options.extra) { _, own in own }
        switch try await endpoint.send(JSONValue.object(fields), of: request) {
        case .answer(let answer): return try await reply(answer)
        case let other: return try other.reply { _ in ChatReply(text: "") }
        }
    }

    private func reply(_ answer: ProviderAnswer) async throws -> ChatReply {
        let body = try answer.json()
        let items: [JSONValue]
        switch body["data"] {
        case .array(let all)?: items = all
        case .object(let one)?: items = [.object(one)]
        case .null?: items = []
        case nil: throw answer.unreadable("it has no 'data'")
        default: throw answer.unreadable("its 'data' is no list of images")
        }
        let sources = items.compactMap(ReceivedImages.source)
        let withheld = items.filter { ReceivedImages.source($0) == nil }.map(ImageFilterMarks.categories)
        guard !withheld.contains([]) else { throw answer.unreadable("an image has neither 'b64_json' nor 'url'") }
        let reason =
            withheld.isEmpty
            ? "the server sent no image" : "content filter: \(Set(withheld.joined()).sorted().joined(separator: ", "))"
        var reply = ChatReply(
            text: "", reasoning: items.first?["revised_prompt"]?.stringValue, blocked: sources.isEmpty ? reason : nil,
            model: body["model"]?.stringValue ?? model, usage: Self.usage(body["usage"]), retries: answer.retries)
        reply.images = try await reader.images(sources)
        if let usage = reply.usage { endpoint.report(usage, for: answer.request) }
        return reply
    }

    private static func usage(_ usage: JSONValue?) -> TokenUsage? {
        guard let input = usage?["input_tokens"]?.count, let output = usage?["output_tokens"]?.count else { return nil }
        return TokenUsage(input: input, output: output)
    }
}
