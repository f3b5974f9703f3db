import FoundationEssentials
import Foundations
import Images
import Records
import SafetyGrid

/// A model that takes the replies to identical calls from a cache.
///
/// Two calls are identical when model, address, conversation, options and sample are: all that can change the reply,
/// and nothing else. Errors are never kept.
///
/// ```swift
/// let judge = CachedModel(model, address: server, cache: cache, keeps: true)
/// ```
package struct CachedModel: ChatModel {
    private let base: any ChatModel
    private let address: String?
    private let cache: any ReplyCache
    private let keeps: Bool

    /// `base` behind `cache`.
    ///
    /// - Parameters:
    ///   - base: the model to ask when the cache has no reply
    ///   - address: what ``address(of:baseURL:applications:environment:)`` says; two servers may serve models of one name
    ///   - cache: the replies
    ///   - keeps: whether new replies are kept
    package init(_ base: any ChatModel, address: String?, cache: any ReplyCache, keeps: Bool) {
        self.base = base
        self.address = address
        self.cache = cache
        self.keeps = keeps
    }

    package var name: String { base.name }
    package var isSimulated: Bool { base.isSimulated }

    package func reply(to request: ChatRequest) async throws -> ChatReply {
        // An agent from outside has to come and call the session's tools: its words alone are not what it did.
        guard request.session == nil else { return try await base.reply(to: request) }
        let key = try Self.key(of: request, model: name, address: address)
        if var reply = try await cache.reply(for: key) {
            reply.isCached = true
            reply.retries = []
            return reply
        }
        let reply = try await base.reply(to: request)
        // Images that a model made are kept with their runs.
        if keeps, reply.images.isEmpty { try await cache.keep(reply, of: name, for: key) }
        return reply
    }

    /// SHA-256 of a call as JSON with sorted keys.
    ///
    /// - Parameters:
    ///   - request: what is asked
    ///   - model: `provider/model`
    ///   - address: what tells the server from others; nil for the provider's own
    /// - Throws: ``ChatError/configuration(model:problem:)``
    package static func key(of request: ChatRequest, model: String, address: String?) throws -> String {
        let exchanges = request.messages.enumerated().compactMap { place, message in
            message.toolCalls.isEmpty && message.answered == nil
                ? nil
                : Exchange(
                    place: place, calls: message.toolCalls, answered: message.answered, isError: message.isError)
        }
        let images = request.messages.flatMap { $0.images.map(\.digest) }
        let call = Call(
            model: model, address: address,
            messages: request.messages.map { [$0.role.rawValue, $0.content] }, options: request.options,
            sample: request.sample, schema: request.schema, tools: request.tools.isEmpty ? nil : request.tools,
            exchanges: exchanges.isEmpty ? nil : exchanges, images: images.isEmpty ? nil : images)
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            return SHA256.hex(of: Array(try encoder.encode(call)))
        } catch {
            throw ChatError.configuration(model: model, problem: "the request can't be written as JSON: \(error)")
        }
    }

    private struct Call: Encodable {
        let model: String
        let address: String?
        let messages: [[String]]
        let options: ChatOptions
        let sample: Int
        let schema: OutputSchema?
        // Nil where there are none, so that the key of a call without tools is what it always was.
        let tools: [ToolDefinition]?
        let exchanges: [Exchange]?
        let images: [String]?
    }

    /// The calls of a message, or the call that it answers.
    private struct Exchange: Encodable {
        let place: Int
        let calls: [ToolCall]
        let answered: ToolCall?
        let isError: Bool
    }
}
