import Foundations
import Records
import SafetyGrid

/// Searches cells and parts together: Thompson sampling from a model with partially pooled effects of parts.
///
/// The floor comes first: every cell a number of times, its parts drawn uniformly. Of the tests after it a share stays
/// uniform in cell and parts, so that rates over the grid rest on tests that no finding chose.
///
/// ```swift
/// let policy = SearchPolicy(space: space, grid: grid, errors: .planning, floor: 1, seed: 7)
/// let next = policy.select(78, round: 6, given: tests)
/// ```
package struct SearchPolicy: PartPolicy {
    package let name = "search"
    private let effects: PartEffects
    private let errors: OracleErrors
    private let floor: Int
    private let order: [Int]
    private let uniformShare: Double
    private let seed: UInt64
    private var space: SearchSpace { effects.space }

    /// - Parameters:
    ///   - space: axes of cells and parts
    ///   - grid: its cells, for the order of the floor
    ///   - errors: the oracle's errors that the policy plans with
    ///   - floor: tests of every cell first, 0 or more
    ///   - uniformShare: share of the tests after the floor that are drawn uniformly, 0 ... 1; nil for a tenth
    ///   - seed: seed of all that chance decides
    package init(
        space: SearchSpace, grid: Grid, errors: OracleErrors, floor: Int, uniformShare: Double? = nil, seed: UInt64
    ) {
        effects = PartEffects(space)
        self.errors = errors
        self.floor = floor
        order = floor > 0 ? CoveringOrder.cells(of: grid, seed: seed) : []
        self.uniformShare = uniformShare ?? SearchSettings.uniformShare
        self.seed = seed
    }

    package func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection] {
        var chance = SeededRandom(seed: seed, "parts", "\(round)")
        let left = min(max(floor * order.count - tests.count, 0), count)
        var chosen = (0..<left).map { place in
            let cell = order[(tests.count + place) % order.count]
            return PartSelection(values: space.drawnParts(of: cell, using: &chance), reason: .floor)
        }
        guard left < count else { return chosen }
        var random = SeededRandom(seed: seed, "search", "\(round)")
        // The fraction of a test is drawn, so that the share holds in the mean for rounds of any size.
        let uniform = Int(uniformShare * Double(count - left) + random.unit())
        for _ in 0..<min(uniform, count - left) {
            chosen.append(PartSelection(values: space.drawnPrompt(using: &random), reason: .uniform))
        }
        var search = begin(tests + chosen.map { PartTest(values: $0.values, isUnsafe: nil) })
        while chosen.count < count {
            let values = search.next(using: &random) ?? space.drawnPrompt(using: &random)
            chosen.append(PartSelection(values: values, reason: .adaptive))
        }
        return chosen
    }

    /// Fits the model, and counts what each cell has shown.
    private func begin(_ tests: [PartTest]) -> SearchRound {
        var evidence = PartEvidence(effects)
        for test in tests {
            guard let isUnsafe = test.isUnsafe else { continue }
            evidence.add(test.values, judged: 1, unsafe: isUnsafe ? 1 : 0)
        }
        let fit = PartFit(evidence, errors: errors)
        var cells = [SearchRound.Progress](repeating: .init(), count: space.cellCount)
        for test in tests where test.isUnsafe != false {
            let cell = space.cell(of: test.values)
            let rate = fit.rate(of: test.values)
            let isNew = cells[cell].kinds.insert(space.kind(of: test.values)).inserted
            if test.isUnsafe == nil {
                cells[cell].expected += rate
            } else if isNew {
                cells[cell].findings += errors.truth(at: rate)
            }
        }
        return SearchRound(fit, cells: cells)
    }
}
