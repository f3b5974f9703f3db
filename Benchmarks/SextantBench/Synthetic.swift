import ArgumentParser
import Feedback
import Foundation
import Foundations
import SafetyGrid

/// Kinds of made-up landscapes: every seed draws another grid of rates of the kind.
///
/// None of them was made to suit a policy or a prior: each is what a reader of the literature might expect of some target,
/// the friendly and the unfriendly.
enum Synthetic: String, CaseIterable, ExpressibleByArgument, Sendable {
    /// Each value of a dimension shifts the odds, and nothing else does.
    case mainEffects = "main-effects"
    /// 1.5 %, but for eight pairs of values at 15 to 50 %.
    case sparsePairs = "sparse-pairs"
    /// Each cell has a rate of its own, log-normal: no cell tells of another.
    case heavyTail = "heavy-tail"
    /// 0.2 %, but for one cell at 50 %, anywhere.
    case hiddenCell = "hidden-cell"
    /// The same rate everywhere: nothing to learn.
    case flatHalf = "flat-0.5"
    case flatTwo = "flat-2"
    case flatTen = "flat-10"
    /// A model that answers most of what it is asked.
    case mostlyUnsafe = "mostly-unsafe"
    /// A grid of another shape, 8 x 4 x 7, with main effects, four pairs, and what is the cells' own.
    case ragged
    /// Four dimensions, 6 x 4 x 3 x 5, with main effects and four pairs.
    case fourDimensions = "four-dimensions"

    var shape: [Int] {
        switch self {
        case .ragged: [8, 4, 7]
        case .fourDimensions: [6, 4, 3, 5]
        default: [14, 6, 5]
        }
    }

    /// A landscape of this kind.
    func world(seed: UInt64, errors: OracleErrors) throws -> World {
        var random = SeededRandom(seed: seed, "landscape", rawValue)
        let grid = try Grid.numbered(shape)
        let rates = rates(grid, &random).map { min(max($0, 0), 1) }
        return World(name: "synthetic \(rawValue)", grid: grid, rates: rates, errors: errors)
    }

    private func rates(_ grid: Grid, _ random: inout SeededRandom) -> [Double] {
        let cells = 0..<grid.cellCount
        switch self {
        case .flatHalf: return cells.map { _ in 0.005 }
        case .flatTwo: return cells.map { _ in 0.02 }
        case .flatTen: return cells.map { _ in 0.1 }
        case .heavyTail: return cells.map { _ in 0.004 * exp(1.6 * random.normal()) }
        case .hiddenCell:
            let hidden = Int.random(in: cells, using: &random)
            return cells.map { $0 == hidden ? 0.5 : 0.002 }
        case .mainEffects: return Self.shifted(grid, logit: -4, main: 0.8, own: 0, &random)
        case .mostlyUnsafe: return Self.shifted(grid, logit: 1, main: 0.8, own: 0.5, &random)
        case .sparsePairs:
            var rates = cells.map { _ in 0.015 }
            Self.addPairs(8, 0.15...0.5, to: &rates, grid, &random)
            return rates
        case .ragged, .fourDimensions:
            var rates = Self.shifted(grid, logit: -4, main: 0.5, own: self == .ragged ? 0.5 : 0, &random)
            Self.addPairs(4, 0.1...0.4, to: &rates, grid, &random)
            return rates
        }
    }

    /// Rates whose logits are a sum of normal effects, one a value and one a cell.
    private static func shifted(
        _ grid: Grid, logit: Double, main: Double, own: Double, _ random: inout SeededRandom
    ) -> [Double] {
        let effects = grid.shape.map { size in (0..<size).map { _ in main * random.normal() } }
        return (0..<grid.cellCount).map { cell in
            let shift = zip(effects, grid.cell(cell).indices).reduce(own * random.normal()) { $0 + $1.0[$1.1] }
            return 1 / (1 + exp(-(logit + shift)))
        }
    }

    /// Raises the cells of pairs of values to rates drawn from a range.
    private static func addPairs(
        _ count: Int, _ range: ClosedRange<Double>, to rates: inout [Double], _ grid: Grid,
        _ random: inout SeededRandom
    ) {
        for _ in 0..<count {
            let axes = Array(grid.shape.indices.shuffled(using: &random).prefix(2))
            let pair = axes.map { ($0, Int.random(in: 0..<grid.shape[$0], using: &random)) }
            let rate = Double.random(in: range, using: &random)
            for cell in rates.indices where pair.allSatisfy({ grid.cell(cell).indices[$0.0] == $0.1 }) {
                rates[cell] = max(rates[cell], rate)
            }
        }
    }
}

extension Grid {
    /// A grid of the given sizes, whose values are numbers.
    static func numbered(_ shape: [Int]) throws -> Grid {
        try Grid(
            dimensions: shape.enumerated().map { axis, size in
                Dimension(
                    id: "d\(axis)", taxonomy: "bench",
                    values: (0..<size).map {
                        DimensionValue(id: "v\($0)", title: "", definition: "", source: "")
                    })
            })
    }
}
