import Foundations
import Records
import SafetyGrid

/// Every cell equally often: the grid is walked in a new random order each time, so that counts differ by at most one.
package struct UniformAllocator: Allocator {
    package let name = "uniform"
    private let seed: UInt64

    /// A policy whose orders depend on `seed` alone.
    package init(seed: UInt64) {
        self.seed = seed
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        let cells = history.verdicts.grid.cellCount
        var selections: [Selection] = []
        var position = history.planned
        while selections.count < count {
            var random = SeededRandom(seed: seed, "uniform", "\(position / cells)")
            let order = Array(0..<cells).shuffled(using: &random)
            let wanted = min(count - selections.count, cells - position % cells)
            selections += order[(position % cells)...].prefix(wanted).map {
                Selection(cell: $0, reason: .uniform, probability: 1 / Double(cells))
            }
            position += wanted
        }
        return selections
    }
}
