/// The result of a crawl, page by page in the order in which the pages were found.
package struct CrawlReport: Sendable {
    /// The outcome of one URL.
    package enum Outcome: Sendable, Equatable {
        /// Fetched and kept.
        case kept(PageOutcome)
        /// The server said that it is as it was (304).
        case notModified
        /// Confirmed so lately that it was not asked for.
        case fresh
        /// Fetched; the page asks not to be indexed, or has no text.
        case notIndexed
        /// Another URL led to the same page in this crawl.
        case repeated
        /// The site asks robots not to fetch it.
        case refused(FetchError)
        /// Not fetched, or not readable, for the reason given.
        case failed(String)
    }

    /// One URL.
    package struct Entry: Sendable, Equatable {
        /// The URL that was asked for.
        package let url: String
        /// Its outcome.
        package let outcome: Outcome
    }

    /// Every URL that was dealt with.
    package internal(set) var entries: [Entry] = []
    /// Links that were found and not dealt with, because the number of pages or the time was used up.
    package internal(set) var left = 0
    /// Whether it was cancelled before it was done.
    package internal(set) var isCancelled = false

    /// Nothing yet.
    package init() {}

    /// The number of entries whose outcome fulfils `condition`.
    package func count(_ condition: (Outcome) -> Bool) -> Int {
        entries.count(where: { condition($0.outcome) })
    }

    /// Whether a server answered for at least one page.
    package var isAnythingReached: Bool {
        entries.contains { entry in
            switch entry.outcome {
            case .kept, .notModified, .fresh, .notIndexed, .repeated: true
            case .refused, .failed: false
            }
        }
    }

    /// Adds another crawl's entries.
    package mutating func append(_ other: CrawlReport) {
        entries += other.entries
        left += other.left
        isCancelled = isCancelled || other.isCancelled
    }
}
