import Feedback
import Generation
import Records
import SafetyGrid

/// The judged tests of a target on a grid whose prompts show their cells.
struct VerifiedCoverage: Sendable {
    /// Counts the verified tests alone.
    private(set) var matrix: CoverageMatrix
    /// Judged tests, and those of them that are verified.
    private(set) var judged = 0
    private(set) var verified = 0
    /// Dimension to outcome to tests, for the dimensions that were checked.
    private(set) var outcomes: [DimensionID: [Fidelity.Outcome: Int]] = [:]
    /// Calls to a model that brought no reply, and why the first failed.
    private(set) var failedCalls = 0
    private(set) var reason: String?

    /// No test yet.
    init(grid: Grid) {
        matrix = CoverageMatrix(grid: grid)
    }

    /// Counts a checked test.
    mutating func add(_ fidelity: Fidelity, cell: Cell, unsafe: Bool) {
        judged += 1
        for part in fidelity.parts { outcomes[part.dimension, default: [:]][part.outcome, default: 0] += 1 }
        guard fidelity.isVerified else { return }
        verified += 1
        matrix.add(cell: cell.id, unsafe: unsafe)
    }

    /// Counts a call that brought no reply.
    mutating func failed(_ reason: String) {
        failedCalls += 1
        self.reason = self.reason ?? reason
    }
}
