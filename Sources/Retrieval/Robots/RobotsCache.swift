import HTTPTransport

/// The `robots.txt` of each site, fetched once and kept for a day at most (RFC 9309 section 2.4).
final class RobotsCache: Sendable {
    private struct Entry: Sendable {
        /// What to go by; an error when nothing of the site may be fetched.
        let result: Result<RobotsFile, FetchError>
        let at: Duration
    }

    private let fetcher: SafeFetcher
    private let token: String
    private let clock: TransportClock
    private let entries = Locked<[String: Entry]>([:])
    /// Lets one at a time ask for a site's file, so that it is fetched once.
    private let askers: HostTurns

    private static let lifetime = Duration.seconds(86_400)
    /// The most sites kept.
    private static let limit = 10_000

    /// - Parameters:
    ///   - fetcher: fetches the files.
    ///   - token: the product token that groups are matched with.
    ///   - clock: the time.
    init(fetcher: SafeFetcher, token: String = "sextant", clock: TransportClock = .system) {
        self.fetcher = fetcher
        self.token = token
        self.clock = clock
        askers = HostTurns(connections: 1, clock: clock)
    }

    /// The rules for the site of a URL.
    ///
    /// - Parameter gate: asked before the file is fetched.
    /// - Throws: ``FetchError`` when the site has a fault or cannot be reached, or `CancellationError`.
    func file(for url: WebURL, gate: any FetchGate) async throws -> RobotsFile {
        if let known = known(url.origin) { return try known.get() }
        try await askers.enter(url.origin, pause: .zero)
        defer { askers.leave(url.origin) }
        if let known = known(url.origin) { return try known.get() }
        let result = try await load(url.with(path: "/robots.txt", query: nil), gate)
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[url.origin] = Entry(result: result, at: clock.now())
        }
        return try result.get()
    }

    private func known(_ origin: String) -> Result<RobotsFile, FetchError>? {
        entries.withLock { entries in
            guard let entry = entries[origin], clock.now() - entry.at < Self.lifetime else { return nil }
            return entry.result
        }
    }

    /// Fetches and reads the file: a 4xx means that there are no rules, a fault of the server that nothing is allowed.
    private func load(_ url: WebURL, _ gate: any FetchGate) async throws -> Result<RobotsFile, FetchError> {
        do {
            guard case .page(let page) = try await fetcher.fetch(url, as: .robots, gate: gate) else {
                return .success(.allowsAll)
            }
            return .success(RobotsFile(page.body, token: token))
        } catch let error as FetchError {
            switch error {
            case .status(let status) where (300..<500).contains(status): return .success(.allowsAll)
            case .tooManyRedirects, .redirectLoop: return .success(.allowsAll)
            case .privateAddress, .hostNotFound: return .failure(error)
            default: return .failure(.robotsUnreachable(reason: error.description))
            }
        }
    }
}
