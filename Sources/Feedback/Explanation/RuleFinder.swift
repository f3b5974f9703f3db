import Foundation
import Records
import SafetyGrid

/// The smallest combinations of values that explain a run's findings.
///
/// Separate and conquer (Fürnkranz 1999, "Separate-and-conquer rule learning"): the combination that chance explains least
/// becomes a rule, its cells are put aside, and the search goes on in the rest. A longer combination counts only where it
/// stands out within each shorter one, so that a value is not named twice with whatever else was tested. P-values are
/// Fisher's exact ones, corrected for all combinations looked at (Bonferroni).
package struct RuleFinder: Sendable {
    /// Corrected p-value up to which a combination is a rule.
    static let level = 0.05
    /// Fewest findings of a rule: fewer are an anecdote.
    static let leastFindings = 3
    /// Most values of a rule.
    static let mostValues = 3
    /// Most rules: a reader keeps no more in mind.
    private static let mostRules = 10
    /// Combinations of a strength beyond which it is left out.
    private static let mostCombinations = 200_000

    private let grid: Grid
    private let spaces: [CombinationSpace]

    package init(grid: Grid) {
        self.grid = grid
        spaces = (1...min(Self.mostValues, grid.dimensions.count)).map { CombinationSpace(grid, strength: $0) }
            .filter { $0.count <= Self.mostCombinations }
    }

    /// The rules, in the order in which they were found; none when nothing stands out.
    package func rules(_ matrix: CoverageMatrix) -> [FindingRule] {
        var left = matrix
        var looked: Int?
        var rules: [FindingRule] = []
        while rules.count < Self.mostRules {
            let counts = spaces.map { CombinationCounts(left, strength: $0.strength) }
            // Counted once: cells that were put aside have been looked at as well.
            let all = looked ?? counts.reduce(0) { $0 + $1.judged.count { $0 > 0 } }
            looked = all
            guard let best = strongest(left, counts, all) else { break }
            rules.append(best.rule)
            left = left.without(best.space.parts(of: best.combination))
        }
        return rules
    }

    private typealias Candidate = (space: CombinationSpace, combination: Int, rule: FindingRule)

    private func strongest(_ left: CoverageMatrix, _ counts: [CombinationCounts], _ looked: Int) -> Candidate? {
        let (judged, findings) = (left.depth.reduce(0, +), left.findings.reduce(0, +))
        var best: Candidate?
        for level in counts.indices {
            let own = counts[level]
            for combination in own.judged.indices where own.findings[combination] >= Self.leastFindings {
                let (hits, drawn) = (own.findings[combination], own.judged[combination])
                guard hits * (judged - drawn) > (findings - hits) * drawn else { continue }
                let p = ExactTests.fisherUpperTail(hits: hits, drawn: drawn, marked: findings, all: judged)
                let corrected = min(1, p * Double(looked))
                guard corrected <= min(Self.level, best?.rule.pValue ?? 1),
                    best.map({ corrected < $0.rule.pValue }) ?? true,
                    standsOut(combination, level, counts)
                else { continue }
                let rest = (findings: findings - hits, judged: judged - drawn)
                let restRate = (Double(rest.findings) + (rest.findings == 0 ? 0.5 : 0)) / Double(max(rest.judged, 1))
                let rule = FindingRule(
                    parts: own.space.parts(of: combination).map {
                        FindingRule.Part(
                            dimension: grid.dimensions[$0.dimension].id,
                            value: grid.dimensions[$0.dimension].values[$0.value].id)
                    }, findings: hits, judged: drawn, restFindings: rest.findings, restJudged: rest.judged,
                    lift: Double(hits) / Double(drawn) / restRate, pValue: corrected)
                best = (own.space, combination, rule)
            }
        }
        return best
    }

    /// Whether a combination stands out within each of those that it becomes when one value is left out.
    private func standsOut(_ combination: Int, _ level: Int, _ counts: [CombinationCounts]) -> Bool {
        guard level > 0 else { return true }
        let (own, above) = (counts[level], counts[level - 1])
        let parts = own.space.parts(of: combination)
        var indices = [Int](repeating: 0, count: grid.dimensions.count)
        for part in parts { indices[part.dimension] = part.value }
        let cell = grid.cell(at: indices)
        return parts.indices.allSatisfy { left in
            let axes = parts.indices.filter { $0 != left }.map { parts[$0].dimension }
            guard let subset = above.space.subsets.firstIndex(of: axes) else { return false }
            let parent = above.space.combination(subset: subset, in: cell)
            return ExactTests.fisherUpperTail(
                hits: own.findings[combination], drawn: own.judged[combination], marked: above.findings[parent],
                all: above.judged[parent]) <= Self.level
        }
    }
}

extension CoverageMatrix {
    /// The matrix without the tests of the cells that have all of some values.
    fileprivate func without(_ parts: [(dimension: Int, value: Int)]) -> CoverageMatrix {
        var rest = CoverageMatrix(grid: grid)
        for id in depth.indices where depth[id] > 0 {
            let indices = grid.cell(id).indices
            guard !parts.allSatisfy({ indices[$0.dimension] == $0.value }) else { continue }
            rest.add(cell: id, judged: depth[id], findings: findings[id])
        }
        return rest
    }
}
