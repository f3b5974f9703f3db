import Records

/// A page made ready for the index: split, hashed and sketched.
package struct IndexablePage: Sendable, Equatable {
    /// The page as it was fetched.
    package var page: RetrievedPage
    /// Hash of title and text: equal for equal pages.
    package var contentHash: String
    /// MinHash values of the text, by which pages that nearly repeat each other are found; empty for no comparison.
    package var sketch: [UInt32]
    /// Its passages in order.
    package var passages: [PassageText]

    package init(page: RetrievedPage, contentHash: String, sketch: [UInt32], passages: [PassageText]) {
        self.page = page
        self.contentHash = contentHash
        self.sketch = sketch
        self.passages = passages
    }
}

/// The text of a passage and the headings it stands under.
package struct PassageText: Sendable, Equatable {
    /// Headings, outermost first, joined by ` > `.
    package var heading: String
    /// The text.
    package var text: String

    package init(heading: String = "", text: String) {
        self.heading = heading
        self.text = text
    }
}

/// The outcome for a page that was saved.
package enum PageChange: Sendable, Equatable {
    /// The URL was unknown, and so was the text.
    case added
    /// The URL was known with another text.
    case updated
    /// The URL was known with this text.
    case unchanged
    /// The text nearly repeats that of a page under another URL, and is kept once.
    case duplicate(of: String)
}

/// Keeps retrieved pages and finds their passages.
package protocol PageStore: PassageIndex {
    /// Stores pages with their passages, all or none. A page that is known is replaced; one that nearly repeats another
    /// becomes a further URL of that one, and adds its hazards to it.
    ///
    /// - Returns: the outcome for each, in order
    /// - Throws: ``StoreError``.
    @discardableResult
    func save(_ pages: [IndexablePage]) async throws -> [PageChange]

    /// Notes that a page was found unchanged (304), and binds it to further hazards.
    ///
    /// - Returns: whether the URL is known
    /// - Throws: ``StoreError``.
    @discardableResult
    func touch(_ url: String, at time: Double, hazards: [String]) async throws -> Bool

    /// The stored page at a URL; nil for an unknown one.
    ///
    /// - Throws: ``StoreError``.
    func page(at url: String) async throws -> StoredPage?

    /// The URLs that are stored, newest check first.
    ///
    /// - Parameters:
    ///   - hazard: only pages bound to this hazard
    ///   - limit: at most this many
    /// - Throws: ``StoreError``.
    func pages(hazard: String?, limit: Int) async throws -> [StoredPage]

    /// Forgets the URLs that no server has confirmed since `time` (seconds since 1970), and the texts that no URL is left
    /// for.
    ///
    /// - Returns: the number of URLs forgotten
    /// - Throws: ``StoreError``.
    @discardableResult
    func forgetPages(uncheckedSince time: Double) async throws -> Int

    /// Forgets the pages published before `time` (seconds since 1970); for those without a date, first seen before it.
    ///
    /// - Returns: the number of URLs forgotten
    /// - Throws: ``StoreError``.
    @discardableResult
    func forgetPages(publishedBefore time: Double) async throws -> Int

    /// Forgets one URL.
    ///
    /// - Returns: whether it was known
    /// - Throws: ``StoreError``.
    @discardableResult
    func forgetPage(_ url: String) async throws -> Bool
}
