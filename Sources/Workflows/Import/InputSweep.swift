import Images
import Records
import Storage

/// Removes the images of data sets to which no data set, and no test of a run, refers any more.
package struct InputSweep {
    private let store: any RunStore & TestStore & DataSetStore
    private let shelf: ImageShelf

    /// - Parameters:
    ///   - store: where the data sets and the runs are
    ///   - shelf: where the images are
    package init(_ store: any RunStore & TestStore & DataSetStore, shelf: ImageShelf) {
        self.store = store
        self.shelf = shelf
    }

    /// Removes them; another process that takes images in keeps them all.
    ///
    /// - Throws: `StoreError`, `ShelfFault`.
    package func execute() async throws { try await shelf.sweepShared { try await references() } }

    private func references() async throws -> Set<ImageReference> {
        var kept: Set<ImageReference> = []
        for set in try await store.dataSets() {
            for try await page in store.rows(of: set.name) {
                kept.formUnion(page.compactMap { ImageReference(origin: $0.fields) })
            }
        }
        for run in try await store.runs() where run.request.generator.dataSet != nil {
            for try await page in store.tests(in: run.id) {
                kept.formUnion(page.compactMap { $0.testCase.flatMap { ImageReference(origin: $0.origin) } })
            }
        }
        return kept
    }
}
