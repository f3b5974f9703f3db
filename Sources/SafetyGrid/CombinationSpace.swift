/// All t-way combinations of a grid: for every choice of t dimensions, every tuple of their values, numbered densely.
///
/// A cell contains C(d, t) of them, one for each choice of t of the d dimensions. Coverage of strength t is the share of
/// combinations that judged tests contain (Kuhn, Kacker, Lei: "Introduction to Combinatorial Testing", 2013, ch. 7).
package struct CombinationSpace: Sendable {
    /// The strength t, 1 ... number of dimensions.
    package let strength: Int
    /// Number of combinations.
    package let count: Int
    /// The choices of `strength` dimensions, in lexical order.
    package let subsets: [[Int]]
    private let offsets: [Int]
    private let shape: [Int]

    /// The combinations of strength `strength` of `grid`.
    ///
    /// - Parameters:
    ///   - grid: the grid
    ///   - strength: t, 1 ... number of dimensions
    package init(_ grid: Grid, strength: Int) {
        precondition((1...grid.dimensions.count).contains(strength), "strength out of range")
        self.strength = strength
        shape = grid.shape
        subsets = Self.subsets(of: grid.dimensions.count, size: strength)
        var offsets: [Int] = []
        var total = 0
        for subset in subsets {
            offsets.append(total)
            total += subset.reduce(1) { $0 * grid.dimensions[$1].values.count }
        }
        self.offsets = offsets
        count = total
    }

    /// The numbers of the combinations that `cell` contains, one for each of ``subsets``.
    package func combinations(in cell: Cell) -> [Int] {
        subsets.indices.map { combination(subset: $0, in: cell) }
    }

    /// The number of the combination that `cell` contains for the choice of dimensions `subsets[subset]`.
    package func combination(subset: Int, in cell: Cell) -> Int {
        var index = 0
        for axis in subsets[subset] { index = index * shape[axis] + cell.indices[axis] }
        return offsets[subset] + index
    }

    /// Dimension and value index of each part of a combination, 0 ..< ``count``.
    package func parts(of combination: Int) -> [(dimension: Int, value: Int)] {
        let subset = (offsets.lastIndex { $0 <= combination }) ?? 0
        var rest = combination - offsets[subset]
        var parts: [(dimension: Int, value: Int)] = []
        for axis in subsets[subset].reversed() {
            parts.append((axis, rest % shape[axis]))
            rest /= shape[axis]
        }
        return parts.reversed()
    }

    private static func subsets(of count: Int, size: Int) -> [[Int]] {
        var result: [[Int]] = []
        func extend(_ chosen: [Int], from start: Int) {
            if chosen.count == size {
                result.append(chosen)
                return
            }
            for axis in start..<count where count - axis >= size - chosen.count {
                extend(chosen + [axis], from: axis + 1)
            }
        }
        extend([], from: 0)
        return result
    }
}
