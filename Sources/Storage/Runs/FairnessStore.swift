import Images
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

extension FairnessStore {
    /// The images of a run's samples.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    package func neutralImages(of run: String) async throws -> [ImageReference] {
        try await fairnessSamples(of: run).compactMap(\.image)
    }
}

extension FairnessStore where Self: TestStore {
    /// The images to which a test or a sample of a run refers.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    package func keptImages(of run: String) async throws -> Set<ImageReference> {
        var kept = Set(try await neutralImages(of: run))
        for try await page in tests(in: run) { kept.formUnion(page.flatMap(\.keptImages)) }
        return kept
    }
}
