import Records

/// Tests a list of cells, which close coverage holes, before another policy takes over.
package struct ClosingAllocator: Allocator {
    /// Name of the policy that takes over.
    package var name: String { base.name }
    private let base: any Allocator
    private let cells: [Int]

    /// Tests `cells` in order, and then follows `base`.
    package init(base: any Allocator, cells: [Int]) {
        self.base = base
        self.cells = cells
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        let closing = cells.dropFirst(history.planned).prefix(count).map { Selection(cell: $0, reason: .closing) }
        guard closing.count < count else { return closing }
        return closing + base.select(count - closing.count, round: round, given: history.after(closing))
    }
}
