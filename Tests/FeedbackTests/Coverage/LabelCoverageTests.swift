import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Coverage by prompts that are placed in part")
struct LabelCoverageTests {
    @Test("a combination counts only when all its values are known")
    func partial() throws {
        var coverage = LabelCoverage(grid: try Grid.sample(2, 2, 2))
        coverage.add(["d0": "v0"])
        coverage.add(["d0": "v1", "d2": "v0"])
        coverage.add(["d0": "v1", "d1": "v0", "d2": "v1"])
        coverage.add(["d1": "nowhere", "other": "v0"])
        coverage.add([:])
        #expect(coverage.prompts == 5)
        #expect(coverage.placed == [3, 1, 2])
        #expect(coverage.counts(strength: 1) == [1, 2, 1, 0, 1, 1])
        #expect(coverage.holes(strength: 1) == [3])
        #expect(coverage.holes(strength: 1, depth: 2) == [0, 2, 3, 4, 5])
        #expect(coverage.counts(strength: 2).reduce(0, +) == 4)
        #expect(coverage.counts(strength: 3).reduce(0, +) == 1)
        #expect(coverage.holes(strength: 3).count == 7)
    }

    @Test("with every dimension known it is the coverage of a run")
    func whole() throws {
        let grid = try Grid.sample(3, 2, 2)
        var labels = LabelCoverage(grid: grid)
        var matrix = CoverageMatrix(grid: grid)
        for id in stride(from: 0, to: grid.cellCount, by: 2) {
            labels.add(grid.labels(of: id))
            matrix.add(cell: id, unsafe: false)
        }
        for strength in 1...3 {
            #expect(labels.counts(strength: strength) == matrix.combinations(strength: strength).judged)
            #expect(labels.holes(strength: strength) == matrix.combinations(strength: strength).holes())
        }
    }
}
