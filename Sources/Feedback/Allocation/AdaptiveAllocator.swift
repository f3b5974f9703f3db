import Foundations
import Records
import SafetyGrid

/// Thompson sampling from the ``HierarchicalModel``, with a share of tests drawn uniformly.
///
/// For each test to place, every cell draws a rate from its posterior, and the cell where the draw is worth most is chosen
/// (Russo et al. 2018, "A Tutorial on Thompson Sampling"). Worth is what a true finding there would add: a first finding
/// counts more than a further one, and a cell that has shown ``saturation`` of them gives way. Most draws are pulled
/// toward the posterior's mean, because a cell is tested a few times only and what a full draw would explore no later
/// round could use. Where findings are rare, full draws cost little and find the cell that no relative gives away, and a
/// first finding is news: both count by ``rarity(_:)``.
///
/// The uniform share is drawn with replacement, whatever was seen. After earlier runs, the hazards that look worse than they
/// did come before all else (``HazardWatch``).
package struct AdaptiveAllocator: Allocator {
    package let name = "adaptive"
    /// True findings after which further ones in a cell add nothing.
    static let saturation = 5.0
    /// Part of a pulled draw's distance from the mean that is kept.
    static let pulledBoldness = 0.1
    /// Share of draws that are not pulled, where findings are rare.
    static let boldShare = 0.6
    /// How much more a first finding is worth than a further one, where findings are rare.
    static let firstFinding = 2.0
    /// Worth of a test that can show nothing new, because its cell is saturated or has enough tests in flight. Such a
    /// cell gives way to every other cell, whatever their rates; among themselves such cells keep their order.
    static let nothingNew = 1e-3
    /// Most posterior draws of the grid a round; each then places several tests.
    private static let mostDraws = 256
    /// Most numbers drawn a round, 8 MB of them, so that a step on a large grid stays short.
    private static let mostNumbers = 2_000_000

    private let seed: UInt64
    private let settings: AdaptiveSettings
    private let model: HierarchicalModel
    /// Worth of a finding divided by the cost of a test, by cell id; nil when all cells are alike.
    private let factors: [Double]?

    /// A policy whose choices depend on grid, settings, seed and history alone.
    package init(grid: Grid, settings: AdaptiveSettings = AdaptiveSettings(), seed: UInt64) {
        self.seed = seed
        self.settings = settings
        factors = settings.factors(cells: grid.cellCount)
        model = HierarchicalModel(grid: grid, errors: settings.errors)
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        var random = SeededRandom(seed: seed, "adaptive", "\(round)")
        let cells = history.verdicts.grid.cellCount
        // The fraction of a test is drawn, so that the share holds in the mean for rounds of any size.
        let uniform = min(count, Int(settings.uniformShare * Double(count) + random.unit()))
        var free = CellRoom(history)
        var chosen = free.anywhere(uniform, using: &random).map { (cell: $0, reason: SelectionReason.uniform) }
        let watch = history.earlierRates.map {
            HazardWatch(rates: $0, verdicts: history.verdicts, worth: factors)
        }
        let watched = watch.map { draw(count - chosen.count, from: $0, &free, &random) } ?? []
        chosen += watched.map { ($0, .adaptive) }
        let placed = place(count - chosen.count, history, &free, &random)
        chosen += placed.map { ($0, .adaptive) }
        chosen += free.anywhere(count - chosen.count, using: &random).map { ($0, .adaptive) }
        let share = Double(uniform) / Double(count)
        let picks = Dictionary(placed.map { ($0, 1.0) }, uniquingKeysWith: +)
        let drawn = watched.isEmpty ? 0 : Double(watched.count) / (watch?.probabilities.reduce(0, +) ?? 1)
        return chosen.map { cell, reason in
            let others = (picks[cell] ?? 0) + drawn * (watch?.probabilities[cell] ?? 0)
            return Selection(
                cell: cell, reason: reason, probability: share / Double(cells) + others / Double(count))
        }
    }

    /// Draws cells of hazards that look worse than earlier runs did; fewer than `count` where a test is given back.
    private func draw(
        _ count: Int, from watch: HazardWatch, _ free: inout CellRoom, _ random: inout SeededRandom
    ) -> [Int] {
        var cells: [Int] = []
        for _ in 0..<count where random.unit() < settings.watchShare {
            guard let cell = watch.draw(using: &random), free.has(cell) else { continue }
            free.take(cell)
            cells.append(cell)
        }
        return cells
    }

    /// Chooses cells by posterior draws, in order of choice.
    private func place(
        _ count: Int, _ history: AllocationHistory, _ free: inout CellRoom, _ random: inout SeededRandom
    ) -> [Int] {
        guard count > 0 else { return [] }
        let posterior = model.posterior(given: history.evidence)
        let cells = posterior.cellCount
        let draws = max(1, min(count, Self.mostDraws, Self.mostNumbers / cells))
        let rarity = Self.rarity(posterior)
        let boldness = (0..<draws).map { _ in random.unit() < Self.boldShare * rarity ? 1 : Self.pulledBoldness }
        let rates = DrawnRates(posterior, draws: draws, boldness: boldness, using: &random)
        var state = CellProgress(
            posterior, history, errors: settings.errors, firstFinding: Self.firstFinding * rarity)
        var placed: [Int] = []
        placed.reserveCapacity(count)
        for draw in 0..<draws {
            let each = count / draws + (draw < count % draws ? 1 : 0)
            var best = LeadingCells(limit: each)
            for cell in 0..<cells where free.has(cell) {
                best.offer(cell, worth: worth(of: cell, at: rates[draw, cell], state))
            }
            for cell in best.cells {
                placed.append(cell)
                free.take(cell)
                state.place(cell)
            }
        }
        return placed
    }

    /// How rare findings are: the chance that eight tests at the grid's mean rate, which is what a cell gets in a long run,
    /// show none. Near 1 on a grid that fails in one of a hundred tests, 0.1 on one that fails in a quarter.
    private static func rarity(_ posterior: RatePosterior) -> Double {
        let silent = 1 - posterior.means().reduce(0, +) / Double(posterior.cellCount)
        let twice = silent * silent
        return twice * twice * twice * twice
    }

    /// Worth of a test of a cell whose rate is `rate`.
    private func worth(of cell: Int, at rate: Double, _ state: CellProgress) -> Double {
        let shown = state.findings[cell] + rate * state.waiting[cell]
        var worth = Self.nothingNew
        // Half a finding below saturation: the expected number comes close to it and hardly ever reaches it.
        if shown < Self.saturation - 0.5 { worth = 1 + state.firstFinding / ((1 + shown) * (1 + shown)) }
        // At most one more test in flight than the cell has verdicts: a finding is confirmed before more tests follow
        // it.
        if state.waiting[cell] >= state.judged[cell] + 1 { worth *= Self.nothingNew }
        return rate * worth * (factors?[cell] ?? 1)
    }
}
