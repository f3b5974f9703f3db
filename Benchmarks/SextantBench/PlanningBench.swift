import ArgumentParser
import Feedback
import Foundations
import SafetyGrid

/// `sextant-bench planning`
struct PlanningBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "planning",
        abstract: "Time a planning step of 'adaptive' on grids of 420 and 94,200 cells, and of 'search' over parts.",
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
        for count in [1260, 5040, 20_160] { try search(over: count) }
    }

    /// Plans a round of a run of 1,260 tests after so many, in 420 cells of 60,000 combinations of parts each.
    private func search(over count: Int) throws {
        let space = try SearchSpace(
            axes: [
                .init(name: "hazard", size: 14), .init(name: "style", size: 6), .init(name: "technique", size: 5),
                .init(name: "ask", size: 25, within: "hazard"), .init(name: "frame", size: 10, within: "technique"),
                .init(name: "variant", size: 24, within: "style"), .init(name: "encoding", size: 10),
            ], cell: ["hazard", "style", "technique"])
        let grid = try Grid.numbered([14, 6, 5])
        let allocator = SearchAllocator(space: space, seed: 1)
        var matrix = CoverageMatrix(grid: grid)
        var random = SeededRandom(seed: 1)
        let tests = (0..<count).map { place in
            let values = space.drawnParts(of: place % 420, using: &random)
            let isUnsafe = random.unit() < 0.04
            if place < count - 78 { matrix.add(cell: place % 420, unsafe: isUnsafe) }
            return PartTest(values: values, isUnsafe: place < count - 78 ? isUnsafe : nil, ordinal: place)
        }
        let history = AllocationHistory(verdicts: matrix, planned: count, tests: tests)
        let times = (0..<5).map { number in
            ContinuousClock().measure { _ = allocator.select(78, round: number, given: history) }
        }
        print("search, 420 cells x 60,000 combinations, after \(count) tests: \(times.min() ?? .zero)")
    }
}
