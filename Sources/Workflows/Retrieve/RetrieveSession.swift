import Foundation
import HTTPTransport
import Pipeline
import Retrieval
import SafetyGrid
import Storage

/// Gathers addresses, crawls them, reads local pages, and forgets what is too old.
package struct RetrieveSession {
    /// The outcome of a session.
    package struct Result: Sendable {
        /// The crawl.
        package var report = CrawlReport()
        /// Feeds, sitemaps and searches that brought nothing, with the reason.
        package var faults: [(source: String, reason: String)] = []
        /// Pages of this machine that were kept.
        package var local = 0
        /// Pages that were deleted for their age.
        package var forgotten = 0
        /// Passages that got a vector.
        package var vectors = 0
        /// Why some have none.
        package var vectorFault: EmbeddingError?

        /// Whether any page could be had.
        package var isAnythingReached: Bool { report.isAnythingReached || local > 0 }
    }

    private let request: RetrieveRequest
    private let library: SeedLibrary
    private let store: any PageStore & LinkStore & RobotsStore
    private let fetcher: SafeFetcher
    private let client: any HTTPClient
    private let attendant: any Attendant

    /// A session; nothing is fetched yet.
    ///
    /// - Parameters:
    ///   - library: the seeds that the request was checked against
    ///   - attendant: sees progress, and may stop the crawl
    /// - Throws: the transport's error, for a file of certificates that can't be used.
    package init(
        _ request: RetrieveRequest, library: SeedLibrary, store: any PageStore & LinkStore & RobotsStore,
        attendant: any Attendant
    ) throws {
        self.request = request
        self.library = library
        self.store = store
        self.attendant = attendant
        client = ResilientClient(
            try CurlClient(CurlSettings(idleConnections: 64, caBundle: request.caBundle)),
            limits: HostLimits(maxConnections: request.crawl.connectionsPerHost),
            retry: RetryPolicy(maxAttempts: 2, baseDelay: .seconds(2), maxDelay: .seconds(30), deadline: .seconds(90)))
        fetcher = SafeFetcher(client: client, policy: request.policy)
    }

    /// Does all of it.
    ///
    /// - Throws: ``StoreError``, ``SearchError`` for a search that is not configured, ``UsageError``, ``ConfigurationError``.
    package func execute() async throws -> Result {
        var result = Result()
        let seeds = try await SourceGathering(
            request: request, library: library, fetcher: fetcher, client: client, robots: store
        )
        .seeds(faults: &result.faults)
        result.local = try await LocalPages(store: store, hazards: request.hazards)
            .keep(request.localPages, faults: &result.faults)
        result.report = try await crawl(seeds)
        if result.isAnythingReached, !result.report.isCancelled { result.forgotten = try await forget() }
        if !result.report.isCancelled { try await embed(&result) }
        return result
    }

    /// Gives vectors to the passages that have none, those of earlier crawls too.
    private func embed(_ result: inout Result) async throws {
        guard let embedder = try request.embedder.embedder(over: client) else { return }
        var done = 0
        do {
            try await PageIndexer(store: store).embed(with: embedder) { count in
                done = count
                attendant.hear(.progress("\(count) passages got their vectors"))
            }
        } catch let error as EmbeddingError {
            result.vectorFault = error
        }
        result.vectors = done
    }

    /// Crawls until done, or until the user interrupts.
    private func crawl(_ seeds: [CrawlSeed]) async throws -> CrawlReport {
        guard !seeds.isEmpty else { return CrawlReport() }
        let progress = CrawlProgress()
        let crawler = Crawler(
            fetcher: fetcher, sink: StorePageSink(store: store), options: request.crawl,
            robots: store, onEntry: { progress.add($0) })
        let stop = StopSignal()
        return try await attendant.attend(.crawl(progress), stop: stop) {
            try await withThrowingTaskGroup(of: CrawlReport?.self) { group in
                group.addTask { try await crawler.crawl(from: seeds) }
                group.addTask {
                    await stop.untilRaised()
                    return nil
                }
                defer { group.cancelAll() }
                while let done = try await group.next() {
                    if let done { return done }
                    group.cancelAll()
                }
                return CrawlReport()
            }
        }
    }

    private func forget() async throws -> Int {
        let now = Date().timeIntervalSince1970
        var forgotten = 0
        if let keep = request.keep {
            forgotten += try await store.forgetPages(uncheckedSince: now - keep)
            try await store.forgetLinks(foundBefore: now - keep)
        }
        if let keep = request.keepPublished {
            forgotten += try await store.forgetPages(publishedBefore: now - keep)
        }
        return forgotten
    }
}
