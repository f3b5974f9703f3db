/// The cells of one grid by their ids in another: where a run's tests stand in the grid of a later run.
///
/// The grids are compared once; a translated id costs a division for each dimension.
///
/// ```swift
/// let translation = CellTranslation(from: run.grid, to: grid)
/// translation[17]                        // the id in `grid` of the cell with the same values; nil when there is none
/// ```
package struct CellTranslation: Sendable {
    /// One dimension of the new grid.
    private struct Axis {
        let old: GridAxis
        /// The index there of each value of the old one.
        let indices: [Int?]
        /// Number of its values.
        let count: Int
    }

    /// The new grid's dimensions in order; nil for grids that are equal.
    private let axes: [Axis]?
    /// Whether the old grid lacks a dimension of the new one, so that it has none of its cells.
    private let isEmpty: Bool

    /// The cells of `old` in `new`.
    package init(from old: Grid, to new: Grid) {
        guard old != new else {
            axes = nil
            isEmpty = false
            return
        }
        let axes = new.dimensions.compactMap { dimension in
            old.position(of: dimension.id).map { position in
                Axis(
                    old: old.axis(position),
                    indices: old.dimensions[position].values.map { value in
                        dimension.values.firstIndex { $0.id == value.id }
                    }, count: dimension.values.count)
            }
        }
        self.axes = axes
        isEmpty = axes.count < new.dimensions.count
    }

    /// The id in the new grid of the cell that has the same values; nil when one of them is not there.
    package subscript(cell: Int) -> Int? {
        guard let axes else { return cell }
        guard !isEmpty else { return nil }
        var id = 0
        for axis in axes {
            guard let index = axis.indices[axis.old.index(of: cell)] else { return nil }
            id = id * axis.count + index
        }
        return id
    }
}
