import Foundation
import SafetyGrid

/// A combination with too few judged tests, and the weight of the findings that it could hide.
package struct CoverageHole: Sendable, Equatable {
    /// Number of the combination in its ``CombinationSpace``.
    package let combination: Int
    /// Judged tests.
    package let judged: Int
    /// Mean unsafe rate that its cells are expected to have, 0 ... 1.
    package let rate: Double
    /// Findings in the combinations that differ in one value: the neighbours.
    package let neighbourFindings: Int
    /// Weight of what it could hide: expected rate x severity x log2(2 + findings of neighbours).
    package let worth: Double
}

/// The coverage holes of a strength, those that could hide most first.
package struct HoleRanking: Sendable {
    /// The combinations.
    package let space: CombinationSpace
    /// All holes, greatest worth first.
    package let holes: [CoverageHole]

    /// Ranks the holes.
    ///
    /// - Parameters:
    ///   - matrix: judged tests so far
    ///   - strength: t, 1 ... number of dimensions
    ///   - depth: judged tests under which a combination is a hole, 1 or more
    ///   - rates: unsafe rate that each cell is expected to have, by cell id
    ///   - weights: severity of each cell, by cell id; nil for 1 each
    package init(_ matrix: CoverageMatrix, strength: Int, depth: Int = 1, rates: [Double], weights: [Double]? = nil) {
        let counts = matrix.combinations(strength: strength)
        let space = counts.space
        self.space = space
        let missing = counts.judged.indices.filter { counts.judged[$0] < depth }
        guard !missing.isEmpty else {
            holes = []
            return
        }
        let mean = Self.means(matrix.grid, space, rates)
        let worth = weights.map { weights in
            Self.means(matrix.grid, space, zip(rates, weights).map { $0 * $1 })
        }
        let neighbours = Neighbours(matrix, counts)
        let holes = missing.map { number in
            let findings = neighbours.findings(of: number)
            return CoverageHole(
                combination: number, judged: counts.judged[number], rate: mean[number], neighbourFindings: findings,
                worth: (worth ?? mean)[number] * log2(2 + Double(findings)))
        }
        self.holes = holes.sorted { ($0.worth, $1.combination) > ($1.worth, $0.combination) }
    }

    /// Mean over the cells of each combination.
    private static func means(_ grid: Grid, _ space: CombinationSpace, _ numbers: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: space.count)
        var cells = [Int](repeating: 0, count: space.count)
        for id in numbers.indices {
            let cell = grid.cell(id)
            for subset in space.subsets.indices {
                let combination = space.combination(subset: subset, in: cell)
                sums[combination] += numbers[id]
                cells[combination] += 1
            }
        }
        return zip(sums, cells).map { $0 / Double(max($1, 1)) }
    }
}

/// Findings of the combinations that share all values but one with a given one.
private struct Neighbours {
    private let counts: CombinationCounts
    /// Findings of every combination of one value less; nil for single values, whose neighbours are all of the dimension.
    private let less: CombinationCounts?
    private let total: Int
    private let grid: Grid
    private let subsets: [[Int]: Int]

    init(_ matrix: CoverageMatrix, _ counts: CombinationCounts) {
        self.counts = counts
        grid = matrix.grid
        let strength = counts.space.strength
        less = strength > 1 ? matrix.combinations(strength: strength - 1) : nil
        total = matrix.findings.reduce(0, +)
        subsets = (less?.space.subsets ?? []).enumerated().reduce(into: [:]) { $0[$1.element] = $1.offset }
    }

    /// Leaving one part out gives the combinations that differ from it in that dimension alone, and itself.
    func findings(of combination: Int) -> Int {
        guard let less else { return total - counts.findings[combination] }
        let parts = counts.space.parts(of: combination)
        var indices = [Int](repeating: 0, count: grid.dimensions.count)
        for part in parts { indices[part.dimension] = part.value }
        let cell = grid.cell(at: indices)
        var sum = 0
        for left in parts.indices {
            let axes = parts.indices.filter { $0 != left }.map { parts[$0].dimension }
            guard let subset = subsets[axes] else { continue }
            sum += less.findings[less.space.combination(subset: subset, in: cell)] - counts.findings[combination]
        }
        return sum
    }
}
