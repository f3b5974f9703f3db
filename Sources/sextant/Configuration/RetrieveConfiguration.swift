import Foundations
import Retrieval
import SafetyGrid
import Workflows

/// The options of `sextant retrieve` after file, flags and defaults are joined, and checked.
struct RetrieveConfiguration {
    let options: RetrieveOptions
    let places: Places
    let crawl: CrawlOptions
    let policy: FetchPolicy
    let keep: AgeOption?
    let keepPublished: AgeOption?
    let searchWith: String?
    let caBundle: String?
    let embedder: EmbedderChoice
    private let library: SeedLibrary

    /// - Throws: ``ConfigurationError`` from the file or for an unknown hazard, ``UsageError`` for a value out of range.
    init(_ options: RetrieveOptions) throws {
        let file = try ConfigurationFile(option: options.config)
        let set = file.pages
        self.options = options
        places = Places(options.places, file)
        library = try places.seedLibrary()
        crawl = CrawlOptions(
            depth: options.depth ?? set.depth ?? 0, maximumPages: options.maxPages ?? set.maxPages ?? 200,
            sameHost: options.sameHost || set.sameHost ?? false,
            maximumAge: (options.maxAge ?? set.maxAge)?.seconds ?? 0, delay: options.delay ?? set.delay ?? 1,
            connectionsPerHost: set.connectionsPerHost ?? 1, maximumTime: (options.maxTime ?? set.maxTime)?.seconds)
        policy = FetchPolicy(
            userAgent: FetchPolicy.userAgent(
                version: SextantVersion.current, contact: options.contact ?? set.contact),
            allowsPrivate: options.allowPrivate || set.allowPrivate ?? false)
        keep = options.keep ?? set.keep
        keepPublished = options.keepPublished ?? set.keepPublished
        searchWith = options.searchWith ?? set.searchWith
        caBundle = file.caBundle
        embedder = EmbedderChoice(model: options.embedder, baseURL: options.embedderBaseURL, settings: set)
        try check()
    }

    /// The feeds of the hazards named.
    ///
    /// - Throws: ``ConfigurationError``, ``UsageError`` when there are none.
    func feeds() throws -> [(hazard: String, feed: FeedSeeds.Entry)] {
        let seeds = try FeedSeeds(seeds: library.folder)
        let feeds = options.hazard.flatMap { hazard in (seeds.byHazard[hazard] ?? []).map { (hazard: hazard, feed: $0) }
        }
        guard !feeds.isEmpty else {
            throw UsageError(
                "no feeds for \(options.hazard.joined(separator: ", ")); add some to Seeds/feeds, or name pages, --feed, "
                    + "--sitemap, --search or --html")
        }
        return feeds
    }

    private func check() throws {
        guard options.hasSource || !options.hazard.isEmpty else {
            throw UsageError("nothing to fetch: name pages, --file, --feed, --sitemap, --html, --search or --hazard")
        }
        let known = library.taxonomies.filter { $0.dimension == .hazard }.flatMap { $0.values.map(\.id) }
        for id in options.hazard where !known.contains(id) {
            throw ConfigurationError.unknownID(kind: "hazard", id: id, known: known)
        }
        let ranges: [(name: String, value: Double, range: ClosedRange<Double>)] = [
            ("depth", Double(crawl.depth), 0...100), ("max-pages", Double(crawl.maximumPages), 1...1_000_000),
            ("delay", crawl.delay, 0...3600), ("connections-per-host", Double(crawl.connectionsPerHost), 1...16),
        ]
        for (name, value, range) in ranges where !range.contains(value) {
            throw UsageError("--\(name) is \(value); it must be from \(range.lowerBound) to \(range.upperBound)")
        }
    }
}
