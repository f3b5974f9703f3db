/// A `robots.txt`, read for one product token as RFC 9309 says.
package struct RobotsFile: Sendable, Equatable {
    /// Rules that allow everything, for a site without a file.
    package static let allowsAll = RobotsFile(rules: [], crawlDelay: nil, sitemaps: [])

    /// The most bytes of a file that are read (RFC 9309 section 2.5 asks for this many at least).
    package static let maximumBytes = 500 << 10

    /// The longest `Crawl-delay` that is honoured, in seconds: a larger one would end a crawl in all but name.
    package static let longestDelay = 60.0

    /// The rules of the groups that hold for the token; the first that matches decides.
    private let rules: [RobotsRule]
    /// Seconds between requests that the groups ask for, at most ``longestDelay``. Not part of the RFC, but asked for often.
    package let crawlDelay: Double?
    /// The addresses in `Sitemap` lines, as they stand there.
    package let sitemaps: [String]

    private init(rules: [RobotsRule], crawlDelay: Double?, sitemaps: [String]) {
        self.rules = rules
        self.crawlDelay = crawlDelay
        self.sitemaps = sitemaps
    }

    /// Reads the bytes of a file; whatever is not understood is passed over.
    ///
    /// - Parameters:
    ///   - bytes: at most the first 500 KiB are read.
    ///   - token: the product token, case ignored. Groups that name it hold; without one those of `*` do.
    package init(_ bytes: [UInt8], token: String) {
        var reader = RobotsReader(token: Array(token.lowercased().utf8))
        reader.read(bytes.prefix(Self.maximumBytes))
        let group = reader.group
        // The longest match wins, and Allow among equals: sorted like that, the first match decides.
        let rules = group.rules.sorted { $0.length != $1.length ? $0.length > $1.length : $0.allows && !$1.allows }
        self.init(
            rules: rules, crawlDelay: group.delay.map { min($0, Self.longestDelay) }, sitemaps: reader.sitemaps)
    }

    /// Whether a path, with its query, may be fetched.
    package func allows(path: String) -> Bool {
        guard path != "/robots.txt" else { return true }
        let normal = RobotsRule.normal(path: path)
        return rules.first { $0.matches(normal) }?.allows ?? true
    }
}

/// The rules of all groups for one token together.
struct RobotsGroup: Sendable, Equatable {
    var rules: [RobotsRule] = []
    var delay: Double?
}
