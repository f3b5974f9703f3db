/// How far a crawl goes, and how politely.
package struct CrawlOptions: Sendable, Equatable {
    /// Links are followed this many steps from where the crawl begins; 0 for none.
    package var depth: Int
    /// The most pages asked for.
    package var maximumPages: Int
    /// Whether links to other hosts than the one the crawl began at are left out.
    package var sameHost: Bool
    /// A page that was confirmed less than this many seconds ago is not asked for again.
    package var maximumAge: Double
    /// Seconds between two requests to a host; its `Crawl-delay` may ask for more.
    package var delay: Double
    /// The most requests in flight to one host.
    package var connectionsPerHost: Int
    /// The most hosts that are asked at the same time.
    package var parallelHosts: Int

    /// No page is begun when the crawl has taken this many seconds; nil for no end.
    package var maximumTime: Double?

    /// Options, each with the default shown.
    package init(
        depth: Int = 0, maximumPages: Int = 200, sameHost: Bool = false, maximumAge: Double = 0, delay: Double = 1,
        connectionsPerHost: Int = 1, parallelHosts: Int = 8, maximumTime: Double? = nil
    ) {
        self.depth = depth
        self.maximumPages = maximumPages
        self.sameHost = sameHost
        self.maximumAge = maximumAge
        self.delay = delay
        self.connectionsPerHost = connectionsPerHost
        self.parallelHosts = parallelHosts
        self.maximumTime = maximumTime
    }
}
