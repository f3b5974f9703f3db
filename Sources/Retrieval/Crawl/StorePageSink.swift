import HTTPTransport
import PageExtraction
import Records
import RunStore

/// Puts crawled pages into the store and its index.
package struct StorePageSink: PageSink {
    private let pages: any PageStore
    private let links: any LinkStore
    private let indexer: PageIndexer

    package init(store: any PageStore & LinkStore) {
        pages = store
        links = store
        indexer = PageIndexer(store: store)
    }

    /// The page as the store knows it.
    package func known(_ url: String) async throws -> KnownPage? {
        guard let page = try await pages.page(at: url) else { return nil }
        return KnownPage(
            validators: PageValidators(etag: page.etag, lastModified: page.lastModified), checkedAt: page.checked,
            links: try await links.links(of: url))
    }

    /// Stores a page, its passages and its links.
    package func keep(_ page: CrawledPage) async throws -> PageOutcome {
        let change = try await indexer.add([
            RetrievedPage(
                page.page, url: page.url, hazards: page.hazards, validators: page.validators, fetched: page.fetchedAt)
        ]).first
        if !page.links.isEmpty { try await links.save(links: page.links, of: page.url, at: page.fetchedAt) }
        switch change {
        case .updated: return .updated
        case .unchanged: return .unchanged
        case .duplicate: return .duplicate
        case .added, nil: return .added
        }
    }

    /// Notes the time and the hazards.
    package func confirm(_ url: String, at time: Double, hazards: [String]) async throws {
        try await pages.touch(url, at: time, hazards: hazards)
    }

    /// Forgets the page.
    package func forget(_ url: String) async throws {
        try await pages.forgetPage(url)
    }
}

extension RetrievedPage {
    /// A page in the store's form: headings as lines that begin with `#`.
    ///
    /// - Parameters:
    ///   - page: what was read.
    ///   - url: its identity in the store.
    ///   - fetched: when it was fetched, in seconds since 1970.
    package init(
        _ page: ExtractedPage, url: String, hazards: [String], validators: PageValidators, fetched: Double
    ) {
        let blocks = page.blocks.map { block in
            if case .heading(let level) = block.kind {
                return String(repeating: "#", count: min(max(level, 1), 6)) + " " + block.text
            }
            return block.text
        }
        self.init(
            url: url, title: page.title ?? "", author: page.author,
            published: page.date.flatMap(PublicationDate.seconds),
            language: page.language, text: blocks.isEmpty ? page.text : blocks.joined(separator: "\n\n"),
            hazards: hazards, fetched: fetched, etag: validators.etag, lastModified: validators.lastModified)
    }
}
