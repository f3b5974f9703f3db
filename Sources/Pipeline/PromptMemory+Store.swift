import Generation
import RunStore

extension PromptMemory {
    /// Takes in every prompt of the store, over all runs.
    ///
    /// - Throws: ``StoreError`` when the store can't be read.
    func load(from store: any Store) async throws {
        try await load { each in try await store.forEachPrompt(each) }
    }
}
