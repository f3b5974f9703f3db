import FaultServer
import HTTPTransport
import Testing

@testable import Retrieval

@Suite("Crawler")
struct CrawlerTests {
    private let sink = MemorySink()
    private let clock = JumpingClock()

    private func crawl(
        _ seeds: [String], _ options: CrawlOptions = CrawlOptions(depth: 10), fetcher: SafeFetcher? = nil
    ) async throws -> CrawlReport {
        let crawler = Crawler(
            fetcher: try fetcher ?? loopbackFetcher(), sink: sink, options: options, clock: clock.transport)
        return try await crawler.crawl(
            from: seeds.map { CrawlSeed(url: try WebURL($0), hazards: ["privacy_violation"]) })
    }

    private func paths(_ report: CrawlReport, _ server: FaultHTTPServer) -> [String] {
        report.entries.map { String($0.url.dropFirst(server.baseURL.count)) }
    }

    @Test("breadth first, each page once, in the order of the links")
    func order() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .always(.html("root", links: ["/a", "b", "/a#x", "/?utm_source=x", "mailto:x@y.test"])),
                "/a": .always(.html("a", links: ["/c", "/b", "/"])), "/b": .always(.html("b", links: ["/d?fbclid=1"])),
                "/c": .always(.html("c")), "/d": .always(.html("d")),
            ])
        let report = try await crawl([server.baseURL])
        #expect(paths(report, server) == ["/", "/a", "/b", "/c", "/d"])
        #expect(report.entries.allSatisfy { $0.outcome == .kept(.added) })
        #expect(server.seen.byPath.values.allSatisfy { $0 == 1 })
        #expect(sink.hazards(of: server.baseURL + "/d") == ["privacy_violation"])
        #expect(server.seen.mostOpen == 1)
    }

    @Test(
        "depth and number of pages are bounds", arguments: [(0, 100, 1, 0), (1, 100, 4, 0), (1, 3, 3, 1), (9, 5, 5, 2)])
    func bounds(_ depth: Int, _ pages: Int, _ expected: Int, _ left: Int) async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)), "/": .always(.html("root", links: ["/a", "/b", "/c"])),
            ],
            otherwise: .always(.html("leaf", links: ["/x", "/y", "/z"])))
        let report = try await crawl([server.baseURL], CrawlOptions(depth: depth, maximumPages: pages))
        #expect(report.entries.count == expected)
        #expect(report.left == left)
        #expect(server.seen.requests == expected + 1)
    }

    @Test("robots.txt decides, refused pages cost no request and no page of the budget")
    func robots() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(.file("User-agent: sextant\nDisallow: /no\n", type: "text/plain")),
                "/": .always(.html("root", links: ["/no/1", "/no/2", "/yes", "/to-no"])), "/yes": .always(.html("yes")),
                "/to-no": .always(.redirect(to: "/no/3")),
            ])
        let report = try await crawl([server.baseURL], CrawlOptions(depth: 1, maximumPages: 3))
        #expect(
            report.entries.map(\.outcome) == [
                .kept(.added), .refused(.disallowedByRobots), .refused(.disallowedByRobots), .kept(.added),
                .refused(.disallowedByRobots),
            ])
        #expect(server.seen.byPath.keys.allSatisfy { !$0.hasPrefix("/no") })
    }

    @Test(
        "a site whose robots.txt fails is left alone, one without it is not (2.3.1)",
        arguments: [
            (Behaviour(status: 404), true), (Behaviour(status: 403), true), (Behaviour(status: 401), true),
            (Behaviour(status: 429), false), (Behaviour(status: 500), false), (Behaviour(status: 503), false),
            (Behaviour(manner: .close), false),
            (Behaviour.redirect(to: "/robots.txt"), true), (Behaviour.file("", type: "text/plain"), true),
            (Behaviour.html("not one"), true),
            (Behaviour.file("User-agent: *\nDisallow: /", type: "text/plain"), false),
        ])
    func robotsFaults(_ behaviour: Behaviour, _ isAllowed: Bool) async throws {
        let server = try FaultHTTPServer(
            plans: ["/robots.txt": .always(behaviour)], otherwise: .always(.html("page")))
        let report = try await crawl([server.baseURL + "/p", server.baseURL + "/q"])
        #expect(report.isAnythingReached == isAllowed)
        #expect(report.entries.allSatisfy { isAllowed ? $0.outcome == .kept(.added) : isRefused($0.outcome) })
        #expect(server.seen.byPath["/robots.txt"] == 1)
    }

    private func isRefused(_ outcome: CrawlReport.Outcome) -> Bool {
        if case .refused = outcome { true } else { false }
    }

    @Test("robots.txt is followed over five redirects, and cut at its limit, and fetched again after a day")
    func robotsFetching() async throws {
        let padding = "#" + String(repeating: "x", count: 600 << 10)
        var plans: [String: Plan] = [
            "/r5": .always(.file("User-agent: *\nDisallow: /p\n\(padding)", type: "text/plain"))
        ]
        for step in 1..<5 { plans["/r\(step)"] = .always(.redirect(to: "/r\(step + 1)")) }
        plans["/robots.txt"] = .always(.redirect(to: "/r1"))
        let server = try FaultHTTPServer(plans: plans, otherwise: .always(.html("page")))
        let cache = RobotsCache(fetcher: try loopbackFetcher(), clock: clock.transport)
        let url = try WebURL(server.baseURL + "/p")
        for hours in [0, 23, 2] {
            clock.advance(.seconds(hours * 3600))
            #expect(try await !cache.file(for: url, gate: OpenGate()).allows(url))
        }
        #expect(server.seen.byPath["/robots.txt"] == 2)
    }

    @Test("between two requests to a host there is a pause, as long as the site or the options ask")
    func pauses() async throws {
        let server = try FaultHTTPServer(
            plans: ["/robots.txt": .always(.file("User-agent: *\nCrawl-delay: 7", type: "text/plain"))],
            otherwise: .always(.html("page")))
        _ = try await crawl([server.baseURL + "/a", server.baseURL + "/b"], CrawlOptions(delay: 2))
        #expect(clock.sleeps == [.seconds(2), .seconds(7)])
    }

    @Test("the second crawl is 304s only, and goes on from the links that are known")
    func conditional() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .validated(etag: "\"r\"", page: .html("root", links: ["/old", "/a"])),
                "/old": .always(.redirect(to: "/new")), "/new": .validated(etag: "W/\"n\"", page: .html("new")),
                "/a": .validated(etag: "\"a\"", page: .html("a", links: ["/b"])),
                "/b": .validated(etag: "\"b\"", page: .html("b")),
            ])
        let first = try await crawl([server.baseURL])
        #expect(first.count { $0 == .kept(.added) } == 4)
        let second = try await crawl([server.baseURL])
        #expect(paths(second, server) == ["/", "/old", "/a", "/b"])
        #expect(second.entries.allSatisfy { $0.outcome == .notModified })
        #expect(server.seen.byStatus[304] == 4)
        #expect(server.seen.byStatus[200] == 4)
        let third = try await crawl([server.baseURL], CrawlOptions(depth: 9, maximumAge: 1e6))
        #expect(third.count { $0 == .fresh } == 3)
        #expect(server.seen.byPath["/a"] == 2)
    }

    @Test("what goes wrong with a page is counted and ends nothing")
    func faults() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)), "/404": .always(Behaviour(status: 404)),
                "/reset": .always(Behaviour(manner: .reset)), "/png": .always(.file("x", type: "image/png")),
                "/empty": .always(.file("", type: "text/html")), "/loop": .always(.redirect(to: "/loop")),
                "/inside": .always(.redirect(to: "ftp://x.test/")),
                "/cut": .always(
                    Behaviour(
                        headers: [("Content-Type", "text/html")], body: [UInt8](repeating: 0x61, count: 9000),
                        manner: .truncate(after: 100))),
                "/same": .always(.redirect(to: "/good")), "/good": .always(.html("good")),
            ])
        let seeds = ["/404", "/reset", "/png", "/empty", "/loop", "/inside", "/cut", "/good", "/same"]
        let report = try await crawl(seeds.map { server.baseURL + $0 })
        #expect(paths(report, server) == seeds)
        #expect(report.entries.prefix(7).allSatisfy { if case .failed = $0.outcome { true } else { false } })
        #expect(report.entries.suffix(2).map(\.outcome) == [.kept(.added), .repeated])
    }

    @Test("a page that its site no longer has is forgotten, one that has a fault is not", arguments: [404, 410, 500])
    func gone(_ status: Int) async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .sequence([.html("root"), Behaviour(status: status, headers: [], body: [])]),
            ])
        _ = try await crawl([server.baseURL])
        let second = try await crawl([server.baseURL])
        #expect(second.entries.map(\.outcome) == [.failed("HTTP \(status)")])
        #expect(sink.forgotten == (status == 500 ? [] : [server.baseURL + "/"]))
    }

    @Test("pages that ask for it are not kept, or their links not followed")
    func metaRobots() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .always(.html("root", links: ["/tag", "/meta", "/follow"])),
                "/tag": .always(.html("tag", links: ["/t"], headers: [("X-Robots-Tag", "noindex, nofollow")])),
                "/meta": .always(
                    .html("meta", links: ["/m"], head: "<meta name=\"robots\" content=\"noindex,nofollow\">")),
                "/follow": .always(.html("f", links: ["/x"], headers: [("X-Robots-Tag", "noindex")])),
                "/x": .always(.html("x")),
            ])
        let report = try await crawl([server.baseURL])
        #expect(paths(report, server) == ["/", "/tag", "/meta", "/follow", "/x"])
        #expect(report.count { $0 == .notIndexed } == 3)
        #expect(sink.kept == [server.baseURL + "/", server.baseURL + "/x"])
        #expect(sink.forgotten.count == 3)
    }

    @Test("hosts are crawled side by side, with the same report every time", arguments: [false, true])
    func hosts(_ sameHost: Bool) async throws {
        let other = try FaultHTTPServer(
            address: 0x7F00_0002, plans: ["/robots.txt": .always(Behaviour(status: 404))],
            otherwise: .always(.html("other", links: ["/deep"])))
        let outside = "http://127.0.0.2:\(other.port)"
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .always(.html("root", links: ["\(outside)/1", "/a", "\(outside)/2", "/away"])),
                "/away": .always(.redirect(to: "\(outside)/3")),
            ], otherwise: .always(.html("page")))
        let options = CrawlOptions(depth: 1, sameHost: sameHost)
        let report = try await crawl([server.baseURL], options)
        if sameHost {
            #expect(paths(report, server) == ["/", "/a", "/away"])
            #expect(other.seen.requests == 0)
        } else {
            let expected = [
                "\(server.baseURL)/", "\(outside)/1", "\(server.baseURL)/a", "\(outside)/2", "\(server.baseURL)/away",
            ]
            #expect(report.entries.map(\.url) == expected)
            #expect(report.entries.allSatisfy { $0.outcome == .kept(.added) })
        }
    }

    @Test("a cancelled crawl reports what it did")
    func cancelled() async throws {
        let server = try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(Behaviour(status: 404)),
                "/": .always(.html("root", links: ["/hang", "/never"])),
                "/hang": .always(Behaviour(manner: .hang)),
            ], otherwise: .always(.html("page")))
        let task = Task { try await crawl([server.baseURL]) }
        while server.seen.byPath["/hang"] == nil { await Task.yield() }
        task.cancel()
        let report = try await task.value
        #expect(report.isCancelled)
        #expect(report.entries.map(\.outcome) == [.kept(.added)])
        #expect(server.seen.byPath["/never"] == nil)
    }

    @Test("turns go to those who wait in order, and the cancelled lose theirs")
    func turns() async throws {
        let turns = HostTurns(connections: 1, clock: clock.transport)
        try await turns.enter("h", pause: .seconds(3))
        let cancelled = Task { try await turns.enter("h", pause: .zero) }
        cancelled.cancel()
        await #expect(throws: CancellationError.self) { try await cancelled.value }
        let next = Task { try await turns.enter("h", pause: .zero) }
        turns.leave("h")
        try await next.value
        try await turns.enter("other", pause: .zero)
        #expect(clock.sleeps == [.seconds(3)])
    }

    @Test(
        "tracking fields are dropped, all others kept in order",
        arguments: [
            ("?utm_source=a&b=1&UTM_Medium=c", "?b=1"), ("?fbclid=x", ""), ("?a=1&gclid=2&c", "?a=1&c"), ("?", ""),
            ("?utm=1", "?utm=1"), ("?b=2&a=1", "?b=2&a=1"),
        ])
    func canonical(_ query: String, _ expected: String) throws {
        #expect(CanonicalURL.of(try WebURL("http://h.test/p" + query)).text == "http://h.test/p" + expected)
    }

    @Test(
        "dates of pages",
        arguments: [
            ("1970-01-02", 86_400.0), ("1970-01-01T01:00:00Z", 3600), ("1970-01-01T01:00:00+01:00", 0),
            ("1970-01-01T00:01", 60), ("1970-01-01 00:00:30", 30), ("soon", nil), ("", nil), ("1970-13-01", nil),
        ] as [(String, Double?)])
    func dates(_ text: String, _ expected: Double?) {
        #expect(PublicationDate.seconds(text) == expected)
    }
}
