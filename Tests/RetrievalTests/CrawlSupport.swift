import FaultServer
import Foundations
import HTTPTransport

@testable import Retrieval

/// A resolver that answers from a table; each name has a list of answers, the last for ever.
final class StubResolver: HostResolver {
    private let answers: Locked<[String: [[String]]]>
    private let asked = Locked<[String]>([])

    init(_ answers: [String: [[String]]]) {
        self.answers = Locked(answers)
    }

    /// The names asked for, in order.
    var names: [String] { asked.withLock { $0 } }

    func addresses(of host: String) throws -> [IPAddress] {
        asked.withLock { $0.append(host) }
        let texts = answers.withLock { answers -> [String]? in
            guard let list = answers[host] else { return nil }
            if list.count > 1 { answers[host]?.removeFirst() }
            return list.first
        }
        guard let texts else { throw FetchError.hostNotFound(host: host, reason: "not in the table") }
        return texts.compactMap { IPAddress($0) }
    }
}

/// A client over real sockets that reaches public addresses on this machine, and notes every address it was told.
final class DivertingClient: HTTPClient {
    private let client: CurlClient
    private let seen = Locked<[String]>([])

    init() throws {
        client = try CurlClient(CurlSettings(proxy: ""))
    }

    /// The addresses that requests were pinned to.
    var addresses: [String] { seen.withLock { $0 } }

    func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        var request = request
        seen.withLock { $0.append(request.options.pinnedAddress ?? "none") }
        request.options.pinnedAddress = "127.0.0.1"
        return try await client.send(request)
    }
}

/// A sink in memory.
final class MemorySink: PageSink {
    private struct State: Sendable {
        var known: [String: KnownPage] = [:]
        var kept: [String] = []
        var hazards: [String: [String]] = [:]
        var forgotten: [String] = []
    }

    private let state = Locked(State())

    /// The URLs kept, sorted: which host is first is not decided.
    var kept: [String] { state.withLock { $0.kept.sorted() } }
    var forgotten: [String] { state.withLock { $0.forgotten } }

    func hazards(of url: String) -> [String]? { state.withLock { $0.hazards[url] } }

    func known(_ url: String) -> KnownPage? { state.withLock { $0.known[url] } }

    func keep(_ page: CrawledPage) -> PageOutcome {
        state.withLock { state in
            state.kept.append(page.url)
            state.hazards[page.url] = page.hazards
            let isKnown = state.known[page.url] != nil
            state.known[page.url] = KnownPage(
                validators: page.validators, checkedAt: page.fetchedAt, links: page.links)
            return isKnown ? .updated : .added
        }
    }

    func confirm(_ url: String, at time: Double, hazards: [String]) {
        state.withLock { $0.known[url]?.checkedAt = time }
    }

    func forget(_ url: String) {
        state.withLock { $0.forgotten.append(url) }
    }
}

/// A clock that stands still until somebody sleeps, and then jumps; it keeps a list of the sleeps.
final class JumpingClock: Sendable {
    private let state = Locked<(now: Duration, sleeps: [Duration])>((.seconds(1000), []))

    var sleeps: [Duration] { state.withLock { $0.sleeps } }
    var now: Duration { state.withLock { $0.now } }

    func advance(_ duration: Duration) {
        state.withLock { $0.now += duration }
    }

    var transport: TransportClock {
        TransportClock(
            now: { self.now },
            sleep: { duration in
                try Task.checkCancellation()
                self.state.withLock { state in
                    state.now += duration
                    state.sleeps.append(duration)
                }
            },
            unixTime: { 1_700_000_000 + Double(self.now.components.seconds) })
    }
}

extension Behaviour {
    /// An HTML page with a main text and the given links.
    static func html(_ title: String, links: [String] = [], head: String = "", headers: [(String, String)] = [])
        -> Behaviour
    {
        let text = (0..<12).map { "Sentence \($0) of the page called \(title) says something of its own." }
        let list = links.map { "<li><a href=\"\($0)\">link</a></li>" }.joined()
        let html = """
            <!doctype html><html><head><title>\(title)</title>\(head)</head><body><article><h1>\(title)</h1>
            <p>\(text.joined(separator: " "))</p></article><ul>\(list)</ul></body></html>
            """
        return Behaviour(headers: [("Content-Type", "text/html; charset=utf-8")] + headers, body: Array(html.utf8))
    }

    /// A body of another type.
    static func file(_ text: String, type: String) -> Behaviour {
        Behaviour(headers: [("Content-Type", type)], body: Array(text.utf8))
    }

    /// A redirect.
    static func redirect(_ status: Int = 302, to location: String) -> Behaviour {
        Behaviour(status: status, headers: [("Location", location)], body: [])
    }
}

/// A fetcher for loopback, one attempt a request.
func loopbackFetcher(
    maximumBytes: Int = 1 << 20, timeout: Duration = .seconds(20), redirects: Int = 5
) throws -> SafeFetcher {
    SafeFetcher(
        client: try CurlClient(CurlSettings(proxy: "")),
        policy: FetchPolicy(
            userAgent: FetchPolicy.userAgent(version: "test", contact: "ops@example.org"), allowsPrivate: true,
            maximumBytes: maximumBytes, maximumRedirects: redirects, timeout: timeout))
}
