import SafetyGrid

/// The part of the grid on which two runs are compared: all of it, a value of a dimension, or a cell.
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

    /// The kind of group: `overall`, the id of a dimension, or `cell`.
    package func kind(in grid: Grid) -> String {
        switch self {
        case .overall: "overall"
        case .value(let dimension, _): grid.dimensions[dimension].id.rawValue
        case .cell: "cell"
        }
    }
}

/// Numbers for all groups of a grid: overall, every value, every cell.
struct GroupIndex: Sendable {
    /// Number of groups.
    let count: Int
    private let starts: [Int]
    private let axes: [GridAxis]

    init(_ grid: Grid) {
        axes = grid.dimensions.indices.map(grid.axis)
        var starts = [1]
        for values in grid.shape { starts.append(starts[starts.count - 1] + values) }
        self.starts = starts
        count = starts[starts.count - 1] + grid.cellCount
    }

    /// Groups that are no cell.
    var wide: Int { starts[starts.count - 1] }

    /// The number of a cell as a group.
    func number(ofCell cell: Int) -> Int { wide + cell }

    /// Passes the numbers of the wide groups of a cell to `body`.
    func forEachWide(of cell: Int, _ body: (Int) -> Void) {
        body(0)
        for (start, axis) in zip(starts, axes) { body(start + axis.index(of: cell)) }
    }

    /// The group with a number.
    func group(_ number: Int) -> ComparisonGroup {
        if number == 0 { return .overall }
        if number >= wide { return .cell(number - wide) }
        let axis = (starts.lastIndex { $0 <= number }) ?? 0
        return .value(dimension: axis, value: number - starts[axis])
    }

    /// Sums over the cells of every group.
    func sums(_ numbers: [Double]) -> [Double] {
        var sums = [Double](repeating: 0, count: count)
        for cell in numbers.indices where numbers[cell] != 0 {
            forEachWide(of: cell) { sums[$0] += numbers[cell] }
            sums[wide + cell] = numbers[cell]
        }
        return sums
    }

    /// Cells of a group.
    func size(_ number: Int) -> Int {
        switch group(number) {
        case .overall: count - wide
        case .value(let axis, _): (count - wide) / axes[axis].count
        case .cell: 1
        }
    }
}
