import Images
import Records
import Storage

/// The images that are kept for a run.
package enum RunImages {
    /// Those to which a test or a sample of a run refers.
    ///
    /// - Throws: ``StoreError``.
    package static func kept(of run: String, in store: any Store) async throws -> Set<ImageReference> {
        var kept = Set(try await neutral(of: run, in: store))
        for try await page in store.tests(in: run) { kept.formUnion(page.flatMap(\.keptImages)) }
        return kept
    }

    /// Those of its samples.
    ///
    /// - Throws: ``StoreError``.
    static func neutral(of run: String, in store: any Store) async throws -> [ImageReference] {
        try await store.fairnessSamples(of: run).compactMap(\.image)
    }
}
