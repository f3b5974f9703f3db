import Generation
import Records
import Storage

/// A run whose prompts are the items of a set.
struct ItemRun {
    let run: RunRecord
    let store: any TestStore & DataSetStore
    let places: Places

    /// Hands the items of the set to its generator; does nothing for other generators.
    ///
    /// - Throws: ``StoreError``, ``ConfigurationError`` or ``UsageError``.
    func fill(_ generator: any PromptGenerator) async throws {
        guard let generator = generator as? ItemGenerator, let name = run.request.generator.itemSet else { return }
        let set = try await ItemLibrary(places).set(name)
        var used: Set<String> = []
        for try await page in store.tests(in: run.id) {
            used.formUnion(page.compactMap { $0.testCase.flatMap { ShownItem(origin: $0.origin)?.id } })
        }
        await generator.fill(set, without: used)
    }
}
