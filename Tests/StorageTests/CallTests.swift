import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Calls, cached replies and past failures")
struct CallTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(2, 3)
    }

    @Test("totals are of one run, without what came from the cache, and outlive the process", arguments: StoreKind.all)
    func totals(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        var store: (any Store)? = try await home.open()
        for id in ["r1", "r2"] {
            var run = RunRecord.sample(grid: grid)
            run.id = id
            try await store?.create(run)
        }
        #expect(try await store?.callTotals(of: "r1") == CallTotals())
        try await store?.record(call(.judge, TokenUsage(input: 10, output: 5), cost: 0.5), in: "r1")
        try await store?.record(call(.generator, TokenUsage(input: 1, output: 1), cost: nil), in: "r1")
        try await store?.record(call(.judge, nil, cost: nil), in: "r1")
        try await store?.record(call(.judge, TokenUsage(input: 7, output: 7), cost: 0, cached: true), in: "r1")
        try await store?.record(call(.judge, TokenUsage(input: 100, output: 100), cost: 9), in: "r2")
        store = nil
        let reopened = try await home.reader()
        #expect(try await reopened.callTotals(of: "r1") == CallTotals(cost: 0.5, tokens: 17))
        await #expect(throws: StoreError.self) { try await reopened.callTotals(of: "r9") }
    }

    @Test("open sessions are counted of each run, outlive the process, and are told once", arguments: StoreKind.all)
    func sessions(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        var store: (any Store)? = try await home.open()
        for id in ["r1", "r2"] {
            var run = RunRecord.sample(grid: grid)
            run.id = id
            try await store?.create(run)
        }
        for change in [1, 1, -1, 1] { try await store?.countSession(change, of: "r1") }
        try await store?.countSession(1, of: "r2")
        store = nil
        let reopened = try await home.open()
        #expect(try await reopened.takeOpenSessions(of: "r1") == 2)
        #expect(try await reopened.takeOpenSessions(of: "r1") == 0)
        #expect(try await reopened.takeOpenSessions(of: "r2") == 1)
        await #expect(throws: StoreError.self) { _ = try await reopened.takeOpenSessions(of: "r9") }
    }

    @Test("the runs of a league are added together or not at all", arguments: StoreKind.all)
    func together(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        let runs = ["r1", "r2", "r1"].map { id in
            var run = RunRecord.sample(grid: grid)
            run.id = id
            return run
        }
        await #expect(throws: (any Error).self) { try await store.create(runs) }
        #expect(try await store.runs().isEmpty)
        try await store.create(Array(runs.prefix(2)))
        #expect(try await store.runs().map(\.id).sorted() == ["r1", "r2"])
    }

    @Test("the first answer under a key stays", arguments: StoreKind.all)
    func replies(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        #expect(try await store.reply(for: "k") == nil)
        let reply = StoredReply(key: "k", model: "openai/m", json: #"{"text":"a"}"#)
        try await store.keep(reply)
        try await store.keep(StoredReply(key: "k", model: "openai/m", json: "{}"))
        #expect(try await store.reply(for: "k") == reply)
    }

    @Test("a test that is taken up again shows what it failed of", arguments: StoreKind.all)
    func pastFailures(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.create(.sample(grid: grid))
        try await store.plan([.sample(0), .sample(1)], in: "r1")
        let reasons = ["HTTP 503 \"quoted\"", "timeout"]
        for reason in reasons {
            try await store.record(
                [.failed(ordinal: 0, TestFailure(stage: .executed, reason: reason, retryable: true))], in: "r1")
            _ = try await store.claim(run: "r1")
        }
        let test = try await store.test(0, in: "r1")
        #expect(test.stage == .planned)
        #expect(test.pastFailures == reasons.map { TestFailure(stage: .executed, reason: $0, retryable: true) })
        #expect(try await store.test(1, in: "r1").pastFailures.isEmpty)
    }

    @Test("a response keeps whether it came from the cache", arguments: StoreKind.all)
    func cachedResponse(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        try await store.create(.sample(grid: grid))
        try await store.plan([.sample(0)], in: "r1")
        let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
        try await store.record([.generated(test, milliseconds: 1)], in: "r1")
        let response = Response(text: "x", usage: TokenUsage(input: 1, output: 2), cost: 0, isCached: true)
        try await store.record([.executed(ordinal: 0, response, milliseconds: 1)], in: "r1")
        #expect(try await store.test(0, in: "r1").response == response)
    }

    private func call(_ role: ModelRole, _ usage: TokenUsage?, cost: Double?, cached: Bool = false) -> ModelCall {
        ModelCall(
            role: role, model: "openai/m", label: "test 1 judge", usage: usage, cost: cost, isCached: cached,
            retries: [Retry(error: "HTTP 503", elapsedMS: 1, waitedMS: 2)], milliseconds: 3)
    }
}
