import PageExtraction

/// The place for crawled pages, which also knows those of earlier crawls.
package protocol PageSink: Sendable {
    /// The record of the page at a URL; nil for an unknown one.
    func known(_ url: String) async throws -> KnownPage?
    /// Keeps a page that was fetched and read.
    ///
    /// - Returns: the outcome for the page
    func keep(_ page: CrawledPage) async throws -> PageOutcome
    /// Notes that the server confirmed a page (304), and binds it to the hazards.
    func confirm(_ url: String, at time: Double, hazards: [String]) async throws
    /// Forgets a page that its site no longer wants kept, or no longer has.
    func forget(_ url: String) async throws
}

/// The outcome for a page that was kept.
package enum PageOutcome: Sendable, Equatable {
    /// It was not known.
    case added
    /// It was known with another text.
    case updated
    /// It was known with the same text.
    case unchanged
    /// Its text is that of a page at another URL.
    case duplicate
}

/// A page as an earlier crawl left it.
package struct KnownPage: Sendable, Equatable {
    /// Validators for the next request.
    package var validators: PageValidators
    /// When a server last confirmed it, in seconds since 1970.
    package var checkedAt: Double
    /// Its links, for a crawl that goes on from it without fetching it; empty when they may not be followed.
    package var links: [String]

    package init(validators: PageValidators, checkedAt: Double, links: [String]) {
        self.validators = validators
        self.checkedAt = checkedAt
        self.links = links
    }
}

/// A page that was fetched and read.
package struct CrawledPage: Sendable {
    /// Its URL in canonical form, after redirects.
    package let url: String
    /// The extracted page.
    package let page: ExtractedPage
    /// Validators for the next request.
    package let validators: PageValidators
    /// When it was fetched, in seconds since 1970.
    package let fetchedAt: Double
    /// Links that may be followed.
    package let links: [String]
    /// The hazards it is bound to.
    package let hazards: [String]
}
