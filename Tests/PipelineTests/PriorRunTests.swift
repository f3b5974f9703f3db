import Feedback
import Records
import RunStore
import SafetyGrid
import TestSupport
import Testing

@testable import Pipeline

@Suite("Earlier runs, and runs that end early")
struct PriorRunTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func run(
        _ id: String, at time: Double, finished: Bool = true, _ change: (inout RunSettings) -> Void = { _ in }
    ) -> RunRecord {
        var run = RunRecord.sample(id, grid: grid, startedAt: time)
        change(&run.settings)
        if finished { run.state = .finished }
        return run
    }

    @Test("a run builds on finished runs of its target, newest first, and on no other")
    func chosen() async throws {
        let store = try SQLiteStore.openForWriting("\(folder.path)/sextant.sqlite")
        for run in [
            run("a", at: 1), run("b", at: 2), run("unfinished", at: 3, finished: false),
            run("other-target", at: 4) { $0.target = "openai/other" },
            run("other-judge", at: 4) { $0.judge = "openai/judge" },
            run("other-prompt", at: 4) { $0.systemPrompt = "Be brief." }, run("c", at: 5), run("later", at: 9),
        ] { try await store.create(run) }
        let new = run("new", at: 6, finished: false)
        #expect(try await PriorRuns.ids(in: store, before: new, limit: 7) == ["c", "b", "a"])
        #expect(try await PriorRuns.ids(in: store, before: new, limit: 2) == ["c", "b"])
        #expect(try await PriorRuns.ids(in: store, before: new, limit: 0) == [])
    }

    @Test("each run counts half of the one after it")
    func discount() async throws {
        let first = try await Trial(store: folder("a"), grid: grid, budget: 20, seed: 1)
        #expect(try await first.execute() == .finished)
        let second = try await Trial(first.store, id: "r2", grid: grid, budget: 20, seed: 2)
        #expect(try await second.execute() == .finished)
        let run = run("r3", at: 9) { $0.priorRuns = ["r2", "r1"] }
        let evidence = try #require(try await PriorRuns(store: first.store, run: run).evidence())
        // Twenty cells' floor each: half a test from the last run, a quarter from the one before.
        #expect(evidence.judged == Array(repeating: 0.75, count: 20))
        let plain = try await PriorRuns(store: first.store, run: self.run("r4", at: 9)).evidence()
        #expect(plain == nil)
    }

    @Test("every test after the floor has its selection probability in the store, and a floor test has none")
    func probabilities() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 80)
        #expect(try await trial.execute() == .finished)
        for test in try await trial.tests() {
            #expect((test.plan.probability == nil) == (test.plan.selection == .floor))
        }
    }

    @Test("a rule that holds ends the run early, finished, and only after the floor", arguments: [1.0, 0.000001])
    func early(limit: Double) async throws {
        let stopping = (rule: StoppingRule.hole(limit: limit), errors: OracleErrors.none)
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 200, stopping: stopping)
        let outcome = try await trial.execute()
        let tests = try await trial.tests()
        #expect(try await trial.record().state == .finished)
        #expect(tests.allSatisfy { $0.stage == .judged })
        #expect(Set(tests.map(\.plan.cell)).count == grid.cellCount)
        if limit == 1 {
            guard case .stoppedEarly(let reason) = outcome else { return #expect(Bool(false), "\(outcome)") }
            #expect(reason.contains("hole<=1"))
            #expect(tests.count < 200)
        } else {
            #expect(outcome == .finished)
            #expect(tests.count == 200)
        }
    }
}
