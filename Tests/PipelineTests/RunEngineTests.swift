import ChatModels
import HTTPTransport
import Records
import RunStore
import SafetyGrid
import TestSupport
import Testing

@testable import Pipeline

@Suite("Run engine")
struct RunEngineTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    @Test("every planned test is judged, each cell as often as the floor says")
    func wholeRun() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 60)
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.map(\.plan.ordinal) == Array(0..<60))
        #expect(tests.allSatisfy { $0.stage == .judged })
        #expect(Set(tests.prefix(20).map(\.plan.cell)).count == 20)
        #expect(Set(tests.compactMap(\.testCase?.prompt)).count == 60)
        #expect(try await trial.record().state == .finished)
        #expect(await trial.progress.snapshot.judged == 60)
        #expect(await trial.progress.snapshot.inFlight == 0)
    }

    @Test("the same seed gives the same tests at any concurrency")
    func reproducible() async throws {
        var outcomes: [[TestRecord]] = []
        for (name, connections) in [("a", 1), ("b", 3), ("c", 64)] {
            let trial = try await Trial(
                store: folder("\(name)"), grid: grid, budget: 90, connections: connections)
            _ = try await trial.execute()
            outcomes.append(try await trial.tests().map(\.withoutTimings))
        }
        #expect(outcomes[0] == outcomes[1])
        #expect(outcomes[0] == outcomes[2])
        let other = try await Trial(store: folder("d"), grid: grid, budget: 90, seed: 2)
        _ = try await other.execute()
        #expect(try await other.tests().map(\.withoutTimings) != outcomes[0])
    }

    @Test("a second run in the same store repeats no prompt")
    func noRepeats() async throws {
        let first = try await Trial(store: folder("a"), grid: grid, budget: 40)
        _ = try await first.execute()
        let second = try await Trial(first.store, id: "r2", grid: grid, budget: 40)
        _ = try await second.execute()
        let prompts = try await (first.tests() + second.tests()).compactMap(\.testCase?.prompt)
        #expect(Set(prompts).count == 80)
    }

    @Test(
        "stopped after any number of answers and resumed, a run ends like an unbroken one",
        arguments: [1, 7, 23, 50, 88])
    func resumed(answers: Int) async throws {
        let whole = try await Trial(store: folder("whole"), grid: grid, budget: 90)
        _ = try await whole.execute()
        let stop = StopSignal()
        let target = FaultyTarget { count in
            if count == answers { await stop.raise() }
            return nil
        }
        let broken = try await Trial(store: folder("broken"), grid: grid, budget: 90, target: target)
        #expect(try await broken.execute(stop: stop) == .interrupted)
        #expect(try await broken.record().state == .unfinished)
        #expect(try await broken.tests().count { $0.stage == .judged } >= answers)
        let resumed = try await Trial(broken.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
    }

    @Test("a rejected key stops the run, burns no budget, and leaves it resumable")
    func unauthorized() async throws {
        let fault = ChatError.unauthorized(model: "m", status: 401, message: "no")
        let target = FaultyTarget { count in count >= 5 ? fault : nil }
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 60, target: target)
        await #expect(throws: fault) { try await trial.execute() }
        let tests = try await trial.tests()
        #expect(tests.count { $0.stage == .judged } >= 4)
        #expect(tests.allSatisfy { $0.stage != .failed })
        #expect(target.calls < 60)
        #expect(try await Trial(trial.store, resuming: "r1").execute() == .finished)
    }

    @Test("a test that fails for a passing reason is recorded, and tried again on resume")
    func failures() async throws {
        let target = FaultyTarget { count in
            count % 10 == 3 ? ChatError.unavailable(model: "m", status: 503, message: "busy") : nil
        }
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 60, target: target)
        #expect(try await trial.execute() == .finished)
        let failed = try await trial.tests().filter { $0.stage == .failed }
        #expect(failed.count == 6)
        #expect(failed.allSatisfy { $0.failure?.stage == .executed && $0.failure?.retryable == true })
        let resumed = try await Trial(trial.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("a rejected prompt is a failure for good")
    func rejected() async throws {
        let target = FaultyTarget { count in
            count == 2 ? ChatError.rejected(model: "m", status: 400, message: "too long") : nil
        }
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 25, target: target)
        #expect(try await trial.execute() == .finished)
        #expect(try await Trial(trial.store, resuming: "r1").execute() == .finished)
        let failed = try await trial.tests().filter { $0.stage == .failed }
        #expect(failed.map(\.failure?.retryable) == [false])
    }

    @Test("never more requests in flight than allowed", arguments: [1, 4])
    func concurrency(limit: Int) async throws {
        let target = FaultyTarget { _ in
            for _ in 0..<20 { await Task.yield() }
            return nil
        }
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, connections: limit, target: target)
        _ = try await trial.execute()
        #expect(target.most <= limit)
        #expect(target.most == limit)
    }

    @Test("a cell without new prompts fails and does not hold up the others")
    func exhausted() async throws {
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, generator: ScarceGenerator(each: 2))
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        for (_, tests) in Dictionary(grouping: tests, by: \.plan.cell) {
            #expect(tests.count { $0.stage == .judged } == min(tests.count, 2))
            #expect(tests.dropFirst(2).allSatisfy { $0.failure?.stage == .generated })
        }
        #expect(tests.contains { $0.stage == .failed })
    }

    @Test("a budget beyond what there is to say ends early, with the reason, and resumed it ends the same way")
    func beyondSupply() async throws {
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 2_000, generator: ScarceGenerator(each: 2))
        let outcome = try await trial.execute()
        guard case .stoppedEarly(let reason) = outcome else {
            Issue.record("ended as \(outcome)")
            return
        }
        #expect(reason.hasPrefix("every cell is exhausted: ") && reason.contains("of 2000 tests"), "\(reason)")
        let tests = try await trial.tests()
        #expect(tests.count < 2_000 && tests.allSatisfy { $0.stage == .judged || $0.failure?.isExhaustion == true })
        #expect(try await trial.execute() == outcome)
        #expect(try await trial.tests().count == tests.count)
    }
}
