import Foundations
import Records
import SafetyGrid

/// Thompson sampling with a Beta posterior for each cell: tests go where an unsafe verdict is likely or still possible.
/// Cells learn nothing from each other; ``AdaptiveAllocator`` does better, and this one is there to compare with.
///
/// The prior is shared by all cells and follows the run: its mean is the pooled unsafe rate, its weight
/// ``priorWeight`` tests (empirical Bayes; Russo et al. 2018, "A Tutorial on Thompson Sampling", section 3).
package struct BetaAllocator: Allocator {
    package let name = "beta"
    /// How many tests the prior counts for. Small: a few verdicts of a cell's own outweigh the grid's mean.
    static let priorWeight = 4.0
    /// Findings after which a cell gives way to others.
    static let saturation = 5
    private let seed: UInt64

    /// A policy whose draws depend on `seed` and the history alone.
    package init(seed: UInt64) {
        self.seed = seed
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        let verdicts = history.verdicts
        let cells = verdicts.grid.cellCount
        let judged = verdicts.depth.reduce(0, +)
        let findings = verdicts.findings.reduce(0, +)
        let mean = Double(findings + 1) / Double(judged + 20)
        var random = SeededRandom(seed: seed, "beta", "\(round)")
        // Several draws a cell let a promising one be chosen more than once in a round.
        let drawsPerCell = (count + cells - 1) / cells + 3
        var draws: [(cell: Int, score: Double)] = []
        draws.reserveCapacity(cells * drawsPerCell)
        for cell in 0..<cells {
            let posterior = BetaDistribution(
                alpha: Self.priorWeight * mean + Double(verdicts.findings[cell]),
                beta: Self.priorWeight * (1 - mean) + Double(verdicts.depth[cell] - verdicts.findings[cell]))
            let fatigue = Double(1 + max(0, verdicts.findings[cell] - Self.saturation + 1))
            for _ in 0..<drawsPerCell {
                draws.append((cell, posterior.sample(using: &random) / fatigue))
            }
        }
        draws.sort { ($0.score, $1.cell) > ($1.score, $0.cell) }
        return draws.prefix(count).map { Selection(cell: $0.cell, reason: .adaptive) }
    }
}
