/// Where the index into one dimension stands within a cell's id.
package struct GridAxis: Sendable {
    /// Number of values.
    package let count: Int
    /// Cells from one value to the next.
    fileprivate let stride: Int

    fileprivate init(count: Int, stride: Int) {
        self.count = count
        self.stride = stride
    }

    /// Index of the value that a cell has here, 0 ..< ``count``.
    package func index(of cell: Int) -> Int { cell / stride % count }

    /// The sum of the cells' numbers for each value.
    ///
    /// - Parameter numbers: one for each cell, by its id
    package func sums(of numbers: [Double]) -> [Double] { summed(numbers) }

    fileprivate func summed<Number: AdditiveArithmetic>(_ numbers: [Number]) -> [Number] {
        var sums = [Number](repeating: .zero, count: count)
        // A value's cells stand together, as many as the stride, so that no cell's index has to be worked out.
        for start in Swift.stride(from: 0, to: numbers.count, by: stride) {
            let value = index(of: start)
            for cell in start..<(start + stride) { sums[value] += numbers[cell] }
        }
        return sums
    }
}

extension Grid {
    /// The axis at a position of ``dimensions``.
    package func axis(_ position: Int) -> GridAxis {
        GridAxis(
            count: dimensions[position].values.count,
            stride: dimensions[(position + 1)...].reduce(1) { $0 * $1.values.count })
    }

    /// An axis of one value that all cells have.
    package var wholeAxis: GridAxis { GridAxis(count: 1, stride: cellCount) }

    /// Position of the hazards among ``dimensions``; nil in a grid without them.
    package var hazardAxis: Int? { position(of: .hazard) }

    /// The hazards; nil in a grid without them.
    package var hazards: Dimension? { hazardAxis.map { dimensions[$0] } }

    /// Position of the dimension that results are grouped by: the hazards, or the first dimension where there are none.
    package var groupAxis: Int { hazardAxis ?? 0 }

    /// The dimension at ``groupAxis``.
    package var groups: Dimension { dimensions[groupAxis] }

    /// The hazard of the cell with this id; nil in a grid without hazards.
    package func hazard(of cell: Int) -> DimensionValue? {
        value(of: .hazard, in: cell)
    }

    /// The value of a dimension in the cell with this id; nil where the grid lacks the dimension.
    package func value(of dimension: DimensionID, in cell: Int) -> DimensionValue? {
        position(of: dimension).map { value(at: $0, in: cell) }
    }

    /// The value of the dimension at a position in the cell with this id.
    func value(at position: Int, in cell: Int) -> DimensionValue {
        dimensions[position].values[axis(position).index(of: cell)]
    }

    /// Position of a dimension among ``dimensions``; nil where the grid lacks it.
    package func position(of id: DimensionID) -> Int? { dimensions.firstIndex { $0.id == id } }

    /// The sum of the cells' numbers for each value of a dimension.
    ///
    /// - Parameters:
    ///   - numbers: one for each cell, by its id
    ///   - position: position of the dimension
    /// - Returns: one sum for each value, in the dimension's order
    package func sums(of numbers: [Double], over position: Int) -> [Double] { axis(position).summed(numbers) }

    /// The same for counts. There are two functions and no generic one, which other modules would call unspecialised.
    package func sums(of numbers: [Int], over position: Int) -> [Int] { axis(position).summed(numbers) }
}
