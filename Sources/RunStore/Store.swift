import Records
import SafetyGrid

/// Keeps runs and tests so that a killed process loses nothing that was paid for.
///
/// Every step of a test is one row: planned, generated, executed, judged or failed. A step's method returns when its row is
/// durable. A test is worked on by whoever holds its lease; a writer that has lost its lease gets ``StoreError/leaseLost(run:ordinal:)``.
package protocol Store: Sendable {
    /// Adds a run with no tests.
    func create(_ run: RunRecord) async throws
    /// The run with the given id.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func run(_ id: String) async throws -> RunRecord
    /// All runs, newest first.
    func runs() async throws -> [RunRecord]
    /// Adds `seconds` of work to a run and sets its state.
    func update(run id: String, state: RunState, addingSeconds seconds: Double) async throws
    /// Replaces the settings of a run, for a cap that was raised.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func update(run id: String, settings: RunSettings) async throws

    /// Adds planned tests of a run, leased to this process.
    func plan(_ tests: [PlannedTest], in run: String) async throws
    /// Takes the lease of every unfinished test that nobody else holds, and gives back all tests of the run, in order of
    /// ordinal. Failures that are retryable are cleared, so that their step is done again.
    func claim(run: String) async throws -> [TestRecord]
    /// Extends the leases this process holds in a run.
    func renewLeases(run: String) async throws

    /// Records steps that were done, all or none of them.
    func record(_ steps: [Step], in run: String) async throws

    /// Records a call of a model that helps in a run; durable when it returns.
    func record(_ call: ModelCall, in run: String) async throws
    /// What the recorded calls of a run have cost, replies from the cache left out.
    func callTotals(of run: String) async throws -> CallTotals
    /// Keeps a reply for identical calls; a reply that is already kept stays.
    func keep(_ reply: StoredReply) async throws
    /// The reply that is kept under a key; nil when there is none.
    func reply(for key: String) async throws -> StoredReply?

    /// Passes every test of a run to `body`, in order of ordinal, a page at a time, so that memory stays flat.
    func forEachTest(in run: String, _ body: @Sendable (TestRecord) throws -> Void) async throws
    /// One test.
    ///
    /// - Throws: ``StoreError/noSuchTest(run:ordinal:)``.
    func test(_ ordinal: Int, in run: String) async throws -> TestRecord
    /// Passes the text of every prompt in the store to `body`, over all runs and data sets: what a new
    /// prompt must not repeat.
    func forEachPrompt(_ body: @Sendable (String) -> Void) async throws
    /// The newest findings, at most `limit`, of runs that were begun before `run` on a grid of the same id with the same
    /// target, oldest first. The cells are those of the run's grid; findings in cells that it does not have are left out.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func findings(before run: String, limit: Int) async throws -> [StoredFinding]
    /// Judged tests and findings of each cell of `grid` for each target, over all runs on grids of the same id.
    ///
    /// A cell is recognised by its values, so that runs from before a value was added count on; cells that the grid no
    /// longer has are left out. Ordered by target, then by cell.
    func tallies(on grid: Grid) async throws -> [CellTally]
    /// The same for one run; empty for a run that is not in the store.
    func tallies(of run: String, on grid: Grid) async throws -> [CellTally]
    /// Tests of one run in each cell of `grid`, by the reason for which they were chosen; ordered by cell, empty for a run that
    /// is not in the store.
    func selectionTallies(of run: String, on grid: Grid) async throws -> [SelectionTally]

    /// What the tests of a run add up to, on the run's own grid.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func tally(of run: String) async throws -> RunTally
    /// Verdicts of each run and the unsafe ones among them, by the runs' ids; runs without a verdict are left out.
    func counts() async throws -> [String: (judged: Int, findings: Int)]
    /// Passes the judged prompts of a run to `body`, in order of ordinal, a page at a time.
    func forEachJudgedPrompts(in run: String, _ body: @Sendable ([JudgedPrompt]) async throws -> Void) async throws
    /// The prompts of a run that were found to be what their cells claim; nil when nobody has counted them.
    func verifiedTally(of run: String) async throws -> VerifiedTally?
    /// Keeps that count in place of an earlier one; a store that was opened for reading keeps nothing.
    func keep(_ tally: VerifiedTally, of run: String) async throws

    /// How an oracle did on labelled responses; nil when it was not calibrated.
    func calibration(of oracle: String) async throws -> OracleCalibration?
    /// Keeps how an oracle did, in place of what was known before.
    func keep(_ calibration: OracleCalibration) async throws
}
