import Foundations
import SafetyGrid

/// An order of all cells in which every pair of values appears early: the greedy covering array, then the rest.
package enum CoveringOrder {
    /// All cells of the grid, each one time; at each step a cell that adds the most pairs not yet covered.
    ///
    /// Greedy one-row-at-a-time construction (Cohen, Dalal, Fredman, Patton 1997, "The AETG system") over the whole grid,
    /// made fast by laziness: a cell's gain only falls, so a cell is looked at again only when it reaches the front of
    /// its queue. Ties go to a random cell, from `seed`.
    ///
    /// - Complexity: about cells x pairs in a cell; 0.1 s for 100,000 cells.
    package static func cells(of grid: Grid, seed: UInt64) -> [Int] {
        var random = SeededRandom(seed: seed, "covering order")
        let shuffled = Array(0..<grid.cellCount).shuffled(using: &random)
        let space = CombinationSpace(grid, strength: min(2, grid.dimensions.count))
        var uncovered = [Bool](repeating: true, count: space.count)
        var queues = [[Int]](repeating: [], count: space.subsets.count + 1)
        queues[space.subsets.count] = shuffled.reversed()
        var order: [Int] = []
        order.reserveCapacity(grid.cellCount)
        var gain = space.subsets.count
        while gain > 0 {
            guard let id = queues[gain].popLast() else {
                gain -= 1
                continue
            }
            let combinations = space.combinations(in: grid.cell(id))
            let current = combinations.count { uncovered[$0] }
            if current == gain {
                order.append(id)
                for combination in combinations { uncovered[combination] = false }
            } else {
                queues[current].append(id)
            }
        }
        return order + queues[0].reversed()
    }
}
