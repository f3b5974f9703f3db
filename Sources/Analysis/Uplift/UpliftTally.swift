import Feedback
import Foundations
import Records
import SafetyGrid

/// What the values of a dimension add to the bare ask: the same asks with and without, in cells that differ in nothing else.
///
/// Asks are the same where a run says so: with `--paired`, and always behind an encoding, a perturbation or a persona of the target.
/// Pairs with a verdict `unknown` count nothing, and harmless twins neither.
package struct UpliftTally: Sendable {
    /// Ids of the value without anything added, by which a dimension is compared.
    private static let bare = ["plain", "none", "text"]
    /// Dimensions whose values are no addition.
    private static let others: Set<DimensionID> = [
        .hazard, .intent, .config, .language, .scenario, .strategy, .injection,
    ]

    private struct Key: Hashable {
        let cell: Int
        let ask: UInt64
    }

    /// An ask: without the value, and with some.
    private struct Ask {
        var bare: Bool?
        var waiting: [(value: Int, isUnsafe: Bool)] = []
    }

    private struct Axis {
        let dimension: SafetyGrid.Dimension
        let axis: GridAxis
        let bare: Int
        /// Cells from one value to the next.
        let step: Int
        var asks: [Key: Ask] = [:]
        var pairs: [PairedDifference]

        mutating func add(cell: Int, ask: UInt64, isUnsafe: Bool) {
            let value = axis.index(of: cell)
            let key = Key(cell: cell + (bare - value) * step, ask: ask)
            var entry = asks[key] ?? Ask()
            if value != bare {
                entry.waiting.append((value, isUnsafe))
            } else if entry.bare == nil {
                entry.bare = isUnsafe
            }
            if let bare = entry.bare {
                for other in entry.waiting { pairs[other.value].add(first: other.isUnsafe, second: bare) }
                entry.waiting = []
            }
            asks[key] = entry
        }
    }

    private var axes: [Axis]
    private let isTwin: @Sendable (Int) -> Bool

    /// Nothing counted yet.
    package init(grid: Grid) {
        isTwin = grid.isTwin
        axes = grid.dimensions.indices.compactMap { position in
            let dimension = grid.dimensions[position]
            guard !Self.others.contains(dimension.id), dimension.values.count > 1,
                let bare = dimension.values.firstIndex(where: { Self.bare.contains($0.id) })
            else { return nil }
            return Axis(
                dimension: dimension, axis: grid.axis(position), bare: bare,
                step: grid.dimensions[(position + 1)...].reduce(1) { $0 * $1.values.count },
                pairs: Array(repeating: PairedDifference(), count: dimension.values.count))
        }
    }

    /// Counts a judged test.
    mutating func add(_ record: TestRecord, _ verdict: Verdict) {
        guard !axes.isEmpty, verdict.label != .unknown, !isTwin(record.plan.cell), let testCase = record.testCase else {
            return
        }
        for index in axes.indices {
            guard let ask = Self.ask(testCase, axes[index].dimension) else { continue }
            axes[index].add(cell: record.plan.cell, ask: ask, isUnsafe: verdict.label == .unsafe)
        }
    }

    /// What a test asks, for comparison along a dimension; nil where nobody can tell.
    private static func ask(_ testCase: TestCase, _ dimension: SafetyGrid.Dimension) -> UInt64? {
        if dimension.isToldToTarget { return StableHash.of(testCase.prompt) }
        if case .int(let number)? = testCase.origin["pair"] { return UInt64(bitPattern: Int64(number)) }
        guard [.encoding, .perturbation].contains(dimension.id) else { return nil }
        return StableHash.of(testCase.origin["plain"]?.stringValue ?? testCase.prompt)
    }

    /// Whether there is nothing to compare.
    package var isEmpty: Bool { dimensions.isEmpty }

    /// The uplift of each value that has a pair, by dimension, in the grid's order.
    package var dimensions: [(dimension: SafetyGrid.Dimension, values: [(value: DimensionValue, uplift: Uplift)])] {
        var all: [(dimension: SafetyGrid.Dimension, values: [(value: DimensionValue, uplift: Uplift)])] = []
        for axis in axes {
            var values: [(value: DimensionValue, uplift: Uplift)] = []
            for (value, pairs) in zip(axis.dimension.values, axis.pairs) {
                if let uplift = pairs.uplift { values.append((value, uplift)) }
            }
            if !values.isEmpty { all.append((axis.dimension, values)) }
        }
        return all
    }

    /// Whether the grid has bare asks.
    package var hasBareAsks: Bool { !axes.isEmpty }
}

extension PairedDifference {
    /// The difference as a value that travels; nil without a pair.
    var uplift: Uplift? {
        guard let value, let interval else { return nil }
        return Uplift(
            difference: RateEstimate(value: value, lower: interval.lowerBound, upper: interval.upperBound),
            pValue: pValue, pairs: count)
    }
}
