import Records

/// Keeps runs.
package protocol RunStore: Sendable {
    /// Adds runs with no tests, all or none.
    func create(_ runs: [RunRecord]) async throws
    /// The run with the given id.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func run(_ id: String) async throws -> RunRecord
    /// All runs, newest first.
    func runs() async throws -> [RunRecord]
    /// The ids of all runs, newest first, and whether tests are left; their settings are not read.
    func states() async throws -> [(id: String, state: RunState)]
    /// How far a run has come, also while another process is at work on it.
    ///
    /// - Parameters:
    ///   - run: its id
    ///   - time: now, in seconds since 1970, to tell a lease that holds from one that ran out
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func counts(of run: String, at time: Double) async throws -> RunCounts
    /// Adds `seconds` of work to a run and sets its state.
    func update(run id: String, state: RunState, addingSeconds seconds: Double) async throws
    /// Replaces the request and the basis of a run, for a cap that was raised.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func update(settingsOf run: RunRecord) async throws
    /// Deletes a run with all its tests, but not its night.
    ///
    /// - Returns: whether it was deleted: a run that people have labelled stays.
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func forget(run id: String) async throws -> Bool
}

extension RunStore {
    /// Adds a run with no tests.
    package func create(_ run: RunRecord) async throws { try await create([run]) }
}
