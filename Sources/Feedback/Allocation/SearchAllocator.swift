import Foundations
import Records
import SafetyGrid

/// The policy `search` where nothing is known of a prompt but its cell: the model and the choice of ``SearchPolicy`` without
/// parts.
package struct SearchAllocator: Allocator {
    package let name = "search"
    private let effects: PartEffects
    private let settings: AdaptiveSettings
    private let factors: [Double]?
    private let seed: UInt64

    /// A policy whose choices depend on grid, settings, seed and history alone.
    package init(grid: Grid, settings: AdaptiveSettings = AdaptiveSettings(), seed: UInt64) {
        effects = PartEffects(SearchSpace(grid))
        self.settings = settings
        self.seed = seed
        factors = settings.factors(cells: grid.cellCount)
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        var random = SeededRandom(seed: seed, "search", "\(round)")
        let cells = history.verdicts.grid.cellCount
        // The fraction of a test is drawn, so that the share holds in the mean for rounds of any size.
        let uniform = min(count, Int(settings.uniformShare * Double(count) + random.unit()))
        var free = CellRoom(history)
        var chosen = free.anywhere(uniform, using: &random).map { (cell: $0, reason: SelectionReason.uniform) }
        let drawn = chosen.count
        let known = history.evidence
        var search = begin(history, known)
        var waiting = history.inFlight.map(Double.init)
        while chosen.count < count {
            // At most one more test in flight than the cell has verdicts: a finding is confirmed before more follow it.
            let isOpen = { cell in free.has(cell) && waiting[cell] < known.judged[cell] + 1 }
            guard let values = search.next(using: &random, where: isOpen) else { break }
            let cell = effects.space.cell(of: values)
            free.take(cell)
            waiting[cell] += 1
            chosen.append((cell, .adaptive))
        }
        chosen += free.anywhere(count - chosen.count, using: &random).map { ($0, .adaptive) }
        let picks = Dictionary(chosen[drawn...].map { ($0.cell, 1.0) }, uniquingKeysWith: +)
        return chosen.map { cell, reason in
            let uniform = Double(drawn) / Double(cells)
            return Selection(
                cell: cell, reason: reason, probability: (uniform + (picks[cell] ?? 0)) / Double(count))
        }
    }

    private func begin(_ history: AllocationHistory, _ known: CellEvidence) -> SearchRound {
        var evidence = PartEvidence(effects)
        for cell in known.judged.indices where known.judged[cell] > 0 {
            evidence.add(effects.space.values(of: cell), judged: known.judged[cell], unsafe: known.findings[cell])
        }
        let fit = PartFit(evidence, errors: settings.errors)
        let cells = history.inFlight.indices.map { cell in
            let rate = fit.rate(of: effects.space.values(of: cell))
            var progress = SearchRound.Progress()
            progress.findings = Double(history.verdicts.findings[cell]) * settings.errors.truth(at: rate)
            progress.expected = Double(history.inFlight[cell]) * rate
            return progress
        }
        return SearchRound(fit, cells: cells, factors: factors)
    }
}
