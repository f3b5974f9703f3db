import Foundations
import Records
import SafetyGrid
import Storage

/// Takes pages into the store: splits them into passages, hashes and sketches them.
///
/// ```swift
/// let indexer = PageIndexer(store: store)
/// let change = try await indexer.add([page])
/// ```
package struct PageIndexer: Sendable {
    private let store: any PageStore
    private let splitter: PassageSplitter

    /// An indexer that writes to `store`.
    package init(store: any PageStore, splitter: PassageSplitter = PassageSplitter()) {
        self.store = store
        self.splitter = splitter
    }

    /// Pages of one transaction at most.
    package static let transaction = 256
    /// Pages that one task makes ready.
    private static let share = 16

    /// Stores pages with their passages, each ``transaction`` of them all or none: hand over hundreds, when there are
    /// as many. While some are written, the next are made ready on the other cores.
    ///
    /// - Returns: what became of each, in order
    /// - Throws: `StoreError`. Pages that were stored until then stay.
    @discardableResult
    package func add(_ pages: [RetrievedPage]) async throws -> [PageChange] {
        var changes: [PageChange] = []
        var ready = try await prepared(pages.prefix(Self.transaction))
        for start in stride(from: 0, to: pages.count, by: Self.transaction) {
            async let following = prepared(pages.dropFirst(start + Self.transaction).prefix(Self.transaction))
            changes += try await store.save(ready)
            ready = try await following
        }
        return changes
    }

    private func prepared(_ pages: ArraySlice<RetrievedPage>) async throws -> [IndexablePage] {
        let shares = pages.split(into: (pages.count + Self.share - 1) / Self.share)
        return try await shares.concurrentMap(limit: shares.count) { $0.map(prepared) }.flatMap(\.self)
    }

    /// Gives vectors to the passages that have none of this model.
    ///
    /// - Parameters:
    ///   - embedder: makes the vectors
    ///   - progress: called with the number of passages done so far
    /// - Returns: the number of passages that got one
    /// - Throws: ``EmbeddingError``, `StoreError`, or `CancellationError`. What was stored until then stays.
    @discardableResult
    package func embed(with embedder: any Embedder, progress: (Int) -> Void = { _ in }) async throws -> Int {
        var done = 0
        while true {
            try Task.checkCancellation()
            let batch = try await store.passagesWithoutVector(model: embedder.name, limit: embedder.batchSize)
            guard !batch.isEmpty else { return done }
            let vectors = try await embedder.vectors(of: batch.map(\.text))
            try await store.save(
                zip(batch, vectors).map { PassageVector(passage: $0.passage, values: $1) }, model: embedder.name)
            done += batch.count
            progress(done)
        }
    }

    /// A page split, hashed and sketched.
    func prepared(_ page: RetrievedPage) -> IndexablePage {
        var page = page
        page.title = Self.line(page.title, limit: 500)
        page.author = page.author.map { Self.line($0, limit: 300) }
        // Looking for a byte first is a hundred times as fast as replacing none.
        if page.text.utf8.contains(0) { page.text = page.text.replacing("\0", with: " ") }
        page.hazards = page.hazards.filter { !$0.contains { $0.isNewline } }
        // A date from the future would stay fresh for ever.
        if let published = page.published, !(published.isFinite && published <= page.fetched + 86_400) {
            page.published = nil
        }
        let text = Self.withoutTitle(page.text, page.title)
        return IndexablePage(
            page: page,
            contentHash: StableHash.hex(StableHash.of(text, seed: StableHash.of(page.title)))
                + StableHash.hex(StableHash.of(text, seed: 1)),
            sketch: TextSketch.sketch(of: text), passages: splitter.passages(of: text))
    }

    /// The text without the title at its start: the title is indexed by itself, and would count twice.
    static func withoutTitle(_ text: String, _ title: String) -> String {
        guard !title.isEmpty else { return text }
        var rest = text[...].drop { $0.isWhitespace }
        let marks = rest.prefix { $0 == "#" }.count
        if marks > 0 { rest = rest.dropFirst(marks).drop { $0 == " " } }
        guard rest.hasPrefix(title) else { return text }
        rest = rest.dropFirst(title.count)
        // A title that goes on as a sentence is part of the text.
        let endsByItself = title.last.map { ".!?。！？".contains($0) } ?? false
        let isApart = rest.first.map { $0.isNewline || (endsByItself && $0.isWhitespace) } ?? true
        return isApart ? String(rest) : text
    }

    private static func line(_ text: String, limit: Int) -> String {
        String(
            text.replacing("\0", with: " ").split(whereSeparator: \.isWhitespace).joined(separator: " ").prefix(limit))
    }
}
