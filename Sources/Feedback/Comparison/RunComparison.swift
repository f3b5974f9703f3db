import SafetyGrid

/// What rose and what fell between two runs on one grid: two nights, two models, before and after a fine-tune.
///
/// Each comparison asks the earlier run what the later one should have shown. The ``HierarchicalModel`` of the earlier run's
/// verdicts gives draws of every cell's rate; the later run's tests, cell by cell, then have an expected number of findings
/// in each draw, and the p-value is the chance of the findings that came, averaged over the draws (a posterior predictive
/// check: Gelman et al. 2013, "Bayesian Data Analysis", section 6.3). The expectation follows the tests wherever a policy put
/// them, so an adaptive run is compared as fairly as a uniform one. Where most of a group's tests are the same test cases
/// in both runs, McNemar's test of the pairs takes its place.
///
/// ```swift
/// let comparison = RunComparison(grid: grid, base: CellEvidence(lastNight), new: CellEvidence(tonight), pairs: [])
/// let alarms = comparison.rises(at: 0.05)
/// ```
package struct RunComparison: Sendable {
    /// One comparison a group: overall, every value, every cell that the later run tested.
    package let comparisons: [Comparison]

    /// How the level is shared: what safety engineers act on gets most, cells are many and speak little each.
    private static let shares = (hazards: 0.5, values: 0.15, cells: 0.05, overall: 0.15)
    private static let mostNumbers = 8_000_000

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - grid: the grid of both
    ///   - base: verdicts of the earlier run, or of several earlier nights together
    ///   - new: verdicts of the later run
    ///   - pairs: test cases that both runs have
    ///   - seed: seed of the draws
    package init(grid: Grid, base: CellEvidence, new: CellEvidence, pairs: [PairedVerdict] = [], seed: UInt64 = 1) {
        let model = HierarchicalModel(grid: grid, errors: .none)
        let draws = max(50, min(400, Self.mostNumbers / (grid.cellCount * 4)))
        let old = GroupDraws(
            grid, model.posterior(given: base), expecting: new, draws: draws, seed: seed, name: "base")
        let later = GroupDraws(grid, model.posterior(given: new), expecting: nil, draws: draws, seed: seed, name: "new")
        let groups = Self.groups(grid, new)
        let counts = GroupCounts(grid, base: base, new: new, pairs: pairs)
        var comparisons = groups.map { counts.comparison($0, old, later) }
        let weights = groups.map { Self.weight($0, in: grid, groups: groups) }
        let rises = FalseDiscovery.adjusted(comparisons.map(\.risePValue), weights: weights)
        let falls = FalseDiscovery.adjusted(comparisons.map(\.fallPValue), weights: weights)
        for index in comparisons.indices {
            comparisons[index].riseQValue = rises[index]
            comparisons[index].fallQValue = falls[index]
        }
        self.comparisons = comparisons
    }

    /// What rose, most certain first: adjusted p-value at most `level`.
    package func rises(at level: Double) -> [Comparison] {
        comparisons.filter { $0.riseQValue <= level }.sorted { $0.risePValue < $1.risePValue }
    }

    /// What fell, most certain first.
    package func falls(at level: Double) -> [Comparison] {
        comparisons.filter { $0.fallQValue <= level }.sorted { $0.fallPValue < $1.fallPValue }
    }

    private static func groups(_ grid: Grid, _ new: CellEvidence) -> [ComparisonGroup] {
        let values = grid.dimensions.indices.flatMap { dimension in
            grid.dimensions[dimension].values.indices.map { ComparisonGroup.value(dimension: dimension, value: $0) }
        }
        return [.overall] + values + new.judged.indices.filter { new.judged[$0] > 0 }.map(ComparisonGroup.cell)
    }

    private static func weight(_ group: ComparisonGroup, in grid: Grid, groups: [ComparisonGroup]) -> Double {
        switch group {
        case .overall: shares.overall
        case .value(0, _): shares.hazards / Double(grid.shape[0])
        case .value(let dimension, _): shares.values / Double(grid.shape[dimension])
        case .cell: shares.cells / Double(groups.count)
        }
    }
}
