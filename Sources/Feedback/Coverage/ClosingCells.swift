import SafetyGrid

/// The fewest cells, as far as a greedy choice finds them, that close all coverage holes of a strength: a covering
/// array over the untested combinations.
///
/// One cell at a time, always one that closes most (Cohen, Dalal, Fredman and Patton 1997, "The AETG system"), and among
/// those the one of greatest worth. A cell's gain only falls, so a cell is looked at again only when it reaches the front
/// of its queue: time is about cells x combinations in a cell.
package enum ClosingCells {
    /// Cells in the order in which they are to be tested; a cell stands in it several times when its holes are deeper.
    ///
    /// - Parameters:
    ///   - matrix: judged tests so far
    ///   - strength: t, 1 ... number of dimensions
    ///   - depth: judged tests that every combination is to have, 1 or more
    ///   - worth: what a test of each cell is worth, by cell id; nil for all alike
    package static func cells(
        closing matrix: CoverageMatrix, strength: Int, depth: Int = 1, worth: [Double]? = nil
    ) -> [Int] {
        let counts = matrix.combinations(strength: strength)
        var missing = counts.judged.map { Int32(clamping: max(depth - $0, 0)) }
        let width = counts.space.subsets.count
        let members = members(matrix.grid, counts.space)
        func gain(_ cell: Int) -> Int {
            members[(cell * width)..<((cell + 1) * width)].count { missing[Int($0)] > 0 }
        }
        var queues = [[Int]](repeating: [], count: width + 1)
        for cell in ordered(matrix.grid.cellCount, worth) { queues[gain(cell)].append(cell) }
        var chosen: [Int] = []
        var level = width
        while level > 0 {
            guard let cell = queues[level].popLast() else {
                level -= 1
                continue
            }
            let current = gain(cell)
            if current == level {
                chosen.append(cell)
                for member in members[(cell * width)..<((cell + 1) * width)] where missing[Int(member)] > 0 {
                    missing[Int(member)] -= 1
                }
                queues[gain(cell)].append(cell)
            } else {
                queues[current].append(cell)
            }
        }
        return chosen
    }

    /// The combinations of every cell, one of each choice of dimensions.
    private static func members(_ grid: Grid, _ space: CombinationSpace) -> [Int32] {
        var members: [Int32] = []
        members.reserveCapacity(grid.cellCount * space.subsets.count)
        for id in 0..<grid.cellCount {
            let cell = grid.cell(id)
            for subset in space.subsets.indices { members.append(Int32(space.combination(subset: subset, in: cell))) }
        }
        return members
    }

    /// The cells, those of least worth first: a queue is emptied from its end.
    private static func ordered(_ cells: Int, _ worth: [Double]?) -> [Int] {
        guard let worth else { return (0..<cells).reversed() }
        return (0..<cells).sorted { (worth[$0], $1) < (worth[$1], $0) }
    }
}
