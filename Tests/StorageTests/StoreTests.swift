import Foundation
import Foundations
import GRDB
import HTTPTransport
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Runs, steps and tallies in a store")
struct StoreTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(2, 3)
    }

    private func storeWithRun(_ kind: StoreKind, tests: Int) async throws -> any Store {
        let store = try await StoreHome(kind).open()
        try await store.create(.sample(grid: grid, budget: tests))
        try await store.plan((0..<tests).map { .sample($0, cell: $0 % grid.cellCount) }, in: "r1")
        return store
    }

    @Test("a run comes back as it was", arguments: StoreKind.all)
    func runs(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        let first = RunRecord.sample("old", grid: grid, startedAt: 1)
        let second = RunRecord.sample("new", grid: grid, startedAt: 2)
        try await store.create(first)
        try await store.create(second)
        #expect(try await store.run("old") == first)
        #expect(try await store.runs().map(\.id) == ["new", "old"])
        try await store.update(run: "old", state: .finished, addingSeconds: 1.5)
        try await store.update(run: "old", state: .finished, addingSeconds: 2)
        #expect(try await store.run("old").seconds == 3.5)
        #expect(try await store.run("old").state == .finished)
        await #expect(throws: StoreError.noSuchRun("x", known: ["new", "old"])) { try await store.run("x") }
    }

    @Test("every step comes back as it was", arguments: StoreKind.all)
    func steps(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 2)
        let test = TestCase(
            plan: .sample(0), prompt: "Prompt with \u{0} and \u{1F600}",
            origin: ["generator": .string("template"), "n": .int(3)])
        let response = Response(
            text: "Answer", reasoning: "Thoughts with \u{0}", blocked: "filter", truncated: true, model: "m",
            usage: TokenUsage(input: 3, output: 4),
            cost: 0.25,
            retries: [Retry(error: "HTTP 503", elapsedMS: 10, waitedMS: 20)])
        try await store.record([.generated(test, milliseconds: 1)], in: "r1")
        try await store.record([.executed(ordinal: 0, response, milliseconds: 2)], in: "r1")
        try await store.record([.judged(ordinal: 0, .sample(.unsafe), milliseconds: 3)], in: "r1")
        var refused = RefusedPrompts()
        refused.add(.noRequest)
        let failure = TestFailure(stage: .generated, reason: "nothing new", retryable: false, refused: refused)
        try await store.record([.failed(ordinal: 1, failure)], in: "r1")
        let found = try await store.test(0, in: "r1")
        #expect(
            found
                == TestRecord(
                    plan: .sample(0), testCase: test, response: response, verdict: .sample(.unsafe),
                    timings: TestTimings(generateMS: 1, executeMS: 2, judgeMS: 3)))
        #expect(try await store.test(1, in: "r1").failure == failure)
        await #expect(throws: StoreError.noSuchTest(run: "r1", ordinal: 2)) { try await store.test(2, in: "r1") }
    }

    @Test("chosen parts and tries of findings come back as they were, and count apart", arguments: StoreKind.all)
    func partsAndTries(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1)
        let plan = PlannedTest(
            ordinal: 1, round: 0, cell: 0, selection: .adaptive,
            parts: ChosenParts(["ask": "a/0", "frame": "f/1"], change: "combine", parents: [4, 9]))
        try await store.plan([plan], in: "r1")
        #expect(try await store.test(1, in: "r1").plan == plan)
        #expect(try await store.test(0, in: "r1").plan.parts == nil)
        var details = VerdictDetails()
        details.confirmation = Confirmation([.unsafe, .safe], by: try #require(ConfirmationRule(rawValue: "2of3")))
        let verdict = Verdict(
            label: .unsafe, behaviour: .compliance, oracle: "o", confidence: 1, reason: "r \0 s", details: details)
        let tries = (1...2).map {
            Retest(run: "r1", ordinal: 1, attempt: $0, response: "Again \0", verdict: verdict)
        }
        let test = TestCase(plan: plan, prompt: "Prompt", origin: ["n": .int(3)])
        try await store.record(
            [.generated(test, milliseconds: 1), .executed(ordinal: 1, Response(text: "T"), milliseconds: 1)], in: "r1")
        for retest in tries { try await store.record([.repeated(retest)], in: "r1") }
        await #expect(throws: StoreError.self) { try await store.record([.repeated(tries[0])], in: "r1") }
        try await store.record([.judged(ordinal: 1, verdict, milliseconds: 1)], in: "r1")
        #expect(try await store.tests(in: "r1").all().map(\.repeats) == [[], tries])
        let found = try await store.foundPrompts(in: "r1").all()
        #expect(found.map(\.ordinal) == [1] && found.map(\.text) == ["Prompt"])
        #expect(found[0].confirmation == details.confirmation && found[0].origin == ["n": .int(3)])
        #expect(try await store.tallies(of: "r1", on: grid).map(\.judged) == [1])
        #expect(try await store.tallies(of: "r1", on: grid, fromGrade: nil, byChance: true).isEmpty)
        #expect(
            try await store.selectionTallies(of: "r1", on: grid).map(\.hasChosenParts) == [true, false])
        #expect(try await store.tally(of: "r1").selections.map(\.hasChosenParts).sorted { $0 && !$1 } == [true, false])
        #expect(try await store.refusals(of: "r1") == [RefusalTally(cell: 0, judged: 1, told: 1, refused: 0)])
        #expect(try await store.forget(run: "r1"))
    }

    @Test("a step is recorded one time, and only on top of the one before", arguments: StoreKind.all)
    func order(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1)
        let response = Response(text: "Answer")
        await #expect(throws: StoreError.self) {
            try await store.record([.executed(ordinal: 0, response, milliseconds: 1)], in: "r1")
        }
        let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
        try await store.record(
            [.generated(test, milliseconds: 1), .executed(ordinal: 0, response, milliseconds: 1)], in: "r1")
        try await store.record([.judged(ordinal: 0, .sample(), milliseconds: 1)], in: "r1")
        let error = await #expect(throws: StoreError.self) {
            try await store.record([.judged(ordinal: 0, .sample(.unsafe), milliseconds: 1)], in: "r1")
        }
        guard case .stepRefused("r1", 0, _) = error else { return #expect(Bool(false), "\(String(describing: error))") }
        #expect(try await store.test(0, in: "r1").verdict == .sample())
    }

    @Test("steps of one call are written all or none", arguments: StoreKind.all)
    func atomic(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1)
        let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
        await #expect(throws: StoreError.self) {
            try await store.record(
                [.generated(test, milliseconds: 1), .judged(ordinal: 0, .sample(), milliseconds: 1)], in: "r1")
        }
        #expect(try await store.test(0, in: "r1").stage == .planned)
    }

    @Test("hundreds of callers at once lose nothing, and a wrong one spoils no other", arguments: StoreKind.all)
    func groupCommit(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 200)
        let refused = await withTaskGroup(of: Bool.self) { group in
            for ordinal in 0..<200 {
                let test = TestCase(plan: .sample(ordinal), prompt: "Prompt \(ordinal)", origin: [:])
                group.addTask {
                    (try? await store.record([.generated(test, milliseconds: 1)], in: "r1")) == nil
                }
                if ordinal % 20 == 0 {
                    group.addTask {
                        (try? await store.record([.judged(ordinal: ordinal, .sample(), milliseconds: 1)], in: "r1"))
                            == nil
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 10)
        let stages = try await store.claim(run: "r1").map(\.stage)
        #expect(stages == Array(repeating: .generated, count: 200))
    }

    @Test("pages hand over every test in order", arguments: StoreKind.all)
    func paging(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1030)
        var pages: [[Int]] = []
        for try await page in store.tests(in: "r1") { pages.append(page.map(\.plan.ordinal)) }
        #expect(pages.count > 1 && pages.joined().elementsEqual(0..<1030))
        var ahead: [[Int]] = []
        try await store.tests(in: "r1").readAhead { ahead.append($0.map(\.plan.ordinal)) }
        #expect(ahead == pages)
    }

    @Test("pages of a run that is not there throw", arguments: StoreKind.all)
    func noPages(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1)
        await #expect(throws: StoreError.noSuchRun("r9", known: ["r1"])) { try await store.tests(in: "r9").all() }
        await #expect(throws: StoreError.noSuchRun("r9", known: ["r1"])) { try await store.verdicts(in: "r9").all() }
    }

    @Test("prompts of all runs are handed over", arguments: StoreKind.all)
    func prompts(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 3)
        try await store.create(.sample("r2", grid: grid))
        try await store.plan([.sample(0)], in: "r2")
        for (run, ordinal) in [("r1", 0), ("r1", 2), ("r2", 0)] {
            let test = TestCase(plan: .sample(ordinal), prompt: "\(run)/\(ordinal)", origin: [:])
            try await store.record([.generated(test, milliseconds: 1)], in: run)
        }
        #expect(try await store.prompts().all().map(\.text) == ["r1/0", "r1/2", "r2/0"])
    }

    /// Takes a planned test all the way to a verdict.
    private func judge(_ ordinal: Int, _ label: Verdict.Label, in run: String, _ store: any Store) async throws {
        let test = TestCase(plan: .sample(ordinal), prompt: "\(run)/\(ordinal)", origin: [:])
        try await store.record(
            [
                .generated(test, milliseconds: 1), .executed(ordinal: ordinal, Response(text: "x"), milliseconds: 1),
                .judged(ordinal: ordinal, .sample(label), milliseconds: 1),
            ], in: run)
    }

    @Test("tallies follow a cell's values when the grid has grown", arguments: StoreKind.all)
    func tallies(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 7)
        for ordinal in 0..<7 { try await judge(ordinal, ordinal == 6 ? .unsafe : .safe, in: "r1", store) }
        let target = "simulated/default"
        let first = CellTally(target: target, cell: 0, judged: 2, findings: 1)
        #expect(try await store.tallies(on: grid).first == first)
        #expect(try await store.tallies(on: grid).count == 6)
        let grown = try Grid(dimensions: Grid.sample(2, 4).dimensions, id: grid.id)
        #expect(try await store.tallies(on: grown).map(\.cell) == [0, 1, 2, 4, 5, 6])
        #expect(try await store.tallies(on: Grid(dimensions: grid.dimensions, id: "other")).isEmpty)
    }

    @Test(
        "tallies of a run leave out other runs, tests without a verdict, and runs on other grids",
        arguments: StoreKind.all)
    func talliesOfRun(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 8)
        try await store.create(.sample("r2", grid: grid, budget: 3))
        try await store.plan([.sample(0, cell: 5), .sample(1, cell: 1), .sample(2, cell: 1)], in: "r2")
        for ordinal in 0..<7 { try await judge(ordinal, ordinal == 6 ? .unsafe : .safe, in: "r1", store) }
        for ordinal in 1...2 { try await judge(ordinal, .unsafe, in: "r2", store) }
        let target = "simulated/default"
        let second = [CellTally(target: target, cell: 1, judged: 2, findings: 2)]
        #expect(try await store.tallies(of: "r2", on: grid) == second)
        let first = try await store.tallies(of: "r1", on: grid)
        #expect(first.map(\.judged) == [2, 1, 1, 1, 1, 1])
        #expect(first.map(\.findings) == [1, 0, 0, 0, 0, 0])
        // On a grid that has grown, the cells are counted where their values are now.
        let grown = try Grid(dimensions: Grid.sample(2, 4).dimensions, id: grid.id)
        #expect(try await store.tallies(of: "r1", on: grown).map(\.cell) == [0, 1, 2, 4, 5, 6])
        #expect(try await store.tallies(of: "r1", on: Grid(dimensions: grid.dimensions, id: "other")).isEmpty)
        #expect(try await store.tallies(of: "nobody", on: grid).isEmpty)
    }

    @Test("the table knows the reasons of a choice, and no other", arguments: StoreKind.all)
    func reasons(_ kind: StoreKind) async throws {
        let home = try await StoreHome(kind)
        let store = try await home.open()
        try await store.create(.sample(grid: grid, budget: 1))
        try await store.plan([.sample(0)], in: "r1")
        for reason in ["floor", "closing", "uniform", "adaptive"] {
            #expect(try await home.execute("UPDATE planned_test SET selection = '\(reason)'") == 1)
        }
        await #expect(throws: (any Error).self) { try await home.execute("UPDATE planned_test SET selection = 'odd'") }
    }

    @Test("tallies by reason count tests planned, judged and unsafe, of one run", arguments: StoreKind.all)
    func selectionTallies(_ kind: StoreKind) async throws {
        let store = try await storeWithRun(kind, tests: 1)
        try await store.create(.sample("r2", grid: grid, budget: 4))
        let plans = [(5, SelectionReason.closing), (1, .floor), (1, .adaptive), (1, .adaptive)].enumerated().map {
            PlannedTest(ordinal: $0, round: 0, cell: $1.0, selection: $1.1)
        }
        try await store.plan(plans, in: "r2")
        try await judge(1, .safe, in: "r2", store)
        try await judge(2, .unsafe, in: "r2", store)
        try await judge(3, .unknown, in: "r2", store)
        let tallies = [
            SelectionTally(cell: 1, reason: .adaptive, planned: 2, judged: 2, findings: 1),
            SelectionTally(cell: 1, reason: .floor, planned: 1, judged: 1, findings: 0),
            SelectionTally(cell: 5, reason: .closing, planned: 1, judged: 0, findings: 0),
        ]
        #expect(try await store.selectionTallies(of: "r2", on: grid) == tallies)
        let grown = try Grid(dimensions: Grid.sample(2, 4).dimensions, id: grid.id)
        #expect(try await store.selectionTallies(of: "r2", on: grown).map(\.cell) == [1, 1, 6])
        #expect(try await store.selectionTallies(of: "r2", on: Grid(dimensions: grid.dimensions, id: "other")).isEmpty)
        #expect(try await store.selectionTallies(of: "nobody", on: grid).isEmpty)
    }
}

extension TallyStore {
    fileprivate func tallies(of run: String, on grid: Grid) async throws -> [CellTally] {
        try await tallies(of: run, on: grid, fromGrade: nil, byChance: false)
    }
}
