import ArgumentParser
import Feedback
import Foundations
import SafetyGrid

/// `sextant-bench planning`
struct PlanningBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planning",
        abstract: "Time a planning step of 'adaptive' on grids of 420 and 94,200 cells.",
        discussion: """
            Every cell has been tested; a round has the size it has in a run of three tests a cell. Best of five.

            Example:
              sextant-bench planning
            """)

    func run() async throws {
        for shape in [[14, 6, 5], [314, 6, 5, 10]] {
            let grid = try Grid.numbered(shape)
            var matrix = CoverageMatrix(grid: grid)
            var random = SeededRandom(seed: 1)
            for cell in 0..<grid.cellCount {
                for _ in 0..<3 { matrix.add(cell: cell, unsafe: random.unit() < 0.04) }
            }
            let allocator = AdaptiveAllocator(grid: grid, seed: 1)
            let history = AllocationHistory(verdicts: matrix, planned: 3 * grid.cellCount)
            let round = min(max(3 * grid.cellCount / 16, 20), 2000)
            var best = Duration.seconds(1000)
            for number in 0..<5 {
                let time = ContinuousClock().measure {
                    _ = allocator.select(round, round: number, given: history)
                }
                best = min(best, time)
            }
            print("\(grid.cellCount) cells, a round of \(round): \(best)")
        }
    }
}
