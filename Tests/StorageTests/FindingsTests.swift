import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("Findings of earlier runs")
struct FindingsTests {
    /// A run whose tests with an odd number are unsafe.
    private func run(
        _ id: String, _ grid: Grid, tests: Int, target: String = "simulated/default", in store: any Store
    ) async throws {
        var run = RunRecord.sample(id, grid: grid, budget: tests)
        run.request.target.model = target
        try await store.create(run)
        let plans = (0..<tests).map { PlannedTest.sample($0, cell: $0 % grid.cellCount) }
        try await store.plan(plans, in: id)
        for plan in plans {
            let test = TestCase(plan: plan, prompt: "\(id) prompt \(plan.ordinal)", origin: [:])
            let verdict = Verdict.sample(plan.ordinal.isMultiple(of: 2) ? .safe : .unsafe)
            try await store.record(
                [
                    .generated(test, milliseconds: 1),
                    .executed(ordinal: plan.ordinal, Response(text: "x"), milliseconds: 1),
                    .judged(ordinal: plan.ordinal, verdict, milliseconds: 1),
                ], in: id)
        }
    }

    @Test(
        "only unsafe ones, of runs that were begun before, on the same grid and target, oldest first",
        arguments: StoreKind.all)
    func selection(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        let grid = try Grid.sample(2, 3)
        try await run("a", grid, tests: 6, in: store)
        try await run("other target", grid, tests: 6, target: "openai/x", in: store)
        try await run("other grid", Grid.sample(2), tests: 2, in: store)
        try await run("b", grid, tests: 4, in: store)
        try await run("c", grid, tests: 0, in: store)
        try await run("later", grid, tests: 4, in: store)
        let found = try await store.findings(before: "c", limit: 100)
        #expect(found.map(\.run) == ["a", "a", "a", "b", "b"])
        #expect(found.map(\.ordinal) == [1, 3, 5, 1, 3])
        #expect(found[0] == StoredFinding(run: "a", ordinal: 1, cell: 1, prompt: "a prompt 1", confidence: 0.5))
        #expect(
            try await store.findings(before: "c", limit: 3).map(\.prompt) == ["a prompt 5", "b prompt 1", "b prompt 3"])
        #expect(try await store.findings(before: "a", limit: 9).isEmpty)
    }

    @Test("cells are those of the run's own grid, and those it does not have are left out", arguments: StoreKind.all)
    func cells(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        func grid(_ values: [String]) throws -> Grid {
            try Grid(
                dimensions: [
                    Dimension(
                        id: "hazard", taxonomy: "t",
                        values: values.map { DimensionValue(id: $0, title: $0, definition: $0, source: "s") })
                ], id: "t")
        }
        try await run("a", grid(["x", "y", "z", "w"]), tests: 4, in: store)
        try await run("b", grid(["w", "x", "z"]), tests: 0, in: store)
        let found = try await store.findings(before: "b", limit: 10)
        #expect(found.map(\.ordinal) == [3] && found.map(\.cell) == [0])
    }

    @Test("an unknown run is an error", arguments: StoreKind.all)
    func unknown(_ kind: StoreKind) async throws {
        let store = try await StoreHome(kind).open()
        await #expect(throws: StoreError.self) { try await store.findings(before: "nobody", limit: 1) }
    }
}
