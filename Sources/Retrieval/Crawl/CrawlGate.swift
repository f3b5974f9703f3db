import HTTPTransport

/// The manners of a crawl: `robots.txt` before each request, then a turn at the host.
struct CrawlGate: FetchGate {
    let robots: RobotsCache
    let turns: HostTurns
    let pause: Duration
    let sink: any PageSink
    /// The only host that may be asked; nil for any.
    let onlyHost: String?

    func enter(_ url: WebURL) async throws {
        if let onlyHost, url.host != onlyHost { throw FetchError.offSite(host: url.host) }
        let file = try await robots.file(for: url, gate: TurnGate(turns: turns, pause: pause))
        guard file.allows(url) else { throw FetchError.disallowedByRobots }
        let asked = Duration.seconds(file.crawlDelay ?? 0)
        try await turns.enter(url.host, pause: max(pause, asked))
    }

    func leave(_ url: WebURL) {
        turns.leave(url.host)
    }

    func validators(of url: WebURL) async throws -> PageValidators? {
        try await sink.known(CanonicalURL.of(url).text)?.validators
    }
}

/// A turn at the host and nothing else, for `robots.txt` itself.
struct TurnGate: FetchGate {
    let turns: HostTurns
    let pause: Duration

    func enter(_ url: WebURL) async throws {
        try await turns.enter(url.host, pause: pause)
    }

    func leave(_ url: WebURL) {
        turns.leave(url.host)
    }

    func validators(of url: WebURL) -> PageValidators? { nil }
}
