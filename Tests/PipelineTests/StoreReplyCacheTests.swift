import ChatModels
import Foundations
import HTTPTransport
import Records
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Answers kept in the store")
struct StoreReplyCacheTests {
    @Test("an identical call is answered by the next process too, with all its parts")
    func acrossProcesses() async throws {
        let folder = try TemporaryFolder()
        let request = ChatRequest(messages: [.init(.user, "x")])
        let reply = ChatReply(
            text: "line\nand \u{0} NUL", blocked: "filter", truncated: true, model: "m-1",
            usage: TokenUsage(input: 3, output: 4))
        let calls = Locked(0)
        for pass in 0..<2 {
            let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
            let model = CachedModel(
                Fixed(reply: reply, calls: calls), address: nil, cache: StoreReplyCache(store: store), keeps: true)
            let answer = try await model.reply(to: request)
            #expect(answer.isCached == (pass == 1))
            #expect(answer.text == reply.text && answer.blocked == "filter" && answer.truncated)
            #expect(answer.model == "m-1" && answer.usage == reply.usage)
        }
        #expect(calls.withLock { $0 } == 1)
    }

    @Test("what cannot be read counts as not there")
    func unreadable() async throws {
        let store = try SQLiteStore.openForWriting(try TemporaryFolder()("sextant.sqlite"))
        try await store.keep(StoredReply(key: "k", model: "m", json: "[1]"))
        #expect(try await StoreReplyCache(store: store).reply(for: "k") == nil)
    }
}

private struct Fixed: ChatModel {
    let name = "openai/m"
    let isSimulated = false
    let reply: ChatReply
    let calls: Locked<Int>

    func reply(to request: ChatRequest) async throws -> ChatReply {
        calls.withLock { $0 += 1 }
        return reply
    }
}
