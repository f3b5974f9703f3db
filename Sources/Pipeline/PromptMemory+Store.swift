import Generation
import Storage

extension PromptMemory {
    /// Takes in every prompt of the store, over all runs and data sets.
    ///
    /// - Throws: ``StoreError`` when the store can't be read.
    package func load(from store: any TestStore & DataSetStore) async throws {
        for try await page in store.prompts() { try await insert(contentsOf: page.map(\.text)) }
        for try await page in store.dataSetPrompts() { try await insert(contentsOf: page.map(\.text)) }
    }
}
