import Foundations
import HTTPTransport
import Storage

/// The `robots.txt` of each site, fetched once and kept for a day at most (RFC 9309 section 2.4), over the
/// end of the program too where there is a store.
final class RobotsCache: Sendable {
    private struct Entry: Sendable {
        /// The rules of a site; an error when nothing of it may be fetched.
        let result: Result<RobotsFile, FetchError>
        let at: Duration
    }

    private let fetcher: SafeFetcher
    private let token: String
    private let clock: TransportClock
    private let store: (any RobotsStore)?
    private let entries = Locked<[String: Entry]>([:])
    /// Lets one at a time ask for a site's file, so that it is fetched once.
    private let askers: HostTurns

    private static let lifetimeSeconds = 86_400.0
    private static let lifetime = Duration.seconds(lifetimeSeconds)
    /// The most sites kept.
    private static let limit = 10_000

    /// - Parameters:
    ///   - fetcher: fetches the files.
    ///   - token: the product token that groups are matched with.
    ///   - clock: the time.
    ///   - store: keeps the files that were read; the next crawl asks again where a server did not respond.
    init(
        fetcher: SafeFetcher, token: String = "sextant", clock: TransportClock = .system,
        store: (any RobotsStore)? = nil
    ) {
        self.store = store
        self.fetcher = fetcher
        self.token = token
        self.clock = clock
        askers = HostTurns(connections: 1, clock: clock)
    }

    /// The rules for the site of a URL.
    ///
    /// - Parameter gate: asked before the file is fetched.
    /// - Throws: ``FetchError`` when the site has a fault or cannot be reached, `StoreError`, or `CancellationError`.
    func file(for url: WebURL, gate: any FetchGate) async throws -> RobotsFile {
        if let known = known(url.origin) { return try known.get() }
        try await askers.enter(url.origin, pause: .zero)
        defer { askers.leave(url.origin) }
        if let known = known(url.origin) { return try known.get() }
        if let stored = try await stored(url.origin) { return stored }
        let result = try await load(url.with(path: "/robots.txt", query: nil), gate)
        let now = clock.unixTime()
        if let body = try? result.get() {
            try await store?.save(robots: body, of: url.origin, at: now, expired: now - Self.lifetimeSeconds)
        }
        let file = result.map { RobotsFile($0, token: token) }
        keep(Entry(result: file, at: clock.now()), of: url.origin)
        return try file.get()
    }

    private func keep(_ entry: Entry, of origin: String) {
        entries.withLock { entries in
            if entries.count >= Self.limit { entries.removeAll() }
            entries[origin] = entry
        }
    }

    /// The file that an earlier crawl has kept, for the rest of its day.
    private func stored(_ origin: String) async throws -> RobotsFile? {
        let now = clock.unixTime()
        guard let stored = try await store?.robots(of: origin, fetchedSince: now - Self.lifetimeSeconds) else {
            return nil
        }
        // A clock that was set back makes no file younger than new.
        let age = min(max(now - stored.fetched, 0), Self.lifetimeSeconds)
        let file = RobotsFile(stored.body, token: token)
        keep(Entry(result: .success(file), at: clock.now() - .seconds(age)), of: origin)
        return file
    }

    private func known(_ origin: String) -> Result<RobotsFile, FetchError>? {
        entries.withLock { entries in
            guard let entry = entries[origin], clock.now() - entry.at < Self.lifetime else { return nil }
            return entry.result
        }
    }

    /// Fetches the file: a 4xx means that there are no rules, a fault of the server that nothing is allowed. A server
    /// that wants fewer requests (429) has rules all the same.
    private func load(_ url: WebURL, _ gate: any FetchGate) async throws -> Result<[UInt8], FetchError> {
        do {
            guard case .page(let page) = try await fetcher.fetch(url, as: .robots, gate: gate) else {
                return .success([])
            }
            return .success(Array(page.body.prefix(RobotsFile.maximumBytes)))
        } catch let error as FetchError {
            switch error {
            case .status(let status) where (300..<500).contains(status) && status != 429: return .success([])
            case .tooManyRedirects, .redirectLoop: return .success([])
            case .privateAddress, .hostNotFound: return .failure(error)
            default: return .failure(.robotsUnreachable(reason: error.description))
            }
        }
    }
}
