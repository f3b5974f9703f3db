import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Cells that close coverage holes")
struct HoleClosingTests {
    private func run(closing strength: Int?, budget: Int = 10, target: String = "simulated/default") throws -> RunRecord
    {
        var run = RunRecord.sample("new", grid: try Sample.smallGrid(), budget: budget, startedAt: 2000)
        run.request.allocation.closeHoles = strength
        run.request.target.model = target
        return run
    }

    @Test("a run that closes no holes stays as it is")
    func none() async throws {
        let runs = try StoredRuns()
        let run = try run(closing: nil)
        let same = try await HoleClosing.prepared(
            run, in: runs.store, hasBudget: false, hasFloor: false)
        #expect(same == run)
    }

    @Test("in an empty store every cell is a hole; without budget and floor they are what closes them")
    func empty() async throws {
        let runs = try StoredRuns()
        let made = try await HoleClosing.prepared(
            run(closing: 2), in: runs.store, hasBudget: false, hasFloor: false)
        let run = try #require(made)
        #expect(run.basis.closingCells?.sorted() == [0, 1, 2, 3])
        #expect(run.request.budget == 4 && run.request.allocation.floor == 0)
    }

    @Test("two cells close the values of a grid of 2 x 2, and they share none")
    func values() async throws {
        let runs = try StoredRuns()
        let made = try await HoleClosing.prepared(
            run(closing: 1), in: runs.store, hasBudget: false, hasFloor: false)
        let cells = try #require(made?.basis.closingCells).sorted()
        #expect(cells == [0, 3] || cells == [1, 2])
    }

    @Test("a budget and a floor that were asked for stay, and the budget cuts the cells")
    func given() async throws {
        let runs = try StoredRuns()
        let made = try await HoleClosing.prepared(
            run(closing: 2, budget: 3), in: runs.store, hasBudget: true, hasFloor: true)
        let run = try #require(made)
        #expect(run.basis.closingCells?.count == 3 && run.request.budget == 3 && run.request.allocation.floor == 1)
    }

    @Test("judged tests of the target close holes, those of another target do not, and with no hole there is no run")
    func seen() async throws {
        let runs = try StoredRuns()
        let grid = try Sample.smallGrid()
        var other = RunRecord.sample("other", grid: grid)
        other.request.target.model = "openai/other"
        try await runs.add(other, (0..<4).map { ($0, "p\($0)", .safe) })
        var named = RunRecord.sample("named", grid: grid)
        named.request.target.name = "with rules"
        try await runs.add(named, (0..<4).map { ($0, "n\($0)", .safe) })
        try await runs.add(.sample("first", grid: grid), [(0, "a", .safe), (1, "b", .unsafe), (3, "c", .safe)])
        let made = try await HoleClosing.prepared(
            run(closing: 2), in: runs.store, hasBudget: false, hasFloor: false)
        #expect(made?.basis.closingCells == [2])
        try await runs.add(.sample("second", grid: grid, startedAt: 1500), [(2, "d", .safe)])
        #expect(
            try await HoleClosing.prepared(run(closing: 2), in: runs.store, hasBudget: false, hasFloor: false) == nil)
    }

    @Test("a strength that the grid lacks is refused", arguments: [0, 3, -1])
    func strength(_ strength: Int) async throws {
        let runs = try StoredRuns()
        await #expect(throws: UsageError.self) {
            try await HoleClosing.prepared(run(closing: strength), in: runs.store, hasBudget: false, hasFloor: false)
        }
    }
}
