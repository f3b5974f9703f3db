import HTTPTransport

/// Where a crawl begins.
package struct CrawlSeed: Sendable, Equatable {
    /// The page.
    package let url: WebURL
    /// The hazards to which the page, and the pages that it leads to, are bound.
    package let hazards: [String]

    package init(url: WebURL, hazards: [String] = []) {
        self.url = url
        self.hazards = hazards
    }

    /// Each page once, in order of the first, with the hazards of all.
    static func merged(_ seeds: [CrawlSeed]) -> [CrawlSeed] {
        var order: [String: Int] = [:]
        var merged: [CrawlSeed] = []
        for seed in seeds {
            let url = CanonicalURL.of(seed.url)
            guard let index = order[url.text] else {
                order[url.text] = merged.count
                merged.append(CrawlSeed(url: url, hazards: seed.hazards))
                continue
            }
            let known = merged[index].hazards
            merged[index] = CrawlSeed(url: url, hazards: known + seed.hazards.filter { !known.contains($0) })
        }
        return merged
    }
}
