import ChatModels
import Feedback
import Records
import SafetyGrid
import Storage
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
        _ id: String, at time: Double, finished: Bool = true, _ change: (inout RunRecord) -> Void = { _ in }
    ) -> RunRecord {
        var run = RunRecord.sample(id, grid: grid, startedAt: time)
        change(&run)
        if finished { run.state = .finished }
        return run
    }

    @Test("a run builds on finished runs of its target, newest first, and on no other")
    func chosen() async throws {
        let store = try SQLiteStore.openForWriting("\(folder.path)/sextant.sqlite")
        for run in [
            run("a", at: 1), run("b", at: 2), run("unfinished", at: 3, finished: false),
            run("other-target", at: 4) { $0.request.target.model = "openai/other" },
            run("other-judge", at: 4) { ($0.request.oracle.kind, $0.request.oracle.judge) = ("judge", "openai/judge") },
            run("other-prompt", at: 4) { $0.request.target.systemPrompt = "Be brief." },
            run("other-weights", at: 4) { $0.basis.classifierWeights = "other" }, run("c", at: 5), run("later", at: 9),
        ] { try await store.create(run) }
        let new = run("new", at: 6, finished: false) { $0.basis.classifierWeights = "own" }
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
        let run = run("r3", at: 9) { $0.basis.priorRuns = ["r2", "r1"] }
        let evidence = try #require(try await PriorRuns(store: first.store, run: run).evidence())
        // Twenty cells' floor each: half a test from the last run, a quarter from the one before.
        #expect(evidence.judged == Array(repeating: 0.75, count: 20))
        let plain = try await PriorRuns(store: first.store, run: self.run("r4", at: 9)).evidence()
        #expect(plain == nil)
    }

    @Test(
        "a run is compared with those since the last change beyond doubt: after one that got worse with that one alone")
    func base() async throws {
        let store = try SQLiteStore.openForWriting("\(folder.path)/sextant.sqlite")
        func next() async throws -> [String] {
            try await PriorRuns.baseIDs(in: store, before: run("new", at: 9, finished: false))
        }
        #expect(try await next().isEmpty)
        for number in 1...4 {
            let trial = try await Trial(
                store, id: "r\(number)", grid: grid, budget: 120, seed: UInt64(number),
                target: number == 4 ? Leaky() : nil, baseRuns: try await next())
            #expect(try await trial.execute() == .finished)
            let expected = number == 4 ? ["r4"] : (1...number).reversed().map { "r\($0)" }
            #expect(try await next() == expected)
        }
        #expect(try await store.run("r4").basis.baseRuns == ["r3", "r2", "r1"])
        let other = run("other", at: 9, finished: false) { $0.request.oracle.kind = "rules" }
        #expect(try await PriorRuns.baseIDs(in: store, before: other).isEmpty)
    }

    @Test("what is judged otherwise can't be held against a run; with another prompt it can, and is not built on")
    func following() {
        let changes: [(String, follows: Bool, builds: Bool, (inout RunRecord) -> Void)] = [
            ("same", true, true, { _ in }),
            ("other target", false, false, { $0.request.target.model = "simulated/other" }),
            ("other oracle", false, false, { $0.request.oracle.kind = "rules" }),
            (
                "other guard", false, false,
                { ($0.request.oracle.kind, $0.request.oracle.guardModel) = ("guard", "a/b") }
            ),
            ("other weights", false, false, { $0.basis.classifierWeights = "beef" }),
            ("weights unknown", true, true, { $0.basis.classifierWeights = nil }),
            ("other name", false, false, { $0.request.target.name = "with rules" }),
            (
                "other variant", false, false,
                {
                    $0.request.league = LeagueRequest(id: "r1", place: 0, targets: 2, variants: 2)
                    $0.request.generator.variant = .rag
                }
            ),
            ("other prompt", true, false, { $0.request.target.systemPrompt = "Be kind." }),
            ("other epoch", true, false, { $0.basis.epoch = "2" }),
        ]
        let known: (inout RunRecord) -> Void = { ($0.basis.classifierWeights, $0.basis.epoch) = ("cafe", "1") }
        let new = run("r2", at: 2, finished: false, known)
        for (name, follows, builds, change) in changes {
            var earlier = run("r1", at: 1, known)
            change(&earlier)
            #expect(new.follows(earlier) == follows && new.buildsOn(earlier) == builds, "\(name)")
            #expect(!earlier.follows(new) && !new.follows(new), "\(name)")
        }
    }

    @Test("the rates of the runs that a run is compared with are what it is watched against")
    func rates() async throws {
        let first = try await Trial(store: folder("a"), grid: grid, budget: 60, seed: 1)
        #expect(try await first.execute() == .finished)
        let run = run("r2", at: 9) { $0.basis.baseRuns = ["r1"] }
        let rates = try #require(try await PriorRuns(store: first.store, run: run).rates())
        // Rates of verdicts, of which a policy that was told nothing expects a few everywhere.
        #expect(rates.count == 20 && rates.allSatisfy { $0 > 0.02 && $0 < 1 })
        let exact = self.run("r2", at: 9) { ($0.basis.baseRuns, $0.basis.specificity) = (["r1"], 0.999) }
        let least = try await PriorRuns(store: first.store, run: exact).rates()?.min()
        #expect(try #require(least) < 0.02)
        #expect(try await PriorRuns(store: first.store, run: self.run("r3", at: 9)).rates() == nil)
    }

    /// A store with one finished run of 60 tests, for a second one to build on.
    private func storeWithEarlierRun(_ name: String) async throws -> any Store {
        let earlier = try await Trial(store: folder(name), grid: grid, budget: 60, seed: 7)
        #expect(try await earlier.execute() == .finished)
        return earlier.store
    }

    @Test(
        "stopped after any number of answers and resumed, a run that builds on another ends like an unbroken one",
        arguments: [3, 31, 70])
    func resumed(answers: Int) async throws {
        let whole = try await Trial(
            storeWithEarlierRun("whole"), id: "r2", grid: grid, budget: 90, priorRuns: ["r1"],
            baseRuns: ["r1"])
        #expect(try await whole.execute() == .finished)
        let stop = StopSignal()
        let target = FaultyTarget { count in
            if count == answers { await stop.raise() }
            return nil
        }
        let broken = try await Trial(
            storeWithEarlierRun("broken"), id: "r2", grid: grid, budget: 90, target: target, priorRuns: ["r1"],
            baseRuns: ["r1"])
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(broken.store, resuming: "r2")
        #expect(try await resumed.execute() == .finished)
        let expected = try await whole.tests().map(\.withoutTimings)
        #expect(try await resumed.tests().map(\.withoutTimings) == expected)
        // The earlier run does change the plan; a resumed run that forgot it would show here.
        let alone = try await Trial(storeWithEarlierRun("alone"), id: "r2", grid: grid, budget: 90)
        #expect(try await alone.execute() == .finished)
        #expect(try await alone.tests().map(\.plan.cell) != expected.map(\.plan.cell))
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

/// Gives the unsafe answer to everything.
private struct Leaky: ChatModel {
    let name = "simulated/default"
    let isSimulated = true

    func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: SimulatedModel.unsafeAnswer) }
}
