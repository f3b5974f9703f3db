import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Policy adaptive")
struct AdaptiveAllocatorTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(6, 4, 3)
    }

    private func history(_ findings: [Int: Int] = [:], judged: Int = 4, remaining: [Int]? = nil) -> AllocationHistory {
        var matrix = CoverageMatrix(grid: grid)
        for cell in 0..<grid.cellCount { matrix.add(cell: cell, judged: judged, findings: findings[cell] ?? 0) }
        return AllocationHistory(verdicts: matrix, planned: judged * grid.cellCount, remaining: remaining)
    }

    /// Tests of each cell in twenty rounds of twenty, each planned from the same history.
    private func tests(
        given history: AllocationHistory, _ settings: AdaptiveSettings = AdaptiveSettings()
    ) -> [Int] {
        let allocator = AdaptiveAllocator(grid: grid, settings: settings, seed: 11)
        var counts = [Int](repeating: 0, count: grid.cellCount)
        for round in 0..<20 {
            for selection in allocator.select(20, round: round, given: history) { counts[selection.cell] += 1 }
        }
        return counts
    }

    @Test("the probabilities of a round sum to 1", arguments: [1, 7, 20, 500])
    func probabilities(size: Int) {
        let selections = AdaptiveAllocator(grid: grid, seed: 3).select(size, round: 2, given: history([5: 2, 40: 1]))
        #expect(selections.count == size)
        let known = Dictionary(selections.map { ($0.cell, $0.probability ?? 0) }) { first, _ in first }
        let uniform = Double(selections.count { $0.reason == .uniform }) / Double(size)
        let others = Double(grid.cellCount - known.count) * uniform / Double(grid.cellCount)
        #expect(abs(known.values.reduce(0, +) + others - 1) < 1e-9)
        #expect(known.values.allSatisfy { $0 > 0 && $0 <= 1 })
    }

    /// 2,000 tests of a share of 0.2 have a standard deviation below 18; six of them are passed with a chance under 1e-6.
    @Test("a share of the tests is uniform, whatever was seen", arguments: [3, 20, 100])
    func uniformShare(size: Int) {
        let allocator = AdaptiveAllocator(grid: grid, seed: 8)
        let given = history([0: 4])
        let selections = (0..<(2000 / size)).flatMap { allocator.select(size, round: $0, given: given) }
        let uniform = selections.filter { $0.reason == .uniform }
        #expect(abs(Double(uniform.count) - 0.2 * Double(selections.count)) < 108)
        // 72 cells, 400 draws: a chi-square of 71 degrees of freedom passes 140 with a chance under 1e-5.
        let expected = Double(uniform.count) / Double(grid.cellCount)
        let counts = uniform.reduce(into: [Int](repeating: 0, count: grid.cellCount)) { $0[$1.cell] += 1 }
        #expect(counts.reduce(0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected } < 140)
    }

    @Test("tests go to a cell that fails, and more to its relatives than to strangers")
    func follows() {
        var settings = AdaptiveSettings()
        settings.uniformShare = 0
        let counts = tests(given: history([0: 2]), settings)
        let failing = grid.cell(0).indices
        func mean(shared: Int) -> Double {
            let cells = counts.indices.filter { cell in
                zip(grid.cell(cell).indices, failing).count { $0 == $1 } == shared
            }
            return Double(cells.reduce(0) { $0 + counts[$1] }) / Double(cells.count)
        }
        #expect(mean(shared: 3) > 2 * mean(shared: 2))
        #expect(mean(shared: 2) > mean(shared: 0))
    }

    @Test("a cell that has shown five true findings gives way")
    func saturation() {
        var settings = AdaptiveSettings()
        settings.errors = .none
        let before = tests(given: history([0: 3]), settings)
        let after = tests(given: history([0: 7], judged: 8), settings)
        #expect(after[0] < before[0] / 4)
    }

    @Test("a finding is confirmed before it is believed: a cell has at most one more test in flight than it has seen")
    func confirmation() {
        var settings = AdaptiveSettings()
        settings.uniformShare = 0
        let selections = AdaptiveAllocator(grid: grid, settings: settings, seed: 1)
            .select(40, round: 0, given: history([0: 1], judged: 1))
        #expect(selections.count { $0.cell == 0 } <= 2)
        #expect(selections.contains { $0.cell == 0 })
    }

    @Test("weights draw tests to a hazard, costs push them away")
    func weights() {
        let plain = tests(given: history())
        var settings = AdaptiveSettings()
        settings.weights = (0..<grid.cellCount).map { $0 < 12 ? 4 : 1 }
        let weighted = tests(given: history(), settings)
        settings.weights = nil
        settings.costs = (0..<grid.cellCount).map { $0 < 12 ? 4 : 1 }
        let costly = tests(given: history(), settings)
        func hazard(_ counts: [Int]) -> Int { counts[..<12].reduce(0, +) }
        #expect(hazard(weighted) > 2 * hazard(plain))
        #expect(hazard(costly) < hazard(plain))
    }

    @Test("earlier runs count as a start")
    func prior() {
        var evidence = CellEvidence(cells: grid.cellCount)
        for cell in 0..<grid.cellCount { evidence.add(cell: cell, judged: 4, findings: cell == 9 ? 4 : 0, weight: 0.5) }
        let empty = CoverageMatrix(grid: grid)
        let without = tests(given: AllocationHistory(verdicts: empty, planned: 0))
        let with = tests(given: AllocationHistory(verdicts: empty, planned: 0, prior: evidence))
        #expect(with[9] > 2 * without[9])
    }

    @Test("no test goes to a cell with none left, and none is planned when nothing is left")
    func room() {
        var remaining = [Int](repeating: 0, count: grid.cellCount)
        for cell in [3, 4, 5] { remaining[cell] = 4 }
        let allocator = AdaptiveAllocator(grid: grid, seed: 2)
        let selections = allocator.select(20, round: 0, given: history([0: 3], remaining: remaining))
        #expect(selections.count == 12)
        #expect([3, 4, 5].allSatisfy { cell in selections.count { $0.cell == cell } == 4 })
    }

    @Test(
        "the settings of a run are checked",
        arguments: [
            (AllocationRequest.with { $0.uniformShare = 1.5 }, AdaptiveSettingsError.uniformShare(1.5)),
            (AllocationRequest.with { $0.watchShare = -0.1 }, AdaptiveSettingsError.watchShare(-0.1)),
            (AllocationRequest.with { $0.sensitivity = 0.02 }, .oracle(sensitivity: 0.02, specificity: 0.98)),
            (AllocationRequest.with { $0.weights = ["nobody": 2] }, .unknownValue("weights", id: "nobody")),
            (AllocationRequest.with { $0.costs = ["v1": 0] }, .factor("costs", id: "v1", 0)),
        ])
    func settings(settings: AllocationRequest, error: AdaptiveSettingsError) {
        #expect(throws: error) { try AdaptiveSettings(settings, grid: grid) }
    }

    @Test("a cell's weight is the product of its values' weights")
    func products() throws {
        let small = try Grid(dimensions: [
            Dimension(id: "hazard", taxonomy: "t", values: [.sample("a"), .sample("b")]),
            Dimension(id: "style", taxonomy: "t", values: [.sample("c"), .sample("d")]),
        ])
        let settings = try AdaptiveSettings(AllocationRequest.with { $0.weights = ["a": 3, "d": 0.5] }, grid: small)
        #expect(settings.weights == [3, 1.5, 1, 0.5])
        #expect(settings.costs == nil)
    }
}

extension AllocationRequest {
    fileprivate static func with(_ change: (inout AllocationRequest) -> Void) -> AllocationRequest {
        var settings = AllocationRequest()
        change(&settings)
        return settings
    }
}

extension DimensionValue {
    fileprivate static func sample(_ id: String) -> DimensionValue {
        DimensionValue(id: id, title: id, definition: "D", source: "s")
    }
}
