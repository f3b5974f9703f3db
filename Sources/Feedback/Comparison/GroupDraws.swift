import SafetyGrid

/// Draws of the mean rate of every group from a posterior, and of the findings to expect in given tests.
struct GroupDraws {
    private let draws: Int
    private let starts: [Int]
    private let cellCount: Int
    /// Draw by draw: overall, every value, every cell.
    private var rates: [Float]
    private var expected: [Float]

    /// - Parameter tests: tests of each cell of whose findings an expectation is wanted; nil for none
    init(
        _ grid: Grid, _ posterior: RatePosterior, expecting tests: CellEvidence?, draws: Int, seed: UInt64, name: String
    ) {
        self.draws = draws
        cellCount = grid.cellCount
        var starts: [Int] = []
        var next = 1
        for values in grid.shape {
            starts.append(next)
            next += values
        }
        self.starts = starts + [next]
        let width = next + grid.cellCount
        rates = [Float](repeating: 0, count: draws * width)
        expected = tests == nil ? [] : rates
        var random = SeededRandom(seed: seed, "compare", name)
        let groups = (0..<grid.cellCount).map { cell in
            [0] + zip(starts, grid.cell(cell).indices).map { $0 + $1 } + [next + cell]
        }
        let sizes = [grid.cellCount] + grid.shape.flatMap { values in
            Array(repeating: grid.cellCount / values, count: values)
        }
        for draw in 0..<draws {
            let effects = posterior.sampler.draw(using: &random)
            let drawn = posterior.rates(effects: effects, using: &random)
            for cell in drawn.indices {
                for group in groups[cell] {
                    rates[draw * width + group] += Float(drawn[cell])
                    if let tests { expected[draw * width + group] += Float(drawn[cell] * tests.judged[cell]) }
                }
            }
            for group in sizes.indices { rates[draw * width + group] /= Float(sizes[group]) }
        }
    }

    /// Mean rates of a group, one a draw.
    func rates(of group: ComparisonGroup) -> [Double] { column(group, rates) }

    /// Expected findings of a group, one a draw.
    func expected(of group: ComparisonGroup) -> [Double] { column(group, expected) }

    private func column(_ group: ComparisonGroup, _ numbers: [Float]) -> [Double] {
        let width = (starts.last ?? 1) + cellCount
        let place =
            switch group {
            case .overall: 0
            case .value(let dimension, let value): starts[dimension] + value
            case .cell(let cell): (starts.last ?? 1) + cell
            }
        return (0..<draws).map { Double(numbers[$0 * width + place]) }
    }
}

extension RatePosterior {
    /// A draw of the rate of every cell, for given effects.
    func rates(effects: [Double], using random: inout SeededRandom) -> [Double] {
        var rates = [Double](repeating: 0, count: cellCount)
        forEachDraw(effects: effects) { cell, integral in rates[cell] = integral.rate(at: random.unit()) }
        return rates
    }
}
