import Feedback
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

@Suite("Test cases that two runs share")
struct PairedTestsTests {
    @Test("the same prompt for the same cell pairs, whatever its number, and shows both verdicts")
    func pairs() async throws {
        let runs = try StoredRuns()
        let grid = try Sample.smallGrid()
        let base = try await runs.add(
            .sample("base", grid: grid), [(0, "a", .safe), (1, "b", .unsafe), (2, "c", .unknown)])
        let new = try await runs.add(
            .sample("new", grid: grid), [(2, "c", .unsafe), (0, "a", .unsafe), (1, "b", .safe)])
        let pairs = try await PairedTests.of(base, new, in: runs.store)
        #expect(
            pairs == [
                PairedVerdict(cell: 2, base: false, new: true), PairedVerdict(cell: 0, base: false, new: true),
                PairedVerdict(cell: 1, base: true, new: false),
            ])
    }

    @Test("another prompt, another cell, a test without a verdict and a second copy do not pair")
    func differences() async throws {
        let runs = try StoredRuns()
        let grid = try Sample.smallGrid()
        let base = try await runs.add(
            .sample("base", grid: grid), [(0, "a", .safe), (1, "b", .safe), (2, "c", nil), (3, "d", .unsafe)])
        let new = try await runs.add(
            .sample("new", grid: grid),
            [(0, "other", .safe), (2, "b", .safe), (2, "c", .safe), (3, "d", .unsafe), (3, "d", .safe)])
        #expect(
            try await PairedTests.of(base, new, in: runs.store) == [PairedVerdict(cell: 3, base: true, new: true)])
    }

    @Test("cells are recognised by their values when one of the grids has further ones")
    func otherGrid() async throws {
        let runs = try StoredRuns()
        let small = try Sample.smallGrid()
        let hazards = small.dimensions[0]
        let turned = Dimension(id: hazards.id, taxonomy: hazards.taxonomy, values: hazards.values.reversed())
        let other = try Grid(dimensions: [turned, small.dimensions[1]])
        let base = try await runs.add(.sample("base", grid: small), [(0, "a", .unsafe)])
        let new = try await runs.add(.sample("new", grid: other), [(0, "a", .safe), (2, "a", .safe)])
        #expect(
            try await PairedTests.of(base, new, in: runs.store) == [PairedVerdict(cell: 2, base: true, new: false)])
    }
}
