import Records
import SafetyGrid

/// An allocation policy: says which cells the next round tests.
///
/// A policy is a pure function of its arguments and its seed, so that a resumed run plans the same rounds as an unbroken
/// one. Conformers are named in ``AllocatorRegistry``.
package protocol Allocator: Sendable {
    /// Name as `--policy` knows it.
    var name: String { get }
    /// Chooses the cells of a round.
    ///
    /// - Parameters:
    ///   - count: number of tests, 1 or more; a cell may be chosen several times
    ///   - round: number of the round, from 0
    ///   - history: what is known when the round is planned
    /// - Returns: `count` selections, in the order in which they are to be tested.
    func select(_ count: Int, round: Int, given history: AllocationHistory) -> [Selection]
}

/// A chosen cell and why it was chosen.
package struct Selection: Sendable, Equatable {
    /// Id of the cell.
    package let cell: Int
    /// Why.
    package let reason: SelectionReason

    /// A selection.
    package init(cell: Int, reason: SelectionReason) {
        self.cell = cell
        self.reason = reason
    }
}

/// What a policy knows when it plans round r.
package struct AllocationHistory: Sendable {
    /// Verdicts of the rounds up to r - 2: the last round is still in flight.
    package let verdicts: CoverageMatrix
    /// Number of tests planned in all earlier rounds, those in flight included.
    package let planned: Int

    /// A history.
    package init(verdicts: CoverageMatrix, planned: Int) {
        self.verdicts = verdicts
        self.planned = planned
    }
}
