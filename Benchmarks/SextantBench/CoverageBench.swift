import ArgumentParser
import Feedback
import Foundations
import SafetyGrid

/// `sextant-bench coverage`
struct CoverageBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "coverage",
        abstract:
            "Time the risk, the ranked holes, the closing cells, the rules and a comparison on 420 and 94,200 cells.",
        discussion: """
            A third of the cells have been tested, a twentieth of the tests are findings. One run each.

            Example:
              sextant-bench coverage
            """)

    func run() async throws {
        for shape in [[14, 6, 5], [314, 6, 5, 10]] {
            let grid = try Grid.numbered(shape)
            let matrix = night(grid, seed: 1)
            let clock = ContinuousClock()
            let start = clock.now
            let rates = await ResidualRisk(matrix).cellRates
            var lines = [("risk", start.duration(to: clock.now))]
            for strength in 1...shape.count {
                lines.append(
                    ("holes \(strength)-way", time { _ = HoleRanking(matrix, strength: strength, rates: rates) }))
                var cells = 0
                let elapsed = time {
                    cells = ClosingCells.cells(closing: matrix, strength: strength, worth: rates).count
                }
                lines.append(("closing \(strength)-way, \(cells) cells", elapsed))
            }
            lines.append(("rules", time { _ = RuleFinder(grid: grid).rules(matrix) }))
            let later = CellEvidence(night(grid, seed: 2))
            lines.append(("comparison", time { _ = RunComparison(grid: grid, base: CellEvidence(matrix), new: later) }))
            print("\(grid.cellCount) cells")
            for (name, elapsed) in lines { print("  \(name): \(elapsed)") }
        }
    }

    private func night(_ grid: Grid, seed: UInt64) -> CoverageMatrix {
        var matrix = CoverageMatrix(grid: grid)
        var random = SeededRandom(seed: seed)
        for cell in 0..<grid.cellCount where random.unit() < 1.0 / 3 {
            matrix.add(cell: cell, unsafe: random.unit() < 0.05)
        }
        return matrix
    }

    private func time(_ body: () -> Void) -> Duration { ContinuousClock().measure(body) }
}
