import HTTPTransport
import Storage

/// Fetches feeds and sitemaps and gives the pages they name.
package struct SourceReader: Sendable {
    private let fetcher: SafeFetcher
    private let gate: CrawlGate

    /// The most sitemaps of an index, and of the indices within it, that are read.
    private static let sitemapLimit = 50

    /// - Parameters:
    ///   - fetcher: fetches them.
    ///   - delay: seconds between two requests to a host.
    ///   - clock: the time.
    ///   - robots: keeps `robots.txt` files from one crawl to the next.
    package init(
        fetcher: SafeFetcher, delay: Double = 1, clock: TransportClock = .system, robots: (any RobotsStore)? = nil
    ) {
        self.fetcher = fetcher
        gate = CrawlGate(
            robots: RobotsCache(fetcher: fetcher, clock: clock, store: robots),
            turns: HostTurns(connections: 1, clock: clock),
            pause: .seconds(delay), sink: NoPages(), onlyHost: nil)
    }

    /// The pages of a feed, in its order. A page of HTML stands for the feed that it names.
    ///
    /// - Throws: ``FetchError``, ``FeedError``, or `CancellationError`.
    package func feed(_ url: WebURL) async throws -> [WebURL] {
        let page = try await fetch(url, as: .feed)
        do {
            return try pages(of: page)
        } catch {
            let source = try SourceText(page.body, contentType: page.contentType, limit: FeedReader.byteLimit)
            guard let named = FeedLinks.first(in: source, at: page.url), named != page.url else { throw error }
            return try pages(of: try await fetch(named, as: .feed))
        }
    }

    private func pages(of feed: FetchedPage) throws(FeedError) -> [WebURL] {
        try FeedReader.read(feed.body, at: feed.url, contentType: feed.contentType).entries
            .compactMap { try? WebURL($0.url) }
    }

    /// The pages of a sitemap and of the sitemaps it is an index of, at most `limit`. The address of a site without a
    /// path stands for the sitemaps that its `robots.txt` names, or for the one at a usual place, `/sitemap.xml` first,
    /// when it names none.
    ///
    /// - Throws: ``FetchError``, ``FeedError``, or `CancellationError` for the first sitemap; faults of those in an
    ///   index are given to `onFault`.
    package func sitemap(
        _ url: WebURL, limit: Int, onFault: @Sendable (WebURL, any Error) -> Void = { _, _ in }
    ) async throws -> [WebURL] {
        if url.path == "/" { return try await sitemaps(of: url, limit: limit, onFault: onFault) }
        let first = try await read(url)
        var pages = Array(first.pages.prefix(limit))
        // Each once: an index may name itself, or another that names it.
        var seen: Set<String> = [url.text]
        var pending = first.sitemaps.filter { seen.insert($0).inserted }[...]
        var left = Self.sitemapLimit
        while pages.count < limit, left > 0, let address = pending.popFirst() {
            guard let child = try? WebURL(address) else { continue }
            left -= 1
            do {
                let found = try await read(child)
                pages += found.pages.prefix(limit - pages.count)
                pending += found.sitemaps.prefix(Self.sitemapLimit).filter { seen.insert($0).inserted }
            } catch let error as CancellationError {
                throw error
            } catch {
                onFault(child, error)
            }
        }
        return pages.compactMap { try? WebURL($0) }
    }

    private func sitemaps(
        of site: WebURL, limit: Int, onFault: @Sendable (WebURL, any Error) -> Void
    ) async throws -> [WebURL] {
        let file = try await gate.robots.file(for: site, gate: TurnGate(turns: gate.turns, pause: gate.pause))
        // A site that names itself would be asked for ever.
        let named = file.sitemaps.compactMap { try? WebURL($0, relativeTo: site) }.filter { $0.path != "/" }
        guard !named.isEmpty else { return try await usual(of: site, limit: limit, onFault: onFault) }
        var pages: [WebURL] = []
        for address in named.prefix(Self.sitemapLimit) where pages.count < limit {
            do {
                pages += try await sitemap(address, limit: limit - pages.count, onFault: onFault)
            } catch let error as CancellationError {
                throw error
            } catch {
                onFault(address, error)
                if named.count == 1 { throw error }
            }
        }
        return pages
    }

    /// The sitemap of a site that names none: the first there is at the usual places.
    private func usual(
        of site: WebURL, limit: Int, onFault: @Sendable (WebURL, any Error) -> Void
    ) async throws -> [WebURL] {
        var first: (any Error)?
        for path in Self.usualPaths {
            do {
                return try await sitemap(site.with(path: path, query: nil), limit: limit, onFault: onFault)
            } catch let error where error is FeedError || [.status(404), .status(410)].contains(error as? FetchError) {
                first = first ?? error
            }
        }
        throw first ?? FetchError.status(404)
    }

    private static let usualPaths = ["/sitemap.xml", "/sitemap_index.xml", "/wp-sitemap.xml", "/sitemap.txt"]

    private func read(_ url: WebURL) async throws -> Sitemap {
        let page = try await fetch(url, as: .sitemap)
        return try SitemapReader.read(page.body, at: page.url, contentType: page.contentType)
    }

    private func fetch(_ url: WebURL, as kind: FetchKind) async throws -> FetchedPage {
        guard case .page(let page) = try await fetcher.fetch(url, as: kind, gate: gate) else {
            throw FetchError.status(304)
        }
        return page
    }
}

/// A sink that knows nothing, because feeds are always read anew.
private struct NoPages: PageSink {
    func known(_ url: String) -> KnownPage? { nil }
    func keep(_ page: CrawledPage) -> PageOutcome { .added }
    func confirm(_ url: String, at time: Double, hazards: [String]) {}
    func forget(_ url: String) {}
}
