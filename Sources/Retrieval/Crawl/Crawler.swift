import Foundations
import HTTPTransport
import Storage

/// Fetches pages breadth first, politely, and hands them to a sink.
///
/// Hosts are asked in parallel, each by one request at a time unless the options say otherwise. What goes wrong with a page
/// is an entry of the report and ends nothing; only the sink's own errors do. The report's order depends on the pages
/// alone, not on who answers first.
package struct Crawler: Sendable {
    private let options: CrawlOptions
    private let visitor: PageVisitor
    private let clock: TransportClock
    private let onEntry: @Sendable (CrawlReport.Entry) -> Void

    /// - Parameters:
    ///   - fetcher: fetches pages and `robots.txt`.
    ///   - sink: takes the pages.
    ///   - options: how far, and how politely.
    ///   - clock: the time.
    ///   - robots: keeps `robots.txt` files from one crawl to the next.
    ///   - onEntry: called as each URL is done, from any task.
    package init(
        fetcher: SafeFetcher, sink: any PageSink, options: CrawlOptions = CrawlOptions(),
        clock: TransportClock = .system, robots: (any RobotsStore)? = nil,
        onEntry: @escaping @Sendable (CrawlReport.Entry) -> Void = { _ in }
    ) {
        self.options = options
        self.onEntry = onEntry
        self.clock = clock
        visitor = PageVisitor(
            fetcher: fetcher, robots: RobotsCache(fetcher: fetcher, clock: clock, store: robots),
            turns: HostTurns(connections: options.connectionsPerHost, clock: clock), sink: sink, options: options,
            clock: clock)
    }

    /// Crawls from the given URLs; a page is bound to the hazards of all URLs that led to it. When the task is
    /// cancelled or the time is over, the report of what was done until then is returned.
    ///
    /// - Throws: what the sink throws.
    package func crawl(from seeds: [CrawlSeed]) async throws -> CrawlReport {
        var frontier = CrawlFrontier()
        for seed in CrawlSeed.merged(seeds) { frontier.add(seed.url, depth: 0, home: nil, hazards: seed.hazards) }
        var report = CrawlReport()
        var budget = options.maximumPages
        var reached: Set<String> = []
        let end = options.maximumTime.map { clock.now() + .seconds($0) }
        while !Task.isCancelled, !isOver(end) {
            let batch = frontier.takeBatch(limit: budget)
            if batch.isEmpty { break }
            let visits = try await visit(batch, until: end)
            for (item, visit) in zip(batch, visits) {
                guard let visit else {
                    report.left += 1
                    continue
                }
                if visit.isRequested { budget -= 1 }
                let isRepeated = visit.url.map { !reached.insert($0.text).inserted } ?? false
                report.entries.append(
                    .init(url: item.url.text, outcome: isRepeated ? .repeated : visit.outcome))
                if !isRepeated { follow(visit, of: item, into: &frontier) }
            }
        }
        report.isCancelled = Task.isCancelled
        report.left += frontier.count
        try await visitor.bind(frontier.late)
        return report
    }

    private func isOver(_ end: Duration?) -> Bool {
        end.map { clock.now() >= $0 } ?? false
    }

    private func follow(_ visit: PageVisit, of item: CrawlFrontier.Item, into frontier: inout CrawlFrontier) {
        guard item.depth < options.depth else { return }
        let home = options.sameHost ? item.home ?? visit.url?.host ?? item.url.host : nil
        for link in visit.links {
            guard let url = try? WebURL(link), home == nil || url.host == home else { continue }
            frontier.add(url, depth: item.depth + 1, home: home, hazards: item.hazards)
        }
    }

    /// Visits the items, those of one host one after the other. Items that the crawl did not reach are nil.
    private func visit(_ batch: [CrawlFrontier.Item], until end: Duration?) async throws -> [PageVisit?] {
        let parallel = options.parallelHosts * options.connectionsPerHost
        let walks = try await lanes(of: batch).concurrentMap(limit: parallel) { lane in
            try await walk(lane, batch, until: end)
        }
        var visits = [PageVisit?](repeating: nil, count: batch.count)
        for (index, visit) in walks.joined() { visits[index] = visit }
        return visits
    }

    /// Indices of the items that go one after the other, in the order of their first.
    private func lanes(of batch: [CrawlFrontier.Item]) -> [[Int]] {
        var byHost: [String: [Int]] = [:]
        var hosts: [String] = []
        for (index, item) in batch.enumerated() {
            if byHost[item.url.host] == nil { hosts.append(item.url.host) }
            byHost[item.url.host, default: []].append(index)
        }
        return hosts.flatMap { host -> [[Int]] in
            let indices = byHost[host] ?? []
            return (0..<min(options.connectionsPerHost, indices.count)).map { first in
                stride(from: first, to: indices.count, by: options.connectionsPerHost).map { indices[$0] }
            }
        }
    }

    private func walk(
        _ lane: [Int], _ batch: [CrawlFrontier.Item], until end: Duration?
    ) async throws -> [(index: Int, visit: PageVisit)] {
        var done: [(index: Int, visit: PageVisit)] = []
        for index in lane where !isOver(end) {
            do {
                let visit = try await visitor.visit(batch[index])
                onEntry(.init(url: batch[index].url.text, outcome: visit.outcome))
                done.append((index, visit))
            } catch is CancellationError {
                break
            }
        }
        return done
    }
}
