import Foundation
import Foundations
import HTTPTransport
import Retrieval
import SafetyGrid
import Storage

/// Turns the sources of a request into pages to fetch.
struct SourceGathering {
    let request: RetrieveRequest
    let library: SeedLibrary
    let fetcher: SafeFetcher
    let client: any HTTPClient
    let robots: any RobotsStore

    /// All pages, in the order of the request. A feed, sitemap or search that cannot be read is a fault and no more.
    ///
    /// - Throws: ``UsageError``, ``ConfigurationError`` and ``SearchError`` for what the user has to put right, `CancellationError`.
    func seeds(faults: inout [(source: String, reason: String)]) async throws -> [CrawlSeed] {
        var seeds: [CrawlSeed] = []
        for text in request.pages { seeds.append(seed(try url(text))) }
        for file in request.lists { seeds += try lines(of: file).map(seed) }
        let reader = SourceReader(fetcher: fetcher, delay: request.crawl.delay, robots: robots)
        var feeds = try request.feeds.map { (url: try url($0), hazards: request.hazards) }
        if !request.hasSource {
            feeds += try request.feeds(of: library).map { (url: try url($0.feed.url), hazards: [$0.hazard]) }
        }
        for feed in feeds {
            seeds += try await pages(of: feed.url.text, &faults) {
                try await reader.feed(feed.url).map { CrawlSeed(url: $0, hazards: feed.hazards) }
            }
        }
        for text in request.sitemaps {
            let address = try url(text)
            seeds += try await pages(of: text, &faults) {
                try await reader.sitemap(address, limit: request.crawl.maximumPages).map(seed)
            }
        }
        return seeds + (try await searches(&faults))
    }

    private func searches(_ faults: inout [(source: String, reason: String)]) async throws -> [CrawlSeed] {
        guard !request.searches.isEmpty else { return [] }
        let context = SearchContext(environment: ProcessInfo.processInfo.environment, client: client)
        let search = try SearchRegistry.source(request.searchWith, context: context)
        var seeds: [CrawlSeed] = []
        for query in request.searches {
            seeds += try await pages(of: "\(search.name) \"\(query)\"", &faults) {
                try await search.search(query, limit: min(request.crawl.maximumPages, 20))
                    .compactMap { try? WebURL($0.url) }.map(seed)
            }
        }
        return seeds
    }

    private func pages(
        of source: String, _ faults: inout [(source: String, reason: String)],
        _ body: () async throws -> [CrawlSeed]
    ) async throws -> [CrawlSeed] {
        do {
            let pages = try await body()
            if pages.isEmpty { faults.append((source, "names no page")) }
            return pages
        } catch let error as SearchError where error.isConfiguration {
            throw error
        } catch let error as CancellationError {
            throw error
        } catch {
            faults.append((source, "\(error)"))
            return []
        }
    }

    private func seed(_ url: WebURL) -> CrawlSeed {
        CrawlSeed(url: url, hazards: request.hazards)
    }

    private func url(_ text: String) throws -> WebURL {
        do {
            return try WebURL(text)
        } catch {
            throw UsageError("'\(Redaction.url(text))' is not an http or https URL; write it out, with https://")
        }
    }

    private func lines(of file: String) throws -> [WebURL] {
        let lines = try SeedLibrary.text(of: file).split(whereSeparator: \.isNewline).map { String($0).trimmed }
        return try lines.filter { !$0.isEmpty && !$0.hasPrefix("#") }.map(url)
    }
}
