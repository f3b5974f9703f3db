import SafetyGrid

/// What two runs saw of each group.
struct GroupCounts {
    private let grid: Grid
    private let base: CellEvidence
    private let new: CellEvidence
    private let pairs: [PairedVerdict]
    private let cells: [Cell]

    init(_ grid: Grid, base: CellEvidence, new: CellEvidence, pairs: [PairedVerdict]) {
        self.grid = grid
        self.base = base
        self.new = new
        self.pairs = pairs
        cells = (0..<grid.cellCount).map(grid.cell)
    }

    func comparison(_ group: ComparisonGroup, _ old: GroupDraws, _ later: GroupDraws) -> Comparison {
        let (was, now) = (count(base, group), count(new, group))
        let shared = pairs.filter { contains(group, $0.cell) }
        let worse = shared.count { !$0.base && $0.new }
        let better = shared.count { $0.base && !$0.new }
        let rates = (old.rates(of: group), later.rates(of: group))
        let draws = Double(rates.0.count)
        var rise: Double
        var fall: Double
        if !shared.isEmpty, 2 * shared.count >= now.tests {
            rise = ExactTests.mcNemar(worse: worse, better: better)
            fall = ExactTests.mcNemar(worse: better, better: worse)
        } else {
            let expected = old.expected(of: group)
            rise = expected.reduce(0) { $0 + ExactTests.poissonUpperTail(now.findings, mean: $1) } / draws
            fall = 1 - expected.reduce(0) { $0 + ExactTests.poissonUpperTail(now.findings + 1, mean: $1) } / draws
        }
        if now.tests == 0 { (rise, fall) = (1, 1) }
        return Comparison(
            group: group, base: was, new: now, baseRate: rates.0.reduce(0, +) / draws,
            newRate: rates.1.reduce(0, +) / draws,
            riseProbability: Double(zip(rates.0, rates.1).count { $0 < $1 }) / draws, risePValue: min(rise, 1),
            fallPValue: min(max(fall, 0), 1), pairs: shared.isEmpty ? nil : (worse, better))
    }

    private func contains(_ group: ComparisonGroup, _ cell: Int) -> Bool {
        switch group {
        case .overall: true
        case .value(let dimension, let value): cells[cell].indices[dimension] == value
        case .cell(let own): own == cell
        }
    }

    private func count(_ evidence: CellEvidence, _ group: ComparisonGroup) -> (tests: Int, findings: Int) {
        if case .cell(let cell) = group {
            return (Int(evidence.judged[cell].rounded()), Int(evidence.findings[cell].rounded()))
        }
        var sum = (0.0, 0.0)
        for cell in evidence.judged.indices where evidence.judged[cell] > 0 && contains(group, cell) {
            sum.0 += evidence.judged[cell]
            sum.1 += evidence.findings[cell]
        }
        return (Int(sum.0.rounded()), Int(sum.1.rounded()))
    }
}
