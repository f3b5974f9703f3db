import Foundation
import Foundations

/// A round of a search while it is planned: Thompson sampling over cells and parts, one draw a test.
///
/// The prompt with the greatest drawn rate is chosen, discounted by the findings of its cell. Within a cell no two tests in
/// flight, and no finding and a test, are of one kind.
struct SearchRound {
    /// What a cell has shown, and what is expected of it.
    struct Progress {
        /// True findings expected among its unsafe verdicts, of distinct kinds.
        var findings = 0.0
        /// Findings expected of its tests in flight.
        var expected = 0.0
        /// Kinds that have an unsafe verdict, or are in flight.
        var kinds: Set<[Int]> = []
        /// Whether another test may be in flight.
        var isOpen = true
    }

    /// A chosen prompt.
    struct Choice {
        let values: [Int]
        let lineage: Lineage?
    }

    private(set) var cells: [Progress]
    private let fit: PartFit
    private var space: SearchSpace { fit.effects.space }
    private let factors: [Double]?
    private var draw: DrawnEffects
    /// Proposes children of findings; nil where none can be told apart.
    private var offspring: Offspring?
    /// What a cell's first finding takes from the logarithm of its worth, beside what every finding takes.
    private let firstFinding: Double

    /// - Parameters:
    ///   - factors: worth of a finding divided by the cost of a test, by cell; nil for all alike
    ///   - offspring: proposes children of findings; nil for none
    init(_ fit: PartFit, cells: [Progress], factors: [Double]? = nil, offspring: Offspring? = nil) {
        self.offspring = offspring
        self.fit = fit
        self.cells = cells
        self.factors = factors
        draw = DrawnEffects(fit)
        firstFinding = SearchSettings.firstFinding(fit.effects.space) * Self.evenness(fit)
    }

    /// The most promising prompt under a new draw; nil when no cell has any left.
    mutating func next(using random: inout SeededRandom, where isOpen: (Int) -> Bool = { _ in true }) -> Choice? {
        draw.draw(using: &random)
        var worths = cells.indices.map { cell in
            isOpen(cell) && cells[cell].isOpen ? worth(of: cell, at: draw.logit(of: cell)) : 0
        }
        while let cell = worths.indices.max(by: { worths[$0] < worths[$1] }), worths[cell] > 0 {
            guard let (values, loss) = draw.prompt(of: cell, without: cells[cell].kinds) else {
                worths[cell] = 0
                continue
            }
            let lower = loss > 0 ? worth(of: cell, at: draw.logit(of: cell) - loss) : worths[cell]
            if loss == 0 || worths.indices.allSatisfy({ $0 == cell || worths[$0] <= lower }) {
                let choice = choice(values, isOpen)
                place(choice.values, in: space.cell(of: choice.values))
                return choice
            }
            worths[cell] = lower
        }
        return nil
    }

    /// The prompt that the draw chose, or a child of findings that is worth more under it.
    private mutating func choice(_ values: [Int], _ isOpen: (Int) -> Bool) -> Choice {
        guard let archive = offspring?.archive else { return Choice(values: values, lineage: nil) }
        let (cells, space) = (cells, space)
        func worth(of values: [Int]) -> Double { self.worth(of: space.cell(of: values), at: draw.logit(of: values)) }
        let lineage = archive.lineage(of: values)
        let own = space.traced(values, by: lineage?.change)
        var best = (choice: Choice(values: own, lineage: lineage), worth: worth(of: own))
        let children = offspring?.children(draw) { values in
            let cell = space.cell(of: values)
            return isOpen(cell) && cells[cell].isOpen
                && space.kind(of: values).map { !cells[cell].kinds.contains($0) } ?? false
        }
        for child in children ?? [] {
            let worth = worth(of: child.values)
            if worth > best.worth { best = (Choice(values: child.values, lineage: child.lineage), worth) }
        }
        return best.choice
    }

    /// How alike the cells are, and how rare findings: near 1 where all cells have one low rate, near 0 where some stand out,
    /// or where eight tests of a cell, which is what it gets in a long run, mostly show a finding.
    private static func evenness(_ fit: PartFit) -> Double {
        let space = fit.effects.space
        let rates = (0..<space.cellCount).map { fit.rate(of: space.values(of: $0)) }
        let mean = rates.reduce(0, +) / Double(rates.count)
        let squares = rates.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(rates.count)
        let bound = SearchSettings.unequal * mean
        return pow(1 - mean, 8) / (1 + squares / (bound * bound))
    }

    private func worth(of cell: Int, at logit: Double) -> Double {
        let shown = cells[cell].findings + cells[cell].expected
        let discount = SearchSettings.saturation(space) * shown + firstFinding * min(shown, 1)
        let worth = exp(-discount) / (1 + exp(-logit))
        // Half a finding below the cap: the expected number comes close to it and hardly ever reaches it.
        return worth * (shown >= SearchSettings.cap - 0.5 ? SearchSettings.beyondCap : 1) * (factors?[cell] ?? 1)
    }

    private mutating func place(_ values: [Int], in cell: Int) {
        if !space.distinguishing.isEmpty, let kind = space.kind(of: values) { cells[cell].kinds.insert(kind) }
        cells[cell].expected += fit.rate(of: values)
    }
}
