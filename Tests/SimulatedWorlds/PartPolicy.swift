import Feedback
import Foundations
import Records
import SafetyGrid

/// A policy that chooses what a prompt is put together from, and not its cell alone.
///
/// A policy is a pure function of its arguments and its seed.
package protocol PartPolicy: Sendable {
    /// Its name.
    var name: String { get }
    /// Whether it chooses the parts of what it chooses because of verdicts.
    var choosesParts: Bool { get }
    /// Chooses the prompts of a round.
    ///
    /// - Parameters:
    ///   - count: number of tests, 1 or more
    ///   - round: number of the round, from 0
    ///   - tests: all tests of earlier rounds, in their order
    /// - Returns: `count` selections, in the order in which they are to be tested.
    func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection]
}

/// A chosen prompt and why it was chosen.
package struct PartSelection: Sendable, Equatable {
    /// A value of each axis of the space.
    package let values: [Int]
    /// Why: only the tests that chance chose, cell and parts, tell of rates over the grid.
    package let reason: SelectionReason
    /// The findings that it was made of; nil for none.
    package let lineage: Lineage?

    package init(values: [Int], reason: SelectionReason, lineage: Lineage? = nil) {
        self.lineage = lineage
        self.values = values
        self.reason = reason
    }
}

/// A run's policy on a world: the parts that it leaves to chance are drawn, as a generator draws them.
package struct AllocatorPolicy: PartPolicy {
    package let name: String
    package var choosesParts: Bool { name == "search" && !world.space.partAxes.isEmpty }
    private let allocator: any Allocator
    private let world: SearchWorld
    private let seed: UInt64

    /// The policy of a name; nil for an unknown one.
    package init?(
        _ name: String, on world: SearchWorld, floor: Int, seed: UInt64, settings: AdaptiveSettings = AdaptiveSettings()
    ) {
        guard let policy = PolicyName(rawValue: name) else { return nil }
        self.name = name
        allocator = AllocatorRegistry.allocator(
            policy, grid: world.grid, floor: floor, seed: seed, settings: settings, space: world.space)
        self.world = world
        self.seed = seed
    }

    package func select(_ count: Int, round: Int, given tests: [PartTest]) -> [PartSelection] {
        var verdicts = CoverageMatrix(grid: world.grid)
        var inFlight = [Int](repeating: 0, count: world.grid.cellCount)
        for test in tests {
            let cell = world.space.cell(of: test.values)
            if let isUnsafe = test.isUnsafe {
                verdicts.add(cell: cell, unsafe: isUnsafe)
            } else {
                inFlight[cell] += 1
            }
        }
        let history = AllocationHistory(verdicts: verdicts, planned: tests.count, inFlight: inFlight, tests: tests)
        // One stream for all policies, so that they share their floors on a seed.
        var chance = SeededRandom(seed: seed, "parts", "\(round)")
        return allocator.select(count, round: round, given: history).map {
            PartSelection(
                values: $0.parts ?? world.space.drawnParts(of: $0.cell, using: &chance), reason: $0.reason,
                lineage: $0.lineage)
        }
    }
}
