import Records

/// Keeps the batches of runs.
package protocol BatchStore: Sendable {
    /// Adds a batch to a run, or changes the id and state of one that is there; durable when it returns.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func keep(_ batch: BatchRecord, in run: String) async throws
    /// The batches of a run, the earliest first.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func batches(of run: String) async throws -> [BatchRecord]
    /// The batches of a run in numbers; nil for a run without any.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func batchSummary(of run: String) async throws -> BatchSummary?
}
