import Feedback
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
    package private(set) var outcomes: [DimensionID: [String: Int]] = [:]
    /// Names of the outcomes, in the order in which they are shown.
    package let kinds: [String]
    /// Calls to a model that brought no reply.
    package private(set) var failedCalls = 0
    /// Why the first such call failed.
    package private(set) var reason: String?

    /// No test yet.
    ///
    /// - Parameter kinds: names of the outcomes of a check, in the order in which they are shown
    package init(grid: Grid, kinds: [String]) {
        matrix = CoverageMatrix(grid: grid)
        self.kinds = kinds
    }

    /// Counts a checked test.
    ///
    /// - Parameters:
    ///   - parts: the outcome of each dimension that was checked
    ///   - isVerified: whether the prompt shows its cell
    package mutating func add(
        _ parts: [(dimension: DimensionID, outcome: String)], isVerified: Bool, cell: Cell, unsafe: Bool
    ) {
        judged += 1
        for part in parts { outcomes[part.dimension, default: [:]][part.outcome, default: 0] += 1 }
        guard isVerified else { return }
        verified += 1
        matrix.add(cell: cell.id, unsafe: unsafe)
    }

    /// Counts a call that brought no reply.
    package mutating func failed(_ reason: String) {
        failedCalls += 1
        self.reason = self.reason ?? reason
    }
}
