import Records

/// A policy that chooses what a prompt is put together from, and not its cell alone.
///
/// A policy is a pure function of its arguments and its seed.
package protocol PartPolicy: Sendable {
    /// Its name.
    var name: String { get }
    /// Chooses the prompts of a round.
    ///
    /// - Parameters:
    ///   - count: number of tests, 1 or more
    ///   - round: number of the round, from 0
    ///   - tests: all tests of earlier rounds, in their order
    /// - Returns: `count` selections, in the order in which they are to be tested.
    func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection]
}

/// A planned test of a prompt with known parts.
package struct PartTest: Sendable, Equatable {
    /// A value of each axis of the space.
    package let values: [Int]
    /// The verdict; nil while the test is in flight, and for an unknown one.
    package let isUnsafe: Bool?

    package init(values: [Int], isUnsafe: Bool?) {
        self.values = values
        self.isUnsafe = isUnsafe
    }
}

/// A chosen prompt and why it was chosen.
package struct PartSelection: Sendable, Equatable {
    /// A value of each axis of the space.
    package let values: [Int]
    /// Why: only the tests that chance chose, cell and parts, tell of rates over the grid.
    package let reason: SelectionReason

    package init(values: [Int], reason: SelectionReason) {
        self.values = values
        self.reason = reason
    }
}
