import Foundations
import Records
import SafetyGrid

/// The policy `search`: Thompson sampling over cells, and over the parts of prompts where they are known, from a model with
/// partially pooled effects.
///
/// A share of the tests is drawn uniformly from the grid, their parts left to the generator's chance, so that rates over
/// the grid rest on tests that no finding chose.
package struct SearchAllocator: Allocator {
    package let name = "search"
    private let effects: PartEffects
    private let settings: AdaptiveSettings
    private let factors: [Double]?
    private let seed: UInt64
    private var space: SearchSpace { effects.space }

    /// A policy whose choices depend on space, settings, seed and history alone.
    ///
    /// - Parameters:
    ///   - space: the cells of the grid, and the parts that its prompts can be told to have
    ///   - settings: the shares, the oracle's errors, and what cells are worth
    ///   - seed: seed of all that chance decides
    package init(space: SearchSpace, settings: AdaptiveSettings = AdaptiveSettings(), seed: UInt64) {
        effects = PartEffects(space.tracingLineage())
        self.settings = settings
        self.seed = seed
        factors = settings.factors(cells: space.cellCount)
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        var random = SeededRandom(seed: seed, "search", "\(round)")
        // The fraction of a test is drawn, so that the share holds in the mean for rounds of any size.
        let uniform = min(count, Int(settings.uniformShare * Double(count) + random.unit()))
        var free = CellRoom(history)
        let drawn = free.anywhere(uniform, using: &random)
        var chosen: [Selected] = drawn.map { Selected(cell: $0) }
        let known = history.evidence
        var search = begin(history, known, drawn, round)
        var waiting = history.inFlight.map(Double.init)
        let (hasParts, most) = (!space.partAxes.isEmpty, SearchSettings.inFlight(space))
        while chosen.count < count {
            let isOpen = { cell in free.has(cell) && waiting[cell] < most * (known.judged[cell] + 1) }
            guard let choice = search.next(using: &random, where: isOpen) else { break }
            let cell = space.cell(of: choice.values)
            free.take(cell)
            waiting[cell] += 1
            chosen.append(Selected(cell: cell, choice: hasParts ? choice : nil))
        }
        chosen += free.anywhere(count - chosen.count, using: &random).map { Selected(cell: $0) }
        let picks = Dictionary(chosen[drawn.count...].map { ($0.cell, 1.0) }, uniquingKeysWith: +)
        return chosen.enumerated().map { place, choice in
            let uniform = Double(drawn.count) / Double(space.cellCount)
            return Selection(
                cell: choice.cell, reason: place < drawn.count ? .uniform : .adaptive,
                probability: (uniform + (picks[choice.cell] ?? 0)) / Double(count),
                parts: (choice.choice?.values).map { Array($0.prefix(space.lineageAxis ?? $0.count)) },
                lineage: choice.choice?.lineage)
        }
    }

    /// A cell and what is known of the prompt: nothing where its parts are left to chance.
    private struct Selected {
        let cell: Int
        var choice: SearchRound.Choice?
    }

    /// Fits the model, and counts what each cell has shown.
    private func begin(
        _ history: AllocationHistory, _ known: CellEvidence, _ drawn: [Int], _ round: Int
    ) -> SearchRound {
        guard let planned = history.tests, !space.partAxes.isEmpty else { return begin(history, known) }
        let tests = planned.map { $0.traced(in: space) }
        var evidence = PartEvidence(effects)
        for test in tests {
            guard let isUnsafe = test.isUnsafe else { continue }
            evidence.add(test.values, judged: 1, unsafe: isUnsafe ? 1 : 0)
        }
        if let prior = history.prior { evidence.add(prior) }
        let fit = PartFit(evidence, errors: settings.errors)
        var cells = [SearchRound.Progress](repeating: .init(), count: space.cellCount)
        let waiting = drawn.map { PartTest(values: space.values(of: $0), isUnsafe: nil) }
        for test in tests + waiting where test.isUnsafe != false {
            let cell = space.cell(of: test.values)
            let rate = fit.rate(of: test.values)
            let isNew = space.kind(of: test.values).map { cells[cell].kinds.insert($0).inserted } ?? true
            if test.isUnsafe == nil {
                cells[cell].expected += rate
            } else if isNew {
                cells[cell].findings += settings.errors.truth(at: rate)
            }
        }
        let offspring = space.lineageAxis.map { _ in
            Offspring(
                FindingArchive(space, tests: tests, rate: fit.rate),
                random: SeededRandom(seed: seed, "operators", "\(round)"))
        }
        return SearchRound(fit, cells: cells, factors: factors, offspring: offspring)
    }

    /// The same where nothing is known of a prompt but its cell.
    private func begin(_ history: AllocationHistory, _ known: CellEvidence) -> SearchRound {
        var evidence = PartEvidence(effects)
        evidence.add(known)
        let fit = PartFit(evidence, errors: settings.errors)
        let cells = history.inFlight.indices.map { cell in
            let rate = fit.rate(of: space.values(of: cell))
            var progress = SearchRound.Progress()
            progress.findings = Double(history.verdicts.findings[cell]) * settings.errors.truth(at: rate)
            progress.expected = Double(history.inFlight[cell]) * rate
            return progress
        }
        return SearchRound(fit, cells: cells, factors: factors)
    }
}
