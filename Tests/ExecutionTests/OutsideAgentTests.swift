import ChatModels
import Foundations
import Records
import Testing

@testable import Execution

@Suite("An agent from outside is judged by the calls it makes")
struct OutsideAgentTests {
    /// A desk at which the agent calls `add` before each reply, and which remembers the names it was asked for.
    private final class Desk: AgentDesk {
        let opened = Locked<[String]>([])
        let calls: Int

        init(calls: Int) { self.calls = calls }

        func open(_ name: String, after calls: [ToolCall]) -> ChatRequest.Session {
            opened.withLock { $0.append(name) }
            return ChatRequest.Session(name: "told \(name)")
        }

        func isUsed(_ name: String) -> Bool { name.hasPrefix("told ") && calls > 0 }

        func close(_ name: String) -> AgentWork {
            var work = AgentWork()
            guard name.hasPrefix("told ") else { return work }
            let call = ToolCall(id: "c", name: "add", arguments: .object([:]))
            work.calls = (0..<calls).map { _ in TracedCall(call, ToolResult("1"), isByAgent: true) }
            (work.refusedCalls, work.oversizedMessages) = (2, 1)
            return work
        }
    }

    /// Breaks off in its first reply.
    private struct Breaking: ChatModel {
        let name = "metered/breaking"
        let isSimulated = false
        let error: ChatError
        let requests = Locked<[ChatRequest]>([])

        func reply(to request: ChatRequest) async throws -> ChatReply {
            let count = requests.withLock {
                $0.append(request)
                return $0.count
            }
            if count == 1 { throw error }
            return ChatReply(text: "Done.")
        }
    }

    private static let crash = ChatError.unreadable(model: "m", problem: "the process ended", excerpt: "")

    private func lead(_ desk: Desk, _ target: Breaking) async throws -> [Turn] {
        let conversation = Conversation(
            side: Asking(), session: ConversationTests.Counter(), desk: desk, label: "test 7")
        let executor = Executor(target: target)
        let turns = try await conversation.finish([]) { request in
            try await conversation.reply(to: request, by: executor)
        } keep: { _, _ in
        }
        return try #require(turns)
    }

    /// Says two things.
    private struct Asking: UserSide {
        func next(after turns: [Turn], variant: Int) -> String? { turns.count < 2 ? "Message \(turns.count)" : nil }
    }

    @Test("one that breaks off after calls has said nothing, and the conversation goes on")
    func breaksOff() async throws {
        let (desk, target) = (Desk(calls: 2), Breaking(error: Self.crash))
        let turns = try await lead(desk, target)
        #expect(turns.map(\.text) == ["", "Done."])
        #expect(turns.map(\.trace.count) == [2, 2])
        #expect(turns.map(\.refusedCalls) == [2, 2] && turns.map(\.oversizedMessages) == [1, 1])
        let last = try #require(target.requests.withLock { $0 }.last)
        #expect(last.messages.map(\.content) == ["Message 0", "…", "Message 1"])
    }

    @Test("one that breaks off before any call, or by a fault of the run's own, has failed")
    func fails() async {
        await #expect(throws: Self.crash) { try await lead(Desk(calls: 0), Breaking(error: Self.crash)) }
        let fatal = ChatError.configuration(model: "m", problem: "unknown")
        await #expect(throws: fatal) { try await lead(Desk(calls: 2), Breaking(error: fatal)) }
    }

    @Test("all turns of a conversation are one session")
    func oneSession() async throws {
        let desk = Desk(calls: 1)
        _ = try await lead(desk, Breaking(error: Self.crash))
        #expect(desk.opened.withLock { $0 } == ["test 7", "test 7"])
    }
}
