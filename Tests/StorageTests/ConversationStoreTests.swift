import Foundation
import Foundations
import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Conversations in the store")
struct ConversationStoreTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.sample(2, 3)
    }

    private func store(_ home: StoreHome) async throws -> any Store {
        let store = try await home.open()
        try await fill(store)
        return store
    }

    private func fill(_ store: any Store) async throws {
        try await store.create(.sample(grid: grid, budget: 3))
        try await store.plan((0..<3).map { .sample($0, cell: $0) }, in: "r1")
        for ordinal in 0..<3 {
            let test = TestCase(plan: .sample(ordinal, cell: ordinal), prompt: "Prompt \(ordinal)", origin: [:])
            try await store.record([.generated(test, milliseconds: 1)], in: "r1")
        }
    }

    private let hostile = "A NUL \u{0}, a quote ' and 測試"

    private var replies: [(TurnReply, ReplyPlace)] {
        let call = ToolCall(
            id: "c1", name: "pay", arguments: .object(["to": .string(hostile), "amount": .int(3)]),
            extra: ["thoughtSignature": .string("s")])
        let broken = ToolCall(id: "c2", name: "pay", arguments: .unreadable("{\"to\": "))
        return [
            (
                TurnReply(
                    Response(
                        text: "", reasoning: hostile, model: "m", usage: TokenUsage(input: 3, output: 4), cost: 0.5,
                        retries: [Retry(error: "HTTP 503", elapsedMS: 1, waitedMS: 2)]),
                    calls: [
                        TracedCall(call, ToolResult(hostile)),
                        TracedCall(broken, ToolResult("no JSON", isError: true), isByAgent: true),
                    ], milliseconds: 7),
                ReplyPlace(turn: 0, reply: 0, purpose: .conversation, user: hostile)
            ),
            (
                TurnReply(
                    Response(text: "Paid.\(hostile)"), refusedCalls: 3, oversizedMessages: 2, milliseconds: 8),
                ReplyPlace(turn: 0, reply: 1, purpose: .conversation, user: hostile)
            ),
            (
                TurnReply(Response(text: "Alone.", isCached: true), milliseconds: 9),
                ReplyPlace(turn: 1, reply: 0, purpose: .control, user: "Prompt 1")
            ),
            (
                TurnReply(Response(text: "Tried."), milliseconds: 9),
                ReplyPlace(turn: 2, reply: 0, purpose: .branch, user: "Prompt 2", parent: 0)
            ),
        ]
    }

    @Test("a conversation comes back as it was, to its test alone", arguments: StoreKind.all)
    func roundTrip(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        for (reply, place) in replies { try await store.record([.replied(ordinal: 1, reply, at: place)], in: "r1") }
        let first = Turn(hostile, replies: [replies[0].0, replies[1].0])
        let expected = [
            first, Turn("Prompt 1", purpose: .control, replies: [replies[2].0]),
            Turn("Prompt 2", purpose: .branch, parent: 0, replies: [replies[3].0]),
        ]
        #expect(try await store.test(1, in: "r1").turns == expected)
        let all = try await store.tests(in: "r1").all()
        #expect(all.map(\.turns) == [[], expected, []])
        #expect(try await store.claim(run: "r1").map(\.turns) == [[], expected, []])
        #expect(expected.response?.text == "Paid.\(hostile)")
        #expect(expected.response?.cost == 0.5)
    }

    @Test(
        "each reply of a conversation that came in a batch counts, and what was asked at once does not",
        arguments: StoreKind.all)
    func batches(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        try await store.keep(
            BatchRecord(
                name: "b", role: .target, provider: "openai/m", id: "1", state: .ended, sentAt: 1, tests: ["a"]),
            in: "r1")
        var turns: [Turn] = []
        for (turn, saved) in [0.5, nil, 0.25].enumerated() {
            let reply = TurnReply(Response(text: "\(turn)", cost: saved ?? 4, saved: saved), milliseconds: 1)
            let place = ReplyPlace(turn: turn, reply: 0, purpose: .conversation, user: "u")
            try await store.record([.replied(ordinal: 1, reply, at: place)], in: "r1")
            turns.append(Turn("u", replies: [reply]))
        }
        let whole = try #require(turns.response)
        try await store.record([.executed(ordinal: 1, whole, milliseconds: 1)], in: "r1")
        let prompt = Response(text: "alone", cost: 2, saved: 2)
        try await store.record([.executed(ordinal: 2, prompt, milliseconds: 1)], in: "r1")
        #expect(
            try await store.batchSummary(of: "r1") == BatchSummary(batches: 1, replies: 3, cost: 2.75, saved: 2.75))
    }

    @Test("replies of an earlier version are kept, and had no call refused")
    func repliesWithoutRefusals() async throws {
        do {
            let store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
            try await fill(store)
            for (reply, place) in replies { try await store.record([.replied(ordinal: 1, reply, at: place)], in: "r1") }
            try await store.database.writeUncancelled(path: folder("sextant.sqlite")) { database in
                try database.execute(
                    sql: """
                        ALTER TABLE turn_reply DROP COLUMN refused;
                        DELETE FROM grdb_migrations WHERE identifier = 'refused calls';
                        """)
            }
        }
        let migrated = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        let replies = try await migrated.test(1, in: "r1").turns.flatMap(\.replies)
        #expect(replies.map(\.response) == self.replies.map(\.0.response))
        #expect(replies.map(\.refusedCalls) == [0, 0, 0, 0])
    }

    @Test("calls that came late are added up, and while the test is leased", arguments: StoreKind.all)
    func lateCalls(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        for calls in [3, 4] { try await store.record([.calledLate(ordinal: 1, calls: calls)], in: "r1") }
        #expect(try await store.tests(in: "r1").all().map(\.lateCalls) == [0, 7, 0])
        try await home.execute("UPDATE planned_test SET lease_owner = 'another' WHERE ordinal = 2")
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 2)) {
            try await store.record([.calledLate(ordinal: 2, calls: 1)], in: "r1")
        }
    }

    @Test("a reply is kept once, and only while the test is leased", arguments: StoreKind.all)
    func once(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        let (reply, place) = replies[0]
        try await store.record([.replied(ordinal: 0, reply, at: place)], in: "r1")
        await #expect(throws: StoreError.self) {
            try await store.record([.replied(ordinal: 0, reply, at: place)], in: "r1")
        }
        try await home.execute("UPDATE planned_test SET lease_owner = 'another' WHERE ordinal = 2")
        await #expect(throws: StoreError.leaseLost(run: "r1", ordinal: 2)) {
            try await store.record([.replied(ordinal: 2, reply, at: place)], in: "r1")
        }
    }

    @Test("a conversation goes with its run", arguments: StoreKind.all)
    func forgotten(_ kind: StoreKind) async throws {
        let store = try await store(StoreHome(kind))
        for (reply, place) in replies { try await store.record([.replied(ordinal: 1, reply, at: place)], in: "r1") }
        #expect(try await store.forget(run: "r1"))
        #expect(try await store.runs().isEmpty)
    }

    @Test("what a verdict says of a conversation comes back", arguments: StoreKind.all)
    func details(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await store(home)
        try await store.record([.executed(ordinal: 0, Response(text: "Paid."), milliseconds: 2)], in: "r1")
        var details = VerdictDetails()
        details.unsafeTurn = 2
        details.controlUnsafe = false
        details.outcome = ScenarioOutcome(done: true, unsafe: true, rule: "too-much", injectionFollowed: true)
        details.risks = ["societal_risks": -3]
        details.saysTest = true
        let verdict = Verdict(
            label: .unsafe, behaviour: .compliance, oracle: "builtin", confidence: 1, reason: "r", details: details)
        try await store.record([.judged(ordinal: 0, verdict, milliseconds: 1)], in: "r1")
        #expect(try await store.test(0, in: "r1").verdict == verdict)
        let other = Verdict(
            label: .safe, behaviour: .refusal, oracle: "judge:a/b", confidence: nil, reason: "", details: details)
        try await store.record(other, on: 0, milliseconds: 1, in: "r1")
        #expect(try await store.furtherVerdicts(on: 0, in: "r1") == [other])
    }
}
