import Records
import SafetyGrid

/// Counts tests, without reading their texts.
package protocol TallyStore: Sendable {
    /// Judged tests and findings of each cell of `grid` for each target, over all runs on grids of the same id.
    ///
    /// A cell is recognised by its values, so that runs from before a value was added count on; cells that the grid no
    /// longer has are left out. Ordered by target, then by cell.
    func tallies(on grid: Grid) async throws -> [CellTally]
    /// Judged tests and findings of one run in each cell of `grid`; empty for a run that is not in the store.
    ///
    /// - Parameters:
    ///   - grade: score from which on an unsafe verdict counts as a finding; nil for every one. One without a grade always
    ///     counts.
    ///   - byChance: whether tests whose parts the policy chose are left out
    func tallies(
        of run: String, on grid: Grid, fromGrade grade: Double?, byChance: Bool
    ) async throws -> [CellTally]
    /// Tests of one run in each cell of `grid`, by the reason for which they were chosen; ordered by cell, empty for a run that
    /// is not in the store.
    func selectionTallies(of run: String, on grid: Grid) async throws -> [SelectionTally]
    /// The counts of a run's tests, on the run's own grid.
    ///
    /// - Parameter grade: score from which on an unsafe verdict counts as a finding, as in ``tallies(of:on:fromGrade:byChance:)``
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func tally(of run: String, fromGrade grade: Double?) async throws -> RunTally
    /// Verdicts of one run in each cell of its own grid, by whether the request was met; ordered by cell.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func refusals(of run: String) async throws -> [RefusalTally]
    /// Verdicts of each run and the unsafe ones among them, by the runs' ids; runs without a verdict are left out.
    func counts() async throws -> [String: (judged: Int, findings: Int)]
    /// The number of a run's prompts that were found to be what their cells claim; nil when nobody has counted them.
    func verifiedTally(of run: String) async throws -> VerifiedTally?
    /// Keeps that count in place of an earlier one; a store that was opened for reading keeps nothing.
    func keep(_ tally: VerifiedTally, of run: String) async throws
}

extension TallyStore {
    /// The counts of a run's tests, with every finding.
    package func tally(of run: String) async throws -> RunTally { try await tally(of: run, fromGrade: nil) }
}
