import Records
import RunStore

/// Finds the passages that a prompt would draw on. The command `sextant passages` and the prompt generator use this one.
package struct PassageFinder: Sendable {
    private let store: any PageStore
    private let now: @Sendable () -> Double

    /// A finder over the pages of a store.
    ///
    /// - Parameters:
    ///   - store: where the pages are
    ///   - now: seconds since 1970, for the age of pages
    package init(store: any PageStore, now: @escaping @Sendable () -> Double) {
        self.store = store
        self.now = now
    }

    /// The best passages, best first, the best of each page before any second one.
    ///
    /// - Throws: `StoreError`, or `CancellationError`.
    package func passages(for query: PassageQuery) async throws -> [Passage] {
        []
    }
}
