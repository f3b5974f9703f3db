import HTTPTransport
import PageExtraction

/// The outcome of one URL.
struct PageVisit: Sendable {
    var outcome: CrawlReport.Outcome
    /// Where the page was in the end; nil when there is none.
    var url: WebURL?
    /// Links that may be followed.
    var links: [String] = []
    /// Whether a request for it may have been sent, so that it counts against the number of pages.
    var isRequested = true
}

/// Fetches one page, reads it, and gives it to the sink.
struct PageVisitor: Sendable {
    let fetcher: SafeFetcher
    let robots: RobotsCache
    let turns: HostTurns
    let sink: any PageSink
    let options: CrawlOptions
    let clock: TransportClock
    private let extractor = PageExtractor()

    /// The most links of a page that are kept.
    private static let linkLimit = 2000

    init(
        fetcher: SafeFetcher, robots: RobotsCache, turns: HostTurns, sink: any PageSink, options: CrawlOptions,
        clock: TransportClock
    ) {
        self.fetcher = fetcher
        self.robots = robots
        self.turns = turns
        self.sink = sink
        self.options = options
        self.clock = clock
    }

    /// - Throws: what the sink throws, or `CancellationError`; all else is an outcome.
    func visit(_ item: CrawlFrontier.Item) async throws -> PageVisit {
        if let fresh = try await fresh(item) { return fresh }
        let gate = CrawlGate(
            robots: robots, turns: turns, pause: .seconds(options.delay), sink: sink, onlyHost: item.home)
        do {
            switch try await fetcher.fetch(item.url, gate: gate) {
            case .unchanged(let url): return try await confirm(CanonicalURL.of(url), item.hazards)
            case .page(let page): return try await keep(page, item.hazards)
            }
        } catch let error as FetchError where error.isRefusalByRobots {
            return PageVisit(outcome: .refused(error), isRequested: false)
        } catch let error as FetchError {
            if error == .status(404) || error == .status(410) { try await sink.forget(item.url.text) }
            return PageVisit(outcome: .failed(error.description))
        } catch let error as ExtractionError {
            return PageVisit(outcome: .failed(error.description))
        }
    }

    /// Binds pages that are kept to further hazards.
    ///
    /// - Throws: what the sink throws.
    func bind(_ pages: [(url: String, hazards: [String])]) async throws {
        for page in pages {
            guard let known = try await sink.known(page.url) else { continue }
            try await sink.confirm(page.url, at: known.checkedAt, hazards: page.hazards)
        }
    }

    private func fresh(_ item: CrawlFrontier.Item) async throws -> PageVisit? {
        let url = item.url
        guard options.maximumAge > 0, let known = try await sink.known(url.text),
            clock.unixTime() - known.checkedAt < options.maximumAge
        else { return nil }
        try await sink.confirm(url.text, at: known.checkedAt, hazards: item.hazards)
        return PageVisit(outcome: .fresh, url: url, links: known.links, isRequested: false)
    }

    private func confirm(_ url: WebURL, _ hazards: [String]) async throws -> PageVisit {
        let known = try await sink.known(url.text)
        try await sink.confirm(url.text, at: clock.unixTime(), hazards: hazards)
        return PageVisit(outcome: .notModified, url: url, links: known?.links ?? [])
    }

    private func keep(_ fetched: FetchedPage, _ hazards: [String]) async throws -> PageVisit {
        let url = CanonicalURL.of(fetched.url)
        let page = try extractor.extract(fetched.body, contentType: fetched.contentType, url: fetched.url.text)
        let tags = RobotsTags(fetched.robotsTags)
        let links = page.noFollow || tags.noFollow ? [] : Array(page.links.prefix(Self.linkLimit))
        guard !page.noIndex, !tags.noIndex, !page.text.isEmpty else {
            try await sink.forget(url.text)
            return PageVisit(outcome: .notIndexed, url: url, links: links)
        }
        let outcome = try await sink.keep(
            CrawledPage(
                url: url.text, page: page, validators: fetched.validators, fetchedAt: clock.unixTime(), links: links,
                hazards: hazards))
        return PageVisit(outcome: .kept(outcome), url: url, links: links)
    }
}
