import Foundation
import HTTPTransport
import Pipeline
import Retrieval
import RunStore
import Workflows

/// One `sextant retrieve`: gathers addresses, crawls them, reads local pages, and forgets what is too old.
struct RetrieveSession {
    /// The outcome of a session.
    struct Result {
        var report = CrawlReport()
        /// Feeds, sitemaps and searches that brought nothing, with the reason.
        var faults: [(source: String, reason: String)] = []
        /// Pages of this machine that were kept.
        var local = 0
        var forgotten = 0
        /// Passages that got a vector.
        var vectors = 0
        /// Why some have none.
        var vectorFault: EmbeddingError?

        var isAnythingReached: Bool { report.isAnythingReached || local > 0 }
    }

    private let configuration: RetrieveConfiguration
    private let store: any PageStore & LinkStore & RobotsStore
    private let fetcher: SafeFetcher
    private let client: any HTTPClient
    private let isQuiet: Bool

    init(configuration: RetrieveConfiguration, store: any PageStore & LinkStore & RobotsStore) throws {
        self.configuration = configuration
        self.store = store
        isQuiet = configuration.options.verbosity.quiet
        client = ResilientClient(
            try CurlClient(CurlSettings(idleConnections: 64, caBundle: configuration.caBundle)),
            limits: HostLimits(maxConnections: configuration.crawl.connectionsPerHost),
            retry: RetryPolicy(maxAttempts: 2, baseDelay: .seconds(2), maxDelay: .seconds(30), deadline: .seconds(90)))
        fetcher = SafeFetcher(client: client, policy: configuration.policy)
    }

    /// - Throws: ``StoreError``, ``SearchError`` for a search that is not configured, ``UsageError``, ``ConfigurationError``.
    func execute() async throws -> Result {
        var result = Result()
        let seeds = try await SourceGathering(
            configuration: configuration, fetcher: fetcher, client: client, robots: store
        )
        .seeds(faults: &result.faults)
        result.local = try await LocalPages(store: store, hazards: configuration.options.hazard)
            .keep(configuration.options.html, faults: &result.faults)
        result.report = try await crawl(seeds)
        if result.isAnythingReached, !result.report.isCancelled { result.forgotten = try await forget() }
        if !result.report.isCancelled { try await embed(&result) }
        return result
    }

    /// Gives vectors to the passages that have none, those of earlier crawls too.
    private func embed(_ result: inout Result) async throws {
        guard let embedder = configuration.embedder.embedder(over: client) else { return }
        var done = 0
        do {
            try await PageIndexer(store: store).embed(with: embedder) { count in
                done = count
                if !isQuiet { Console.line("\(count) passages got their vectors") }
            }
        } catch let error as EmbeddingError {
            result.vectorFault = error
        }
        result.vectors = done
    }

    /// Crawls until done, or until the user interrupts.
    private func crawl(_ seeds: [CrawlSeed]) async throws -> CrawlReport {
        guard !seeds.isEmpty else { return CrawlReport() }
        let progress = RetrieveProgress()
        let crawler = Crawler(
            fetcher: fetcher, sink: StorePageSink(store: store), options: configuration.crawl,
            robots: store, onEntry: { progress.add($0) })
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        return try await withThrowingTaskGroup(of: CrawlReport?.self) { group in
            group.addTask { try await crawler.crawl(from: seeds) }
            group.addTask {
                await stop.untilRaised()
                return nil
            }
            if !isQuiet {
                group.addTask {
                    await progress.show()
                    return nil
                }
            }
            defer { group.cancelAll() }
            while let done = try await group.next() {
                if let done { return done }
                group.cancelAll()
            }
            return CrawlReport()
        }
    }

    private func forget() async throws -> Int {
        let now = Date().timeIntervalSince1970
        var forgotten = 0
        if let keep = configuration.keep {
            forgotten += try await store.forgetPages(uncheckedSince: now - keep.seconds)
            try await store.forgetLinks(foundBefore: now - keep.seconds)
        }
        if let keep = configuration.keepPublished {
            forgotten += try await store.forgetPages(publishedBefore: now - keep.seconds)
        }
        return forgotten
    }
}
