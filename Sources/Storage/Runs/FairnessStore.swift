import Records

/// Keeps the images that neutral prompts gave in a run, and what was seen in them.
package protocol FairnessStore: Sendable {
    /// Keeps a sample, in the place of one of the same prompt and number; durable when it returns.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func keep(_ sample: FairnessSample, in run: String) async throws
    /// The samples of a run, by prompt and number.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func fairnessSamples(of run: String) async throws -> [FairnessSample]
}
