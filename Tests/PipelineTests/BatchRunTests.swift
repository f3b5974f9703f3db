import ChatModels
import Execution
import FaultServer
import Foundation
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Runs whose calls go out in batches")
struct BatchRunTests {
    let folder: TemporaryFolder
    let grid: Grid
    /// A reply of the batch server, 20 tokens in and 7 out, costs 27 cents at once.
    let prices: PriceList

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
        prices = try PriceList(
            text: "{date: d, source: s, prices: {openai/*: {input: 10000, output: 10000}}}", file: "prices.yaml")
    }

    /// A target in batches, and what the desk has said.
    private struct Batched {
        let target: any ChatModel
        let desk: BatchDesk
        let notices: Locked<[String]>
    }

    private func batched(
        _ server: BatchServer, shape: String = "openai", allowance: (@Sendable () async -> BatchAllowance?)? = nil
    ) throws -> Batched {
        let notices = Locked<[String]>([])
        let counter = Locked(0)
        let prefix = "sextant-\(UInt64.random(in: 0...UInt64.max))"
        var settings = BatchDesk.Settings(
            now: { Date().timeIntervalSince1970 },
            makeName: {
                counter.withLock {
                    $0 += 1
                    return "\(prefix)-\($0)"
                }
            })
        settings.retryPause = .milliseconds(10)
        settings.queuePause = .milliseconds(10)
        let prices = prices
        let desk = BatchDesk(
            settings: settings, allowance: allowance, price: { _, usage in prices.cost(of: usage, model: "openai/m") },
            notice: { line in notices.withLock { $0.append(line) } })
        let client = ResilientClient(
            try CurlClient(), retry: RetryPolicy(baseDelay: .milliseconds(1)),
            advice: { ProviderAdvice.read($0, unixTime: 0) })
        let model = try ModelRegistry.model(
            "\(shape)/m", baseURL: server.baseURL,
            context: ModelContext(environment: [:], http: client, seeds: ProjectSeeds.path))
        return Batched(
            target: try BatchedModel(model, role: .target, connections: 4, desk: desk), desk: desk, notices: notices)
    }

    private func trial(_ batched: Batched, budget: Int = 60, maxCost: Double? = nil) async throws -> Trial {
        try await Trial(
            store: folder("a"), grid: grid, budget: budget, target: batched.target, prices: prices, maxCost: maxCost,
            batches: batched.desk)
    }

    /// Whether every test is judged, and each call paid for once.
    private func expectWhole(_ trial: Trial, _ server: BatchServer, tests count: Int = 60) async throws {
        let tests = try await trial.tests()
        #expect(tests.count == count && tests.allSatisfy { $0.stage == .judged })
        #expect(server.seen.doubled == 0)
        #expect(server.seen.paid.count + server.seen.live == count)
    }

    @Test("every round is a batch, paid for once and at half the price", arguments: BatchServer.Shape.allCases)
    func whole(_ shape: BatchServer.Shape) async throws {
        let server = try BatchServer(shape)
        let batched = try batched(server, shape: shape.rawValue)
        let trial = try await trial(batched)
        #expect(try await trial.execute() == .finished)
        try await expectWhole(trial, server)
        #expect(server.seen.live == 0 && server.seen.batches == 3)
        let summary = try #require(try await trial.store.batchSummary(of: "r1"))
        #expect(summary.batches == 3 && summary.replies == 60)
        if shape == .openai {
            #expect(abs(summary.cost - 60 * 0.135) < 1e-9 && abs(summary.saved - summary.cost) < 1e-9)
            #expect(try await trial.tests().allSatisfy { $0.response?.cost == 0.135 && $0.response?.saved == 0.135 })
        }
        #expect(try await trial.store.batches(of: "r1").allSatisfy { $0.state == .ended && $0.tests.count == 20 })
        #expect(batched.notices.withLock { $0 }.isEmpty)
    }

    /// Faults after which every test has its verdict all the same, with the calls that are made at once.
    enum Fault: CaseIterable {
        case cut, expired, refused, forgotten, repeated, broken, failingLooks, rateLimited, odd

        var faults: BatchServer.Faults {
            var faults = BatchServer.Faults()
            switch self {
            case .cut: faults.cutAfter = 13
            case .expired: faults.expiresAfter = 4
            case .refused: faults.refusal = "model_not_found"
            case .forgotten: faults.forgets = true
            case .repeated: faults.repeats = true
            case .broken: faults.brokenAnswers = 2
            case .failingLooks: faults.failingLooks = 8
            case .odd:
                faults.neverEnds = true
                faults.state = "on_hold"
            case .rateLimited:
                faults.failingEvery = 4
                faults.failingStatus = 429
            }
            return faults
        }

        var live: Int {
            switch self {
            // What is cut off the results however often they are read is paid for twice.
            case .cut: 3 * 7
            case .expired: 3 * 16
            case .refused, .forgotten, .odd: 60
            case .rateLimited: 3 * 5
            case .repeated, .broken, .failingLooks: 0
            }
        }
    }

    @Test("whatever becomes of a batch, no test is lost", arguments: Fault.allCases)
    func faults(_ fault: Fault) async throws {
        let server = try BatchServer(.openai, faults: fault.faults)
        let batched = try batched(server)
        let trial = try await trial(batched)
        #expect(try await trial.execute() == .finished)
        #expect(try await trial.tests().allSatisfy { $0.stage == .judged })
        #expect(server.seen.live == fault.live && server.seen.doubled == 0)
        let notices = batched.notices.withLock { $0 }
        #expect(notices.count { $0.contains("'on_hold'; it is waited for") } == (fault == .odd ? 3 : 0), "\(notices)")
        #expect(fault.live == 0 ? notices.isEmpty : notices.contains { $0.contains("at the full price") }, "\(notices)")
    }

    @Test("results that came cut are read again, and nothing is paid for twice", arguments: BatchServer.Shape.allCases)
    func cutOnce(_ shape: BatchServer.Shape) async throws {
        var faults = BatchServer.Faults()
        faults.cutAfter = 13
        faults.cutReadings = 2
        let server = try BatchServer(shape, faults: faults)
        let batched = try batched(server, shape: shape.rawValue)
        let trial = try await trial(batched)
        #expect(try await trial.execute() == .finished)
        #expect(try await trial.tests().allSatisfy { $0.stage == .judged })
        #expect(server.seen.live == 0 && server.seen.doubled == 0)
        #expect(server.seen.readings.values.max() == 3)
        #expect(batched.notices.withLock { $0.isEmpty })
    }

    @Test(
        "another's batch of the same time and size is not taken for one that was lost",
        arguments: BatchServer.Shape.allCases)
    func stranger(_ shape: BatchServer.Shape) async throws {
        var faults = BatchServer.Faults()
        faults.strangers = 1
        let server = try BatchServer(shape, faults: faults)
        let trial = try await trial(try batched(server, shape: shape.rawValue))
        #expect(try await trial.execute() == .finished)
        try await expectWhole(trial, server)
        #expect(server.seen.live == 0 && server.seen.batches == 4)
    }

    /// Runs until two batches are at the provider, and then says that time is over.
    private func outcomeWithoutTime(of trial: Trial) async throws -> RunOutcome {
        let stop = StopSignal()
        async let outcome = trial.execute(stop: stop)
        while try await trial.store.batches(of: "r1").filter({ $0.id != nil }).count < 2 {
            try await Task.sleep(for: .milliseconds(5))
        }
        await stop.raiseOutOfTime()
        return try await outcome
    }

    @Test("what may be another's batch is not cancelled when time is over")
    func strangerUncancelled() async throws {
        var faults = BatchServer.Faults()
        faults.strangers = 2
        faults.neverEnds = true
        let server = try BatchServer(.anthropic, faults: faults)
        let first = try batched(server, shape: "anthropic")
        let trial = try await trial(first)
        #expect(try await outcomeWithoutTime(of: trial) == .interrupted)
        #expect(server.seen.cancelled == 0)
        #expect(first.notices.withLock { $0 }.count { $0.contains("goes on at the provider") } == 2)
    }

    @Test("a batch that does not fit into the queue goes out in parts")
    func queueFull() async throws {
        var faults = BatchServer.Faults()
        faults.refusal = "token_limit_exceeded"
        faults.refusals = 2
        let server = try BatchServer(.openai, faults: faults)
        let batched = try batched(server)
        let trial = try await trial(batched)
        #expect(try await trial.execute() == .finished)
        try await expectWhole(trial, server)
        #expect(server.seen.live == 0 && server.seen.batches > 4)
    }

    @Test("an error file alone stops the run with its words, resumably")
    func errorsAlone() async throws {
        var faults = BatchServer.Faults()
        faults.failingEvery = 1
        let server = try BatchServer(.openai, faults: faults)
        let trial = try await trial(try batched(server))
        let error = await #expect(throws: ChatError.self) { try await trial.execute() }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("the prompt is not taken"))
        #expect(try await trial.record().state == .unfinished)
        let well = try BatchServer(.openai)
        let again = try batched(well)
        let resumed = try await Trial(
            trial.store, resuming: "r1", target: again.target, prices: prices, batches: again.desk)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("lines that the provider rejects are the failures of their tests alone")
    func someErrors() async throws {
        var faults = BatchServer.Faults()
        faults.failingEvery = 10
        let server = try BatchServer(.openai, faults: faults)
        let trial = try await trial(try batched(server))
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.count { $0.stage == .judged } == 54)
        let reasons = Set(tests.compactMap(\.failure?.reason))
        #expect(reasons == ["openai/m: the provider rejects the request (HTTP 400): the prompt is not taken"])
    }

    @Test("a run that is left goes on with the batches it has sent, and pays nothing twice", arguments: [false, true])
    func resumed(losesID: Bool) async throws {
        let server = try BatchServer(.openai, seconds: 0.4)
        let first = try batched(server)
        let trial = try await trial(first)
        let stop = StopSignal()
        async let outcome = trial.execute(stop: stop)
        while server.seen.batches == 0 { try await Task.sleep(for: .milliseconds(5)) }
        while try await trial.store.batches(of: "r1").first?.id == nil { try await Task.sleep(for: .milliseconds(5)) }
        await stop.raise()
        #expect(try await outcome == .interrupted)
        #expect(first.notices.withLock { $0 }.contains { $0.contains("goes on at the provider") })
        #expect(server.seen.cancelled == 0)
        if losesID {
            // As when the process is killed between the provider's word and the store's.
            for batch in try await trial.store.batches(of: "r1") {
                var sending = batch
                sending.id = nil
                sending.state = .sending
                try await trial.store.keep(sending, in: "r1")
            }
        }
        let again = try batched(server)
        let resumed = try await Trial(
            trial.store, resuming: "r1", target: again.target, prices: prices, batches: again.desk)
        #expect(try await resumed.execute() == .finished)
        try await expectWhole(resumed, server)
        #expect(server.seen.live == 0 && server.seen.batches == 3)
        #expect(try await resumed.store.batchSummary(of: "r1")?.replies == 60)
    }

    @Test("out of time, batches are cancelled: what is done is kept, what is left is told")
    func outOfTime() async throws {
        var faults = BatchServer.Faults()
        faults.neverEnds = true
        faults.doneWhenCancelled = 5
        let server = try BatchServer(.openai, faults: faults)
        let first = try batched(server)
        let trial = try await trial(first)
        #expect(try await outcomeWithoutTime(of: trial) == .interrupted)
        #expect(server.seen.cancelled == 2)
        #expect(try await trial.tests().count { $0.stage == .judged } == 10)
        #expect(first.notices.withLock { $0 }.count { $0.contains("15 of its 20 calls are left") } == 2)
        #expect(try await trial.store.batches(of: "r1").allSatisfy { $0.state == .cancelled })
        let well = try BatchServer(.openai)
        let again = try batched(well)
        let resumed = try await Trial(
            trial.store, resuming: "r1", target: again.target, prices: prices, batches: again.desk)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
        #expect(well.seen.paid.count == 50 && well.seen.live == 0)
    }

    @Test("a cap on the cost holds: no more goes out than there is room for", arguments: [1.0, 5.5])
    func cap(cost: Double) async throws {
        let server = try BatchServer(.openai)
        let spent = Locked<(@Sendable () async -> BatchAllowance?)?>(nil)
        let first = try batched(server, allowance: { await spent.withLock { $0 }?() })
        let trial = try await trial(first, maxCost: cost)
        spent.withLock { $0 = { await trial.spending.allowance } }
        await #expect(throws: BudgetExhausted.self) { try await trial.execute() }
        let paid = Double(server.seen.paid.count) * 0.135
        #expect(paid >= cost - 0.135 && paid <= cost + 0.135, "\(paid)")
        #expect(try await trial.tests().count { $0.stage == .judged } == server.seen.paid.count)
    }

    @Test("a server without a batch interface is told as what it is")
    func unsupported() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.failing(404)))
        let client = try CurlClient()
        let model = try ModelRegistry.model(
            "openai/m", baseURL: server.baseURL,
            context: ModelContext(environment: [:], http: client, seeds: ProjectSeeds.path))
        let desk = BatchDesk(settings: .init(now: { 0 }, makeName: { "sextant-a" }))
        let batched = Batched(
            target: try BatchedModel(model, role: .target, connections: 1, desk: desk), desk: desk, notices: Locked([]))
        let trial = try await trial(batched, budget: 20)
        let error = await #expect(throws: ChatError.self) { try await trial.execute() }
        #expect("\(error.map(String.init(describing:)) ?? "")".contains("leave out --batch"))
        let simulated = try FaultyTarget.simulated()
        #expect(throws: ChatError.self) { try BatchedModel(simulated, role: .target, connections: 1, desk: desk) }
    }
}
