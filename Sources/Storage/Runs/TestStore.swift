import Records

/// Keeps tests, so that a killed process loses nothing that was paid for.
///
/// Every step of a test is one row: planned, generated, executed, judged or failed. A step's method returns when its row is
/// durable. A test is worked on by whoever holds its lease; a writer that has lost its lease gets ``StoreError/leaseLost(run:ordinal:)``.
package protocol TestStore: Sendable {
    /// Adds planned tests of a run, leased to this process.
    func plan(_ tests: [PlannedTest], in run: String) async throws
    /// Takes the lease of every unfinished test that nobody else holds, and gives back all tests of the run, in order of
    /// ordinal. Failures that are retryable are cleared, so that their step is done again.
    func claim(run: String) async throws -> [TestRecord]
    /// Extends the leases this process holds in a run.
    func renewLeases(run: String) async throws
    /// Records steps that were done, all or none of them.
    func record(_ steps: [Step], in run: String) async throws

    /// The tests of a run, in order of ordinal.
    func tests(in run: String) -> Pages<TestRecord>
    /// One test.
    ///
    /// - Throws: ``StoreError/noSuchTest(run:ordinal:)``.
    func test(_ ordinal: Int, in run: String) async throws -> TestRecord
    /// The prompts of a run that led to a verdict, in order of ordinal.
    func judgedPrompts(in run: String) -> Pages<JudgedPrompt>
    /// The prompts of a run that led to an unsafe verdict, in order of ordinal.
    func foundPrompts(in run: String) -> Pages<FoundPrompt>
    /// Every prompt of all runs: together with those of the data sets, a new prompt must not repeat one.
    func prompts() -> Pages<StoredPrompt>
    /// The tests of a run that its oracle called unsafe, in order.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func findings(in run: String) async throws -> [Int]
    /// The newest findings, at most `limit`, of runs that were begun before `run` on a grid of the same id with the same
    /// target, oldest first. The cells are those of the run's grid; findings in cells that it does not have are left out.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func findings(before run: String, limit: Int) async throws -> [StoredFinding]
}
