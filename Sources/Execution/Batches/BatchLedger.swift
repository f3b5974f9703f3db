import Records

/// Keeps the batches of a run for the process after this one.
package protocol BatchLedger: Sendable {
    /// Keeps a batch, or its new id and state; durable when it returns.
    ///
    /// - Throws: the store's error.
    func keep(_ batch: BatchRecord) async throws
    /// The batches that are kept, the earliest first.
    ///
    /// - Throws: the store's error.
    func batches() async throws -> [BatchRecord]
}
