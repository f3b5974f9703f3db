import Foundations
import Retrieval
import SafetyGrid

/// What to fetch, how, and what to keep of it.
package struct RetrieveRequest: Sendable {
    /// Addresses of pages.
    package var pages: [String] = []
    /// Files with one address a line.
    package var lists: [String] = []
    /// Addresses of feeds.
    package var feeds: [String] = []
    /// Addresses of sitemaps.
    package var sitemaps: [String] = []
    /// Pages of this machine, and folders of them.
    package var localPages: [String] = []
    /// Queries for a web search.
    package var searches: [String] = []
    /// Name of that search; nil for the first that is configured.
    package var searchWith: String?
    /// Hazards that the pages are bound to; without any source their feeds are fetched.
    package var hazards: [String] = []
    /// How far, and how politely.
    package var crawl: CrawlOptions
    /// Which addresses are fetched.
    package var policy: FetchPolicy
    /// Seconds after which a page that was not confirmed goes; nil for never.
    package var keep: Double?
    /// Seconds after which a published page goes; nil for never.
    package var keepPublished: Double?
    /// File of trusted certificates; nil for the system's.
    package var caBundle: String?
    /// The model that makes vectors.
    package var embedder: EmbedderChoice
    /// Seeds and store.
    package let places: Places

    /// A request for nothing yet.
    package init(crawl: CrawlOptions, policy: FetchPolicy, embedder: EmbedderChoice, places: Places) {
        self.crawl = crawl
        self.policy = policy
        self.embedder = embedder
        self.places = places
    }

    /// Whether any page or list of pages was named.
    var hasSource: Bool {
        [pages, lists, feeds, sitemaps, localPages, searches].contains { !$0.isEmpty }
    }

    /// The feeds of the hazards named.
    ///
    /// - Throws: ``ConfigurationError``, ``UsageError`` when there are none.
    func feeds(of library: SeedLibrary) throws -> [(hazard: String, feed: FeedSeeds.Entry)] {
        let seeds = try FeedSeeds(seeds: library.folder)
        let feeds = hazards.flatMap { hazard in
            (seeds.byHazard[hazard] ?? []).map { (hazard: hazard, feed: $0) }
        }
        guard !feeds.isEmpty else {
            throw UsageError(
                "no feeds for \(hazards.joined(separator: ", ")); add some to Seeds/feeds, or name pages, --feed, "
                    + "--sitemap, --search or --html")
        }
        return feeds
    }

    /// Checks the request against the seeds.
    ///
    /// - Returns: the seeds
    /// - Throws: ``ConfigurationError`` for an unknown hazard, ``UsageError`` for a value out of range.
    package func checked() throws -> SeedLibrary {
        let library = try places.seedLibrary()
        guard hasSource || !hazards.isEmpty else {
            throw UsageError("nothing to fetch: name pages, --file, --feed, --sitemap, --html, --search or --hazard")
        }
        let known = library.taxonomies.filter { $0.dimension == .hazard }.flatMap { $0.values.map(\.id) }
        for id in hazards where !known.contains(id) {
            throw ConfigurationError.unknownID(kind: "hazard", id: id, known: known)
        }
        let ranges: [(name: String, value: Double, range: ClosedRange<Double>)] = [
            ("depth", Double(crawl.depth), 0...100), ("max-pages", Double(crawl.maximumPages), 1...1_000_000),
            ("delay", crawl.delay, 0...3600), ("connections-per-host", Double(crawl.connectionsPerHost), 1...16),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            throw UsageError("--\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return library
    }
}
