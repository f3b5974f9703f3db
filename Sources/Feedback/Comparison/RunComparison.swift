import SafetyGrid

/// The rises and falls between two runs on one grid: two nights, two models, before and after a fine-tune.
///
/// Each group is tested for a shift of its rates by a likelihood ratio (``ShiftLikelihood``) in which cells lend each other
/// strength by the ``HierarchicalModel``. Where most of a group's tests are the same test cases in both runs, McNemar's test
/// of the pairs takes its place. The false discovery rate is held over all comparisons (``FalseDiscovery``).
///
/// ```swift
/// let comparison = RunComparison(grid: grid, base: CellEvidence(lastNight), new: CellEvidence(tonight), pairs: [])
/// let alarms = comparison.rises(at: RunComparison.level)
/// ```
package struct RunComparison: Sendable {
    /// Accepted share of false alarms among alarms. It is below 5 %, because at 5 % two to four of a hundred quiet
    /// nights raise an alarm; a hazard that rose from 2 to 10 % is as a rule far below either level.
    package static let level = 0.025
    /// Level at which a change is beyond doubt.
    private static let doubtless = 0.002

    /// One comparison a group: overall, every value, every cell that the later run tested.
    package let comparisons: [Comparison]

    /// Shares of the level for each kind of group. Safety engineers act on hazards, which get most; cells are many, and
    /// each holds little evidence.
    private static let shares = (hazards: 0.75, values: 0.08, cells: 0.04, overall: 0.05)
    /// Two runs teach the other spreads by themselves. These priors therefore count for little, and start lower.
    private static var priors: ModelPriors {
        var priors = ModelPriors.valuesApart
        priors.pairSpread = 0.15
        priors.strength = 0.5
        return priors
    }
    private static let draws = 200
    private static let leastDraws = 40
    private static let mostNumbers = 4_000_000

    /// Compares two runs.
    ///
    /// - Parameters:
    ///   - grid: the grid of both
    ///   - base: verdicts of the earlier run, or of several earlier nights together
    ///   - new: verdicts of the later run
    ///   - pairs: test cases that both runs have
    ///   - seed: seed of the draws
    package init(grid: Grid, base: CellEvidence, new: CellEvidence, pairs: [PairedVerdict] = [], seed: UInt64 = 1) {
        let model = HierarchicalModel(grid: grid, errors: .none, priors: Self.priors)
        let index = GroupIndex(grid)
        let draws = max(Self.leastDraws, min(Self.draws, Self.mostNumbers / grid.cellCount))
        let shifts = ShiftLikelihood(
            index, model.posterior(given: base.adding(new)), later: new, draws: draws, seed: seed)
        let counts = GroupCounts(index, model, base: base, new: new, pairs: pairs)
        let groups = (0..<index.count).filter { $0 < index.wide || new.judged[$0 - index.wide] > 0 }
        let rises = groups.map { counts.pValue($0, rise: true) ?? shifts.pValue($0, rise: true) }
        let falls = groups.map { counts.pValue($0, rise: false) ?? shifts.pValue($0, rise: false) }
        let weights = groups.map { Self.weight(index.group($0), in: grid, cells: groups.count - index.wide) }
        let riseValues = FalseDiscovery.adjusted(rises, weights: weights)
        let fallValues = FalseDiscovery.adjusted(falls, weights: weights)
        comparisons = groups.enumerated().map { place, group in
            Comparison(
                group: index.group(group), base: counts.base(group), new: counts.new(group),
                baseRate: counts.baseRate(group), newRate: counts.newRate(group),
                riseProbability: shifts.riseProbability(group), risePValue: rises[place],
                riseQValue: riseValues[place], fallPValue: falls[place], fallQValue: fallValues[place],
                pairs: counts.pairs[group])
        }
    }

    /// The groups whose rate rose with an adjusted p-value of at most `level`, most certain first.
    package func rises(at level: Double) -> [Comparison] {
        comparisons.filter { $0.riseQValue <= level }.sorted { $0.risePValue < $1.risePValue }
    }

    /// The groups whose rate fell with an adjusted p-value of at most `level`, most certain first.
    package func falls(at level: Double) -> [Comparison] {
        comparisons.filter { $0.fallQValue <= level }.sorted { $0.fallPValue < $1.fallPValue }
    }

    /// Whether nothing rose or fell beyond doubt. After a run that is not quiet, the next run is compared with that run
    /// alone. A false change would discard the earlier runs, which help to find the next true one; hence the strict
    /// level.
    package var isQuiet: Bool { rises(at: Self.doubtless).isEmpty && falls(at: Self.doubtless).isEmpty }

    private static func weight(_ group: ComparisonGroup, in grid: Grid, cells: Int) -> Double {
        switch group {
        case .overall: shares.overall
        case .value(grid.groupAxis, _): shares.hazards / Double(grid.groups.values.count)
        case .value(let dimension, _): shares.values / Double(grid.shape[dimension])
        case .cell: shares.cells / Double(max(cells, 1))
        }
    }
}
