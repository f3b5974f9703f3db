import Records

/// Tests the cells of a list, in order: nothing is left to choose.
package struct ListedAllocator: Allocator {
    package let name = "listed"
    private let cells: [Int]

    /// - Parameter cells: a cell for each test of the run
    package init(cells: [Int]) {
        self.cells = cells
    }

    package func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection] {
        cells.dropFirst(history.planned).prefix(count).map { Selection(cell: $0, reason: .floor) }
    }
}
