import ChatModels
import Foundation
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Caps on cost and tokens")
struct CapTests {
    let folder: TemporaryFolder
    let grid: Grid
    /// A call of ``MeteredTarget`` costs one dollar.
    let prices: PriceList

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
        prices = try PriceList(
            text:
                "{date: d, source: s, prices: {metered/a: {input: 100000, output: 100000}, simulated/*: {input: 5, output: 5}}}",
            file: "prices.yaml")
    }

    @Test("a cap holds for a server that counts no tokens: a quarter of the bytes of its responses counts")
    func uncounted() async throws {
        let target = MeteredTarget(countsTokens: false)
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 40, connections: 1, target: target, prices: prices,
            maxRunTokens: 60)
        await #expect(throws: BudgetExhausted.tokens(spent: 60, cap: 60)) { try await trial.execute() }
        #expect(target.calls == 10)
    }

    @Test("a cap on the cost holds as well, by an estimate that a resumed run goes on from")
    func uncountedCost() async throws {
        let target = MeteredTarget(countsTokens: false)
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 40, connections: 1, target: target, prices: prices, maxCost: 20)
        await #expect(throws: BudgetExhausted.self) { try await trial.execute() }
        let costs = try await trial.tests().compactMap(\.response?.cost)
        let sum = costs.reduce(0, +)
        #expect(costs.count == target.calls && sum >= 20 && sum - (costs.max() ?? 0) < 20)
        let calls = target.calls
        let same = try await Trial(trial.store, resuming: "r1", target: target, prices: prices)
        await #expect(throws: BudgetExhausted.self) { try await same.execute() }
        #expect(target.calls == calls)
    }

    @Test(
        "a cap stops the run, resumably; a higher one finishes it",
        arguments: [
            (10.5, nil, BudgetExhausted.cost(spent: 11, cap: 10.5), 11),
            (nil, 100, BudgetExhausted.tokens(spent: 100, cap: 100), 10),
            (3, 1000, BudgetExhausted.cost(spent: 3, cap: 3), 3),
        ] as [(Double?, Int?, BudgetExhausted, Int)])
    func cap(cost: Double?, tokens: Int?, error: BudgetExhausted, calls: Int) async throws {
        let target = MeteredTarget()
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 40, connections: 1, target: target, prices: prices, maxCost: cost,
            maxRunTokens: tokens)
        await #expect(throws: error) { try await trial.execute() }
        #expect(target.calls == calls)
        #expect(try await trial.record().state == .unfinished)
        let tests = try await trial.tests()
        #expect(tests.count { $0.stage == .judged } == calls)
        #expect(tests.allSatisfy { $0.stage != .failed && $0.stage != .executed })

        let same = try await Trial(trial.store, resuming: "r1", target: target, prices: prices)
        await #expect(throws: error) { try await same.execute() }
        #expect(target.calls == calls)

        var raised = try await trial.record()
        if cost != nil { raised.request.limits.maxCost = 1000 }
        if tokens != nil { raised.request.limits.maxTokens = 100_000 }
        try await trial.store.update(settingsOf: raised)
        let resumed = try await Trial(trial.store, resuming: "r1", target: target, prices: prices)
        #expect(try await resumed.execute() == .finished)
        #expect(target.calls == 40)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("what is in flight at the cap is finished, and nothing more is begun")
    func inFlight() async throws {
        let target = MeteredTarget()
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, connections: 4, target: target, maxRunTokens: 100)
        await #expect(throws: BudgetExhausted.self) { try await trial.execute() }
        #expect((10...13).contains(target.calls))
        #expect(try await trial.tests().count { $0.stage == .judged } == target.calls)
    }

    @Test("a cap that the last test reaches does not keep the run from its end")
    func lastTest() async throws {
        let target = MeteredTarget()
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 25, target: target, maxRunTokens: 250)
        #expect(try await trial.execute() == .finished)
        #expect(try await trial.record().state == .finished)
    }

    @Test("calls of the judge count, also those before the process was killed")
    func judgeCounts() async throws {
        var request = RunRequest()
        request.limits.maxCost = 2
        let spending = Spending(request: request)
        let store = try SQLiteStore.openForWriting(folder("a") + "/sextant.sqlite")
        let run = RunRecord(id: "r1", startedAt: 1, request: RunRequest(), grid: grid, simulated: false)
        try await store.create(run)
        try await spending.begin(run, records: [], store: store)
        let judge = MeteredModel(MeteredTarget(), role: .judge, prices: prices) { try await spending.add($0) }
        _ = try await judge.reply(to: ChatRequest(messages: [.init(.user, "x")]))
        #expect(await spending.exhausted == nil)
        let next = Spending(request: request)
        try await next.begin(run, records: [], store: store)
        await next.add(Response(text: "", cost: 1, isCached: true))
        #expect(await next.exhausted == nil)
        await next.add(Response(text: "", cost: 1))
        #expect(await next.exhausted == .cost(spent: 2, cap: 2))
    }

    @Test("a message says which cap, how much was spent, and the remedy")
    func message() {
        let cost = "\(BudgetExhausted.cost(spent: 0.123456, cap: 0.1))"
        #expect(cost.contains("0.1235") && cost.contains("--max-cost is 0.1") && cost.contains("resume --max-cost"))
        let tokens = "\(BudgetExhausted.tokens(spent: 12, cap: 10))"
        #expect(tokens.contains("12 tokens") && tokens.contains("--max-tokens is 10"))
        #expect(tokens.contains("resume --max-tokens"))
    }

    @Test("the settings of an older run, without caps, can be read")
    func oldSettings() async throws {
        let old = """
            {"target": "simulated/default", "generator": "template", "oracle": "builtin", "policy": "adaptive",
             "budget": 7, "seed": 1, "floor": 1, "maxConnections": 10}
            """
        let settings = try JSONDecoder().decode(RunRequest.self, from: Data(old.utf8))
        #expect(settings == RunRequest(budget: 7))
    }

    @Test("raised caps are kept, and a run that does not exist is named")
    func raised() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 5)
        var run = try await trial.record()
        run.request.limits.maxCost = 2.5
        run.request.target.extra = ["top_k": .int(4)]
        run.basis.epoch = "e"
        try await trial.store.update(settingsOf: run)
        #expect(try await trial.record() == run)
        run.id = "none"
        let gone = run
        await #expect(throws: StoreError.self) { try await trial.store.update(settingsOf: gone) }
    }
}

/// Answers at once, and says that each call took ten tokens.
private final class MeteredTarget: ChatModel {
    let name = "metered/a"
    let isSimulated = false
    private let count = Locked(0)
    private let countsTokens: Bool

    init(countsTokens: Bool = true) { self.countsTokens = countsTokens }

    var calls: Int { count.withLock { $0 } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        count.withLock { $0 += 1 }
        return ChatReply(
            text: "I can't help with that.", usage: countsTokens ? TokenUsage(input: 6, output: 4) : nil)
    }
}
