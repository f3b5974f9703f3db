import ChatModels
import FoundationEssentials
import Records
import Storage

/// Keeps replies in the store, under the content of their calls.
package struct StoreReplyCache: ReplyCache {
    private let store: any Store

    package init(store: any Store) {
        self.store = store
    }

    package func reply(for key: String) async throws -> ChatReply? {
        guard let stored = try await store.reply(for: key) else { return nil }
        // A reply that another version of the program stored and this one can't read counts as missing.
        return try? JSONDecoder().decode(Content.self, from: Data(stored.json.utf8)).reply
    }

    package func keep(_ reply: ChatReply, of model: String, for key: String) async throws {
        let json = try JSONEncoder().encode(Content(reply))
        try await store.keep(StoredReply(key: key, model: model, json: String(decoding: json, as: UTF8.self)))
    }

    private struct Content: Codable {
        let text: String
        let reasoning: String?
        let blocked: String?
        let truncated: Bool
        let model: String?
        let usage: TokenUsage?
        let tokens: [TokenProbability]?
        let toolCalls: [ToolCall]?

        init(_ reply: ChatReply) {
            text = reply.text
            reasoning = reply.reasoning
            blocked = reply.blocked
            truncated = reply.truncated
            model = reply.model
            usage = reply.usage
            tokens = reply.tokens
            toolCalls = reply.toolCalls.isEmpty ? nil : reply.toolCalls
        }

        var reply: ChatReply {
            var reply = ChatReply(
                text: text, reasoning: reasoning, blocked: blocked, truncated: truncated, model: model, usage: usage)
            reply.tokens = tokens
            reply.toolCalls = toolCalls ?? []
            return reply
        }
    }
}
