import Images
import Records
import Reporting
import Storage

/// Brings the images of a test into the output folder for whoever labels it, from where other machines keep them.
package struct ReviewPictures: Sendable {
    private let store: any Store
    private let output: String

    /// - Parameters:
    ///   - store: of the run
    ///   - output: the output folder
    package init(of store: any Store, in output: String) {
        self.store = store
        self.output = output
    }

    /// Fetches those that are not here; one that is nowhere stays missing.
    ///
    /// - Throws: ``StoreError``.
    package func fetch(for record: TestRecord, of run: String) async throws {
        let depot = StorePlace.shared(store)
        let pictures = TestPicture.all(of: record)
        try await ImageShelf.of(run: run, in: output, depot: depot).fetch(
            pictures.lazy.filter { !$0.isInput }.map(\.image))
        try await ImageShelf.inputs(in: output, depot: depot).fetch(pictures.lazy.filter(\.isInput).map(\.image))
    }
}
