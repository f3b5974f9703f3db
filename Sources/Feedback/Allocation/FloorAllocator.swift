import Records
import SafetyGrid

/// Tests every cell k times before another policy takes over.
///
/// The first pass visits the cells in an order that covers all pairs of values as early as it can (``CoveringOrder``), so
/// that a budget smaller than the grid is spent where it teaches most.
package struct FloorAllocator: Allocator {
    /// Name of the policy that takes over.
    package var name: String { base.name }
    private let base: any Allocator
    private let order: [Int]
    private let total: Int

    /// A floor under `base`.
    ///
    /// - Parameters:
    ///   - base: the policy for the rest of the budget
    ///   - grid: the grid
    ///   - floor: tests of every cell, 0 or more
    ///   - seed: breaks ties in the order
    package init(base: any Allocator, grid: Grid, floor: Int, seed: UInt64) {
        self.base = base
        order = floor > 0 ? CoveringOrder.cells(of: grid, seed: seed) : []
        total = order.count * max(floor, 0)
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        let left = min(max(total - history.planned, 0), count)
        let floor = (0..<left).map {
            Selection(cell: order[(history.planned + $0) % order.count], reason: .floor)
        }
        guard left < count else { return floor }
        return floor + base.select(count - left, round: round, given: history.after(floor))
    }
}
