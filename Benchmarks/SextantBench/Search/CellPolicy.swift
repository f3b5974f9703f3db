import Feedback
import Foundations
import SafetyGrid

/// A policy that chooses cells and leaves their prompts to chance.
struct CellPolicy: PartPolicy {
    let name: String
    private let allocator: any Allocator
    private let grid: Grid
    private let space: SearchSpace
    private let seed: UInt64

    init(_ allocator: any Allocator, name: String, grid: Grid, space: SearchSpace, seed: UInt64) {
        self.name = name
        self.allocator = allocator
        self.grid = grid
        self.space = space
        self.seed = seed
    }

    func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection] {
        var verdicts = CoverageMatrix(grid: grid)
        var inFlight = [Int](repeating: 0, count: grid.cellCount)
        for test in tests {
            let cell = space.cell(of: test.values)
            if let isUnsafe = test.isUnsafe {
                verdicts.add(cell: cell, unsafe: isUnsafe)
            } else {
                inFlight[cell] += 1
            }
        }
        let history = AllocationHistory(verdicts: verdicts, planned: tests.count, inFlight: inFlight)
        // The stream of `search`, so that policies share their floors on a seed.
        var chance = SeededRandom(seed: seed, "parts", "\(round)")
        return allocator.select(count, round: round, given: history).map {
            PartSelection(values: space.drawnParts(of: $0.cell, using: &chance), reason: $0.reason)
        }
    }
}
