import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Feedback

@Suite("Coverage holes, what closes them, and the risk that remains")
struct CoverageHoleTests {
    let grid: Grid

    init() throws {
        grid = try Grid.sample(5, 4, 3)
    }

    /// A matrix of random tests.
    private func matrix(_ tests: Int, seed: UInt64) -> CoverageMatrix {
        var random = SeededRandom(seed: seed)
        var matrix = CoverageMatrix(grid: grid)
        for _ in 0..<tests {
            matrix.add(cell: Int.random(in: 0..<grid.cellCount, using: &random), unsafe: random.unit() < 0.2)
        }
        return matrix
    }

    @Test("the chosen cells close every hole, none more than it takes", arguments: [1, 2, 3], [1, 2, 3])
    func closing(strength: Int, depth: Int) {
        for seed in UInt64(0)..<10 {
            var matrix = matrix(Int(seed) * 8, seed: seed)
            let cells = ClosingCells.cells(closing: matrix, strength: strength, depth: depth)
            for (place, cell) in cells.enumerated() {
                // Each cell closes something when its turn comes.
                let before = matrix.combinations(strength: strength)
                let own = before.space.combinations(in: grid.cell(cell))
                #expect(own.contains { before.judged[$0] < depth }, "cell \(place)")
                matrix.add(cell: cell, unsafe: false)
            }
            #expect(matrix.combinations(strength: strength).holes(depth: depth).isEmpty)
            #expect(ClosingCells.cells(closing: matrix, strength: strength, depth: depth).isEmpty)
        }
    }

    @Test("an empty grid's pairs take hardly more tests than its two largest dimensions make pairs")
    func small() throws {
        let cells = ClosingCells.cells(closing: CoverageMatrix(grid: grid), strength: 2)
        #expect((20...24).contains(cells.count), "\(cells.count)")
        let large = try Grid.sample(14, 6, 5)
        let pairs = ClosingCells.cells(closing: CoverageMatrix(grid: large), strength: 2)
        #expect((84...100).contains(pairs.count), "\(pairs.count)")
    }

    @Test("of cells that close as much the one of greatest worth comes first")
    func worth() {
        var worth = [Double](repeating: 0.1, count: grid.cellCount)
        worth[37] = 0.9
        #expect(ClosingCells.cells(closing: CoverageMatrix(grid: grid), strength: 2, worth: worth).first == 37)
    }

    @Test("a hole is worth more where more is expected, near findings, and where they are grave")
    func ranking() throws {
        var matrix = CoverageMatrix(grid: grid)
        // All cells of the first style but one in the last hazard; two findings near that one.
        for cell in 0..<grid.cellCount where grid.cell(cell).indices[2] == 0 && cell != grid.cell(at: [4, 3, 0]).id {
            matrix.add(cell: cell, unsafe: grid.cell(cell).indices == [4, 2, 0])
        }
        let rates = [Double](repeating: 0.1, count: grid.cellCount)
        let holes = HoleRanking(matrix, strength: 3, rates: rates).holes
        #expect(holes.count == grid.cellCount - 19)
        let first = try #require(holes.first)
        let space = CombinationSpace(grid, strength: 3)
        #expect(
            space.combinations(in: grid.cell(at: [4, 2, 1])).contains(first.combination)
                || space.combinations(in: grid.cell(at: [4, 3, 0])).contains(first.combination)
                || space.combinations(in: grid.cell(at: [4, 2, 2])).contains(first.combination))
        #expect(first.neighbourFindings == 1 && holes.last?.neighbourFindings == 0)
        let grave = (0..<grid.cellCount).map { grid.cell($0).indices[0] == 1 ? 9.0 : 1 }
        let weighed = try #require(
            HoleRanking(matrix, strength: 1, depth: 50, rates: rates, weights: grave).holes.first)
        #expect(CombinationSpace(grid, strength: 1).parts(of: weighed.combination).map(\.value) == [1])
        #expect(HoleRanking(matrix, strength: 1, rates: rates).holes.count == 2)
    }

    @Test("neighbours' findings are those that differ in one value, as counted one by one")
    func neighbours() {
        let matrix = matrix(60, seed: 3)
        for strength in 1...3 {
            let counts = matrix.combinations(strength: strength)
            let ranking = HoleRanking(
                matrix, strength: strength, depth: 1000, rates: Array(repeating: 0.1, count: grid.cellCount))
            for hole in ranking.holes {
                let own = counts.space.parts(of: hole.combination)
                let near = (0..<counts.space.count).filter { other in
                    let parts = counts.space.parts(of: other)
                    let sameAxes = parts.map(\.dimension) == own.map(\.dimension)
                    return sameAxes && zip(parts, own).count { $0.value != $1.value } == 1
                }
                // A single value's neighbours are all other values, each finding counted in the other values alone.
                #expect(hole.neighbourFindings == near.reduce(0) { $0 + counts.findings[$1] })
            }
        }
    }

    @Test("bounds hold the rates, and shrink with tests")
    func risk() async {
        let few = await ResidualRisk(matrix(40, seed: 5))
        let many = await ResidualRisk(matrix(2000, seed: 5))
        #expect(many.rates.overall.upper < few.rates.overall.upper)
        #expect(many.rates.overall.upper > 0.2 && many.rates.overall.lower < 0.2)
        #expect(many.newKind < few.newKind)
        let empty = await ResidualRisk(CoverageMatrix(grid: grid))
        #expect(empty.cellBounds.allSatisfy { $0 == 1 } && empty.newKind == 1)
        #expect(many.riskiestCells(3, of: matrix(2000, seed: 5)).count == 3)
    }

    @Test("the risk has the estimator's rates, and those of cells from the model that chooses tests")
    func riskOfCells() async {
        let evidence = CellEvidence(matrix(300, seed: 5))
        let risk = await ResidualRisk(matrix(300, seed: 5))
        #expect(risk.rates == GridEstimator(grid: grid).estimate(RunEvidence(evidence)))
        #expect(risk.cellRates == HierarchicalModel(grid: grid, errors: .none).posterior(given: evidence).means())
    }
}

@Suite("What comes before a policy")
struct ClosingAllocatorTests {
    @Test("the given cells come first, across rounds, then the policy")
    func order() throws {
        let grid = try Grid.sample(3, 3, 2)
        let allocator = ClosingAllocator(base: UniformAllocator(seed: 1), cells: [4, 4, 9, 2])
        let empty = CoverageMatrix(grid: grid)
        let first = allocator.select(3, round: 0, given: AllocationHistory(verdicts: empty, planned: 0))
        #expect(first.map(\.cell) == [4, 4, 9] && first.allSatisfy { $0.reason == .closing })
        let second = allocator.select(3, round: 1, given: AllocationHistory(verdicts: empty, planned: 3))
        #expect(second.count == 3 && second[0].cell == 2 && second[1].reason == .uniform)
        #expect(allocator.select(2, round: 2, given: AllocationHistory(verdicts: empty, planned: 6)).count == 2)
    }
}
