import Feedback
import Generation
import HTTPTransport
import Records
import RunStore
import SafetyGrid

/// The judged tests of a target on a grid whose prompts are what their cells claim.
struct VerifiedCoverage: Sendable {
    /// Counts the verified tests alone.
    private(set) var matrix: CoverageMatrix
    /// Judged tests, and those of them that are verified.
    private(set) var judged = 0
    private(set) var verified = 0
    /// Dimension to outcome to tests, for the dimensions that were checked.
    private(set) var outcomes: [String: [Fidelity.Outcome: Int]] = [:]

    private init(grid: Grid) {
        matrix = CoverageMatrix(grid: grid)
    }

    /// Checks every judged test of the runs.
    ///
    /// - Parameters:
    ///   - grid: the grid as it is now; a cell is recognised by its values, and tests of others are left out
    ///   - runs: runs of one target on grids of that name
    ///   - store: where their tests are
    ///   - checker: what checks them
    /// - Throws: ``StoreError``.
    static func of(
        _ grid: Grid, runs: [RunRecord], store: any Store, checker: FidelityChecker
    ) async throws -> VerifiedCoverage {
        let coverage = Locked(VerifiedCoverage(grid: grid))
        for run in runs {
            try await store.forEachTest(in: run.id) { test in
                let names = run.grid.names(of: run.grid.cell(test.plan.cell)).map { ($0.dimension, $0.value) }
                guard let verdict = test.verdict, let prompt = test.testCase?.prompt,
                    let cell = grid.cell(named: Dictionary(names) { first, _ in first })
                else { return }
                let fidelity = checker.check(prompt: prompt, cell: cell, grid: grid)
                coverage.withLock { $0.add(fidelity, cell: cell, unsafe: verdict.label == .unsafe) }
            }
        }
        return coverage.withLock { $0 }
    }

    private mutating func add(_ fidelity: Fidelity, cell: Cell, unsafe: Bool) {
        judged += 1
        for part in fidelity.parts { outcomes[part.dimension, default: [:]][part.outcome, default: 0] += 1 }
        guard fidelity.isVerified else { return }
        verified += 1
        matrix.add(cell: cell.id, unsafe: unsafe)
    }
}
