import ChatModels
import Foundations
import HTTPTransport
import Records
import SafetyGrid
import Storage
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
        #expect(trial.progress.snapshot.judged == 60)
        #expect(trial.progress.snapshot.inFlight == 0)
    }

    @Test("every prompt that is written is passed on once")
    func promptsPassedOn() async throws {
        let passed = Locked<[Int]>([])
        var trial = try await Trial(store: folder("a"), grid: grid, budget: 30)
        trial.onPrompt = { testCase in passed.withLock { $0.append(testCase.plan.ordinal) } }
        #expect(try await trial.execute() == .finished)
        #expect(passed.withLock { $0.sorted() } == Array(0..<30))
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

    @Test("a rejected key stops the run, burns no budget, and leaves it resumable", arguments: [1, 8, 32])
    func unauthorized(connections: Int) async throws {
        let fault = ChatError.unauthorized(model: "m", status: 401, message: "no")
        let target = FaultyTarget { count in count >= 5 ? fault : nil }
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 120, connections: connections, target: target)
        let thrown = await #expect(throws: ChatError.self) { try await trial.execute() }
        guard case .persistent(fault, let calls, isFirst: false) = thrown else {
            Issue.record("unexpected: \(String(describing: thrown))")
            return
        }
        // More when failures come back before the last success, or when further calls were under way at the first of them.
        #expect(calls >= 5)
        let tests = try await trial.tests()
        #expect(tests.count { $0.stage == .judged } == 4)
        #expect(tests.compactMap(\.failure).allSatisfy { $0.retryable && $0.stage == .executed })
        #expect(target.calls < 120)
        let resumed = try await Trial(trial.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test(
        "what every test would meet stops the run before the first success, and leaves no mark on a test",
        arguments: [
            (ChatError.unauthorized(model: "m", status: 401, message: "no"), 1),
            (.unreachable(model: "m", message: "refused", isPromptFree: true), 1),
            (.rejected(model: "m", status: 400, message: "no"), 3),
            (.unavailable(model: "m", status: 503, message: "no"), 3),
            (.unreachable(model: "m", message: "empty reply"), 3),
        ])
    func faultOfAll(fault: ChatError, calls: Int) async throws {
        let target = FaultyTarget { _ in fault }
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 60, connections: 1, target: target)
        await #expect(throws: ChatError.persistent(fault, calls: calls, isFirst: true)) { try await trial.execute() }
        // The place of the last one is free before it is known whose fault it was.
        #expect((calls...calls + 1).contains(target.calls))
        #expect(try await trial.tests().allSatisfy { $0.failure == nil && $0.response == nil })
        #expect(try await trial.record().state == .unfinished)
        let resumed = try await Trial(trial.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("a prompt that breaks the connection fails alone, at any concurrency", arguments: [1, 4, 32])
    func lonely(connections: Int) async throws {
        let broken = ChatError.unreachable(model: "m", message: "empty reply")
        let target = FaultyTarget { $0 % 12 == 1 ? broken : nil }
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, connections: connections, target: target)
        #expect(try await trial.execute() == .finished)
        let failed = try await trial.tests().filter { $0.stage == .failed }
        #expect(failed.count == 5)
        #expect(failed.allSatisfy { $0.failure?.reason == "\(broken)" && $0.failure?.retryable == true })
    }

    @Test("prompts that are rejected whatever comes keep a run from its end only once")
    func rejectedForGood() async throws {
        let rejected = ChatError.rejected(model: "m", status: 400, message: "no")
        // All that is sent after the fortieth call.
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, connections: 1,
            target: FaultyTarget { $0 > 40 ? rejected : nil })
        for attempt in 0..<5 {
            let run =
                attempt == 0
                ? trial : try await Trial(trial.store, resuming: "r1", target: FaultyTarget { _ in rejected })
            _ = try? await run.execute()
        }
        let tests = try await trial.tests()
        #expect(tests.count { $0.stage == .judged } == 40)
        #expect(tests.count { $0.failure?.retryable == false } >= 5)
        // Mended, it ends; what was rejected twice stays so.
        let mended = try await Trial(trial.store, resuming: "r1")
        #expect(try await mended.execute() == .finished)
        #expect(try await mended.tests().allSatisfy { $0.stage == .judged || $0.failure?.retryable == false })
    }

    @Test("a quota that is used up stops the run at once, resumably")
    func quota() async throws {
        let quota = ChatError.quota(model: "m", status: 400, message: "credit")
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, connections: 1,
            target: FaultyTarget { $0 > 20 ? quota : nil })
        await #expect(throws: quota) { try await trial.execute() }
        #expect(try await trial.tests().count { $0.stage == .judged } == 20)
        #expect(try await trial.tests().allSatisfy { $0.failure == nil })
        let resumed = try await Trial(trial.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("a response that the oracle's model rejects is unknown with the reason, and the target is not asked again")
    func rejectedByTheJudge() async throws {
        let target = FaultyTarget { _ in nil }
        let tooLong = ChatError.rejected(model: "j", status: 400, message: "context length")
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, target: target,
            oracle: PickyOracle { $0 % 10 == 2 ? tooLong : nil })
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.allSatisfy { $0.stage == .judged && $0.response != nil })
        let unjudged = tests.compactMap(\.verdict).filter { $0.reason.contains("context length") }
        #expect(unjudged.count == 6)
        #expect(unjudged.allSatisfy { $0.label == .unknown && $0.oracle == "picky" })
        #expect(target.calls == 60)
    }

    @Test("an oracle whose every call is rejected stops the run, and no response is lost")
    func rejectedOracle() async throws {
        let target = FaultyTarget { _ in nil }
        let fault = ChatError.rejected(model: "j", status: 400, message: "no such field")
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, target: target, oracle: PickyOracle { _ in fault })
        await #expect(throws: ChatError.persistent(fault, calls: 3, isFirst: true)) { try await trial.execute() }
        #expect(try await trial.tests().allSatisfy { $0.verdict == nil && $0.failure == nil })
        let paid = target.calls
        let resumed = try await Trial(trial.store, resuming: "r1", target: target)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
        #expect(target.calls == 60)
        #expect(paid <= 60)
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
