import Foundations

/// The product of the dimensions: every combination of one value of each.
///
/// ```swift
/// let grid = try Grid(dimensions: [hazards, styles, techniques])
/// grid.cellCount                         // 420 for 14 x 6 x 5
/// grid.values(of: grid.cell(0))          // the three values of the first cell
/// ```
package struct Grid: Sendable, Codable, Equatable {
    /// Largest number of cells that is planned with.
    package static let maximumCells = 10_000_000

    /// Name of the grid, for files: the taxonomies, and a digest of the values when it was narrowed.
    package let id: String
    /// The axes, at least one.
    package let dimensions: [Dimension]

    /// Builds the product of `dimensions`.
    ///
    /// - Parameters:
    ///   - dimensions: the axes, at least one, each with at least one value
    ///   - id: the grid's name; nil makes it from the taxonomies' ids
    /// - Throws: ``ConfigurationError/unusableGrid(_:)`` for no dimension, an empty or repeated one, or more than ``maximumCells`` cells.
    package init(dimensions: [Dimension], id: String? = nil) throws(ConfigurationError) {
        guard !dimensions.isEmpty else { throw ConfigurationError.unusableGrid("a grid needs at least one dimension") }
        guard Set(dimensions.map(\.id)).count == dimensions.count else {
            throw ConfigurationError.unusableGrid("a dimension stands twice in the grid")
        }
        var cells = 1
        for dimension in dimensions {
            guard !dimension.values.isEmpty else {
                throw ConfigurationError.unusableGrid(
                    "the dimension '\(dimension.id)' has no values left; name at least one")
            }
            let (product, overflow) = cells.multipliedReportingOverflow(by: dimension.values.count)
            guard !overflow, product <= Self.maximumCells else {
                throw ConfigurationError.unusableGrid(
                    "the grid has more than \(Self.maximumCells) cells; narrow a dimension")
            }
            cells = product
        }
        self.dimensions = dimensions
        self.id = id ?? Self.joined(dimensions.map(\.taxonomy))
    }

    /// Number of cells: the product of the dimensions' sizes.
    package var cellCount: Int {
        dimensions.reduce(1) { $0 * $1.values.count }
    }

    /// Number of values in each dimension.
    package var shape: [Int] {
        dimensions.map(\.values.count)
    }

    /// The cell with the given id, 0 ..< ``cellCount``.
    package func cell(_ id: Int) -> Cell {
        precondition(id >= 0 && id < cellCount, "cell id out of range")
        var rest = id
        var indices = [Int](repeating: 0, count: dimensions.count)
        for axis in dimensions.indices.reversed() {
            let size = dimensions[axis].values.count
            indices[axis] = rest % size
            rest /= size
        }
        return Cell(id: id, indices: indices)
    }

    /// The cell with the given index into each dimension.
    package func cell(at indices: [Int]) -> Cell {
        precondition(indices.count == dimensions.count, "one index for each dimension")
        let id = zip(dimensions, indices).reduce(0) { $0 * $1.0.values.count + $1.1 }
        return Cell(id: id, indices: indices)
    }

    /// The cell that has the given value ids, or nil when one of them is not in the grid.
    package func cell(named names: [String: String]) -> Cell? {
        var indices: [Int] = []
        for dimension in dimensions {
            guard let index = dimension.values.firstIndex(where: { $0.id == names[dimension.id.rawValue] }) else {
                return nil
            }
            indices.append(index)
        }
        return cell(at: indices)
    }

    /// Dimension id to value id of the cell with this id: how a row of a data set names it.
    package func labels(of cell: Int) -> [String: String] {
        names(of: self.cell(cell)).reduce(into: [:]) { $0[$1.dimension.rawValue] = $1.value }
    }

    /// The values a cell stands for, one of each dimension in the grid's order.
    package func values(of cell: Cell) -> [DimensionValue] {
        zip(dimensions, cell.indices).map { $0.values[$1] }
    }

    /// Dimension ids and value ids of a cell, in the grid's order: how exports name a cell.
    package func names(of cell: Cell) -> [(dimension: DimensionID, value: String)] {
        zip(dimensions, cell.indices).map { ($0.id, $0.values[$1].id) }
    }

    /// The value ids of a cell joined by `/`: the same text in every grid that has the cell.
    package func key(of cell: Cell) -> String {
        names(of: cell).map(\.value).joined(separator: "/")
    }

    /// The grid with only the given values in the dimensions that `selection` names.
    ///
    /// - Parameters:
    ///   - selection: dimension id to the ids of the values to keep; a dimension not named stays whole
    ///   - usual: the dimensions whose grid bears the plain name, without a digest; nil for those of this grid
    /// - Returns: a grid of the same dimensions in the same order
    /// - Throws: ``ConfigurationError`` for a dimension or value that is not there.
    package func narrowed(
        to selection: [DimensionID: [String]], from usual: [Dimension]? = nil
    ) throws(ConfigurationError) -> Grid {
        for id in selection.keys.sorted(by: { $0.rawValue < $1.rawValue }) where position(of: id) == nil {
            throw ConfigurationError.unknownID(kind: "dimension", id: id.rawValue, known: dimensions.map(\.id.rawValue))
        }
        var kept: [Dimension] = []
        for dimension in dimensions {
            kept.append(try selection[dimension.id].map(dimension.narrowed(to:)) ?? dimension)
        }
        guard kept != usual ?? dimensions else { return self }
        let digest = StableHash.of(kept.map { $0.values.map(\.id).joined(separator: ",") }.joined(separator: "/"))
        return try Grid(dimensions: kept, id: "\(id)-\(StableHash.hex(digest).prefix(8))")
    }

    private static func joined(_ taxonomies: [String]) -> String {
        var distinct: [String] = []
        for id in taxonomies where !distinct.contains(id) { distinct.append(id) }
        return distinct.joined(separator: "+")
    }
}
