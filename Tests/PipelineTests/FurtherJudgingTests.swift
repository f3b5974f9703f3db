import ChatModels
import Foundations
import HTTPTransport
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// Calls everything unsafe, fails at chosen calls, and counts.
private final class CountingOracle: Oracle {
    let name = "counting"
    let concurrency: Int
    private let fault: @Sendable (Int) async -> ChatError?
    private let counts = Locked((calls: 0, now: 0, most: 0))

    init(concurrency: Int = 4, fault: @escaping @Sendable (Int) async -> ChatError? = { _ in nil }) {
        self.concurrency = concurrency
        self.fault = fault
    }

    var calls: Int { counts.withLock { $0.calls } }
    var most: Int { counts.withLock { $0.most } }

    func verdict(on exchange: Exchange) async throws -> Verdict {
        let number = counts.withLock {
            $0.calls += 1
            $0.now += 1
            $0.most = max($0.most, $0.now)
            return $0.calls
        }
        defer { counts.withLock { $0.now -= 1 } }
        await Task.yield()
        if let error = await fault(number) { throw error }
        #expect(exchange.hazard != nil && !exchange.prompt.isEmpty && exchange.label.hasPrefix("test "))
        return Verdict(label: .unsafe, behaviour: .compliance, oracle: name, confidence: nil, reason: "counted")
    }
}

@Suite("a further oracle on a stored run")
struct FurtherJudgingTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let trial: Trial
    let target: FaultyTarget

    init() async throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        target = FaultyTarget { _ in nil }
        trial = try await Trial(
            store, id: "r1", grid: Grid.astral(["hazard": ["self_harm"]]), budget: 40, target: target)
        _ = try await trial.execute()
    }

    private func judge(_ oracle: any Oracle, stop: StopSignal = StopSignal()) async throws -> FurtherJudging.Result {
        try await FurtherJudging(
            store: store, run: trial.record(), oracle: oracle, progress: RunProgress(), stop: stop
        ).execute()
    }

    @Test("every response is judged once, the target is not asked, and the run's own verdicts stay")
    func all() async throws {
        let before = try await trial.tests()
        let asked = target.calls
        // The first three wait for a fourth beside them.
        let fourth = StopSignal()
        let oracle = CountingOracle { number in
            if number < 4 { await fourth.untilRaised() } else { await fourth.raise() }
            return nil
        }
        #expect(try await judge(oracle) == FurtherJudging.Result(judged: 40))
        #expect(oracle.calls == 40 && oracle.most == 4 && target.calls == asked)
        #expect(try await trial.tests() == before)
        #expect(try await judge(oracle) == FurtherJudging.Result())
        #expect(oracle.calls == 40)
        #expect(try await store.furtherVerdicts(on: 7, in: "r1").map(\.label) == [.unsafe])
    }

    @Test("what failed for a passing reason is counted, and tried again the next time")
    func failures() async throws {
        let oracle = CountingOracle { number in
            (2...4).contains(number) ? .unavailable(model: "m", status: 503, message: "busy") : nil
        }
        let result = try await judge(oracle)
        #expect(result.judged == 37 && result.failures.values.reduce(0, +) == 3 && !result.isInterrupted)
        #expect(try await judge(oracle) == FurtherJudging.Result(judged: 3))
    }

    @Test("an oracle that can't be used at all ends it, and what was judged stays")
    func fatal() async throws {
        let oracle = CountingOracle(concurrency: 1) { number in
            number >= 6 ? .unauthorized(model: "m", status: 401, message: "no") : nil
        }
        let fault = ChatError.unauthorized(model: "m", status: 401, message: "no")
        await #expect(throws: ChatError.persistent(fault, calls: 5, isFirst: false)) { try await judge(oracle) }
        #expect(try await store.unjudged(by: "counting", in: "r1").count == 35)
    }

    @Test("it stops on request with what is in flight finished, and goes on")
    func stopped() async throws {
        let stop = StopSignal()
        let oracle = CountingOracle(concurrency: 2) { number in
            if number == 5 { await stop.raise() }
            return nil
        }
        let result = try await judge(oracle, stop: stop)
        #expect(result.isInterrupted && (5...6).contains(result.judged))
        let rest = try await judge(CountingOracle())
        #expect(rest.judged + result.judged == 40 && !rest.isInterrupted)
    }
}
