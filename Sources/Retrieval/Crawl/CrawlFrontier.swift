import HTTPTransport

/// The URLs that wait to be fetched, in the order in which they were found, each once.
struct CrawlFrontier {
    struct Item: Sendable {
        let url: WebURL
        let depth: Int
        /// The host that the crawl is bound to; nil for any.
        let home: String?
        /// The hazards that the page is bound to.
        var hazards: [String]
    }

    private var queue: [Item] = []
    private var next = 0
    /// Where each URL stands in the queue.
    private var seen: [String: Int] = [:]
    /// Hazards that were found for URLs when these had been taken already.
    private(set) var late: [(url: String, hazards: [String])] = []

    /// The most URLs that are remembered: a site can make up links for ever.
    private static let limit = 200_000

    var count: Int { queue.count - next }

    /// Adds a URL; one that was added before is bound to further hazards.
    mutating func add(_ url: WebURL, depth: Int, home: String?, hazards: [String]) {
        let url = CanonicalURL.of(url)
        if let place = seen[url.text] {
            let further = hazards.filter { !queue[place].hazards.contains($0) }
            guard !further.isEmpty else { return }
            queue[place].hazards += further
            if place < next { late.append((url.text, further)) }
            return
        }
        guard seen.count < Self.limit else { return }
        seen[url.text] = queue.count
        queue.append(Item(url: url, depth: depth, home: home, hazards: hazards))
    }

    /// The next URLs of one depth, at most `limit` of them.
    mutating func takeBatch(limit: Int) -> [Item] {
        guard next < queue.count, limit > 0 else { return [] }
        let depth = queue[next].depth
        let batch = queue[next...].prefix(limit).prefix { $0.depth == depth }
        next += batch.count
        return Array(batch)
    }
}
