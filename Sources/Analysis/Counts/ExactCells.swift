import Feedback
import Records
import SafetyGrid

/// The verdicts of a run that the rules of scenarios decided, by cell.
package struct ExactCells: Sendable, Equatable {
    private var cells: [Int: ExactCount] = [:]
    /// All of them.
    package private(set) var overall = ExactCount()

    mutating func add(_ count: ExactCount, to cell: Int) {
        guard count.judged > 0 else { return }
        cells[cell, default: ExactCount()].add(count)
        overall.add(count)
    }

    /// The counts of each value of a dimension, in the grid's order.
    func counts(of grid: Grid, over axis: Int) -> [ExactCount] {
        var counts = [ExactCount](repeating: ExactCount(), count: grid.shape[axis])
        let axis = grid.axis(axis)
        for (cell, count) in cells { counts[axis.index(of: cell)].add(count) }
        return counts
    }
}

extension RunStatistics {
    /// The verdicts by rules as parts of those of the grid and its values; nil without one.
    var exactParts: ExactParts? {
        guard exact.overall.judged > 0 else { return nil }
        let grid = run.grid
        return ExactParts(
            overall: ExactPart(exact.overall, of: judgedForHarm),
            dimensions: grid.dimensions.indices.map { axis in
                let judged = grid.sums(of: coverage.harmful.depth, over: axis)
                return zip(exact.counts(of: grid, over: axis), judged).map { ExactPart($0, of: $1) }
            })
    }
}
