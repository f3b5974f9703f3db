import SafetyGrid

/// What two runs are compared on: the whole grid, a value of a dimension, or a cell.
package enum ComparisonGroup: Sendable, Hashable {
    /// All cells.
    case overall
    /// The cells with a value: index of the dimension, index of the value.
    case value(dimension: Int, value: Int)
    /// One cell.
    case cell(Int)

    /// Name for people, for example `style misspellings`.
    package func name(in grid: Grid) -> String {
        switch self {
        case .overall: "overall"
        case .value(let dimension, let value):
            "\(grid.dimensions[dimension].id) \(grid.dimensions[dimension].values[value].id)"
        case .cell(let cell): grid.names(of: grid.cell(cell)).map(\.value).joined(separator: " x ")
        }
    }
}
