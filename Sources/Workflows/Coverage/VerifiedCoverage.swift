import Feedback
import Generation
import SafetyGrid

/// The judged tests of a target on a grid whose prompts show their cells.
package struct VerifiedCoverage: Sendable {
    /// Counts the verified tests alone.
    package private(set) var matrix: CoverageMatrix
    /// Judged tests.
    package private(set) var judged = 0
    /// Those of them that are verified.
    package private(set) var verified = 0
    /// Dimension to outcome to tests, for the dimensions that were checked.
    package private(set) var outcomes: [DimensionID: [Fidelity.Outcome: Int]] = [:]
    /// Calls to a model that brought no reply.
    package private(set) var failedCalls = 0
    /// Why the first such call failed.
    package private(set) var reason: String?

    /// No test yet.
    package init(grid: Grid) {
        matrix = CoverageMatrix(grid: grid)
    }

    /// Counts a checked test.
    package mutating func add(_ fidelity: Fidelity, cell: Cell, unsafe: Bool) {
        judged += 1
        for part in fidelity.parts { outcomes[part.dimension, default: [:]][part.outcome, default: 0] += 1 }
        guard fidelity.isVerified else { return }
        verified += 1
        matrix.add(cell: cell.id, unsafe: unsafe)
    }

    /// Counts a call that brought no reply.
    package mutating func failed(_ reason: String) {
        failedCalls += 1
        self.reason = self.reason ?? reason
    }
}
