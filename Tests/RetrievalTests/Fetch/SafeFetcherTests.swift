import FaultServer
import HTTPTransport
import TestSupport
import Testing

@testable import Retrieval

@Suite("SafeFetcher")
struct SafeFetcherTests {
    private static let publicAddress = "93.184.216.34"

    private func page(_ result: FetchResult) throws -> FetchedPage {
        guard case .page(let page) = result else { throw FetchError.status(304) }
        return page
    }

    private func failure(
        _ plans: [String: Plan], path: String = "/", fetcher: SafeFetcher? = nil, as kind: FetchKind = .page
    ) async throws -> FetchError? {
        let server = try FaultHTTPServer(plans: plans, otherwise: .always(.html("other")))
        let fetcher = try fetcher ?? loopbackFetcher()
        let error = await #expect(throws: FetchError.self) {
            try await fetcher.fetch(WebURL(server.baseURL + path), as: kind)
        }
        withExtendedLifetime(server) {}
        return error
    }

    @Test("a page comes with its type, validators and final address")
    func fetches() async throws {
        let headers = [
            ("ETag", "\"1\""), ("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"), ("X-Robots-Tag", "noindex"),
        ]
        let server = try FaultHTTPServer(
            plans: ["/a": .always(.redirect(to: "b?x=1#part")), "/b": .always(.html("b", headers: headers))])
        let found = try page(try await loopbackFetcher().fetch(WebURL(server.baseURL + "/a")))
        #expect(found.url.text == server.baseURL + "/b?x=1")
        #expect(found.contentType == "text/html; charset=utf-8")
        #expect(found.validators == PageValidators(etag: "\"1\"", lastModified: "Sun, 06 Nov 1994 08:49:37 GMT"))
        #expect(found.robotsTags == ["noindex"])
        #expect(server.seen.lastHead.contains("\r\nUser-Agent: sextant/test (+mailto:ops@example.org)\r\n"))
        #expect(!server.seen.lastHead.lowercased().contains("referer"))
    }

    @Test("the address that was checked is the one connected to, on every hop")
    func pinned() async throws {
        let server = try FaultHTTPServer(
            plans: ["/a": .always(.redirect(to: "/b")), "/b": .always(.html("b"))])
        let resolver = StubResolver(["a.test": [[Self.publicAddress], ["93.184.216.35"]]])
        let client = try DivertingClient()
        let fetcher = SafeFetcher(client: client, resolver: resolver)
        _ = try await fetcher.fetch(WebURL("http://a.test:\(server.port)/a"))
        #expect(resolver.names == ["a.test", "a.test"])
        #expect(client.addresses == [Self.publicAddress, "93.184.216.35"])
    }

    @Test("a name that turns to a private address between two requests is refused")
    func rebinding() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.redirect(to: "/again?x")))
        let resolver = StubResolver(["evil.test": [[Self.publicAddress], ["127.0.0.1"]]])
        let client = try DivertingClient()
        let fetcher = SafeFetcher(client: client, resolver: resolver)
        await #expect(throws: FetchError.privateAddress(host: "evil.test", address: "127.0.0.1")) {
            try await fetcher.fetch(WebURL("http://evil.test:\(server.port)/"))
        }
        #expect(client.addresses == [Self.publicAddress])
        #expect(server.seen.requests == 1)
    }

    @Test(
        "a redirect to a private address or another scheme is refused",
        arguments: [
            "http://127.0.0.1/", "http://169.254.169.254/latest/", "//10.0.0.1/", "http://2130706433/",
            "http://[::1]/", "http://[fd00:ec2::254]/", "http://inner.test/", "file:///etc/hostname", "ftp://a.test/",
            "gopher://a.test/", "javascript:alert(1)", "http://",
        ])
    func redirectInward(_ location: String) async throws {
        let server = try FaultHTTPServer(otherwise: .always(.redirect(to: location)))
        let resolver = StubResolver(["a.test": [[Self.publicAddress]], "inner.test": [["192.168.1.1"]]])
        let client = try DivertingClient()
        let fetcher = SafeFetcher(client: client, resolver: resolver)
        let error = await #expect(throws: FetchError.self) {
            try await fetcher.fetch(WebURL("http://a.test:\(server.port)/"))
        }
        switch error {
        case .privateAddress, .invalidURL: break
        default: Issue.record("\(location): \(String(describing: error))")
        }
        #expect(client.addresses == [Self.publicAddress])
    }

    @Test("loopback is refused at once unless private addresses are allowed")
    func loopback() async throws {
        let server = try FaultHTTPServer()
        let fetcher = SafeFetcher(client: try CurlClient())
        await #expect(throws: FetchError.privateAddress(host: "127.0.0.1", address: "127.0.0.1")) {
            try await fetcher.fetch(WebURL(server.baseURL))
        }
        #expect(server.seen.connections == 0)
    }

    @Test("the next address is tried when one cannot be connected to")
    func nextAddress() async throws {
        let server = try FaultHTTPServer(address: 0x7F00_0003, otherwise: .always(.html("x")))
        let resolver = StubResolver(["a.test": [["127.0.0.2", "127.0.0.3"]]])
        let fetcher = SafeFetcher(
            client: try CurlClient(CurlSettings(proxy: "")), resolver: resolver,
            policy: FetchPolicy(allowsPrivate: true))
        _ = try await fetcher.fetch(WebURL("http://a.test:\(server.port)/"))
        #expect(server.seen.requests == 1)
    }

    @Test("a user name in a URL is never sent")
    func credentials() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.html("x")))
        _ = try await loopbackFetcher().fetch(WebURL("http://name:secret@127.0.0.1:\(server.port)/"))
        #expect(!server.seen.lastHead.lowercased().contains("authorization"))
        #expect(try !WebURL("http://name:secret@a.test/").text.contains("secret"))
    }

    @Test("redirects are followed so far and no further, and not in circles")
    func redirects() async throws {
        var plans: [String: Plan] = [:]
        for step in 0..<10 {
            plans["/\(step)"] = .always(.redirect([301, 302, 303, 307, 308][step % 5], to: "\(step + 1)"))
        }
        plans["/10"] = .always(.html("end"))
        #expect(try await failure(plans, path: "/0") == .tooManyRedirects(limit: 5))
        let server = try FaultHTTPServer(plans: plans)
        let end = try page(try await loopbackFetcher().fetch(WebURL(server.baseURL + "/5")))
        #expect(end.url.path == "/10")
        let loop = try await failure(
            ["/a": .always(.redirect(to: "/b")), "/b": .always(.redirect(to: "/a#x"))], path: "/a")
        guard case .redirectLoop = loop else {
            Issue.record("\(String(describing: loop))")
            return
        }
    }

    @Test("other statuses are errors", arguments: [204, 304, 400, 403, 404, 410, 451, 500])
    func statuses(_ status: Int) async throws {
        let plan = Plan.always(Behaviour(status: status, headers: [("Content-Type", "image/png")], body: []))
        let expected = status == 204 ? FetchError.unwantedType("image/png") : .status(status)
        #expect(try await failure(["/": plan]) == expected)
    }

    @Test(
        "content types that are not read are refused",
        arguments: [
            ("image/png", FetchKind.page), ("application/pdf", .page), ("application/json", .page),
            ("application/xml", .page), ("video/mp4", .feed), ("image/png", .sitemap), ("text/htmlx", .page),
        ])
    func types(_ type: String, _ kind: FetchKind) async throws {
        let error = try await failure(["/": .always(.file("x", type: type))], as: kind)
        #expect(error == .unwantedType(type))
    }

    @Test(
        "content types that are read, whatever their case and parameters",
        arguments: [
            ("TEXT/HTML ; charset=x", FetchKind.page), ("application/xhtml+xml", .page), ("text/plain", .page),
            ("application/rss+xml", .feed), ("application/feed+json", .feed), ("text/xml", .sitemap),
            ("application/x-gzip", .sitemap), ("image/png", .robots),
        ])
    func readTypes(_ type: String, _ kind: FetchKind) {
        #expect(kind.takes(contentType: type))
        #expect(kind.takes(contentType: nil))
    }

    @Test(
        "a page whose store calls it something else is known by its beginning",
        arguments: [
            ("\u{FEFF}\n<!DOCTYPE html><p>x", true), ("<html lang=en>", true), ("<HTML>", true), ("{\"a\":1}", false),
            ("%PDF-1.7", false), ("", false), ("<?xml version=\"1.0\"?><a/>", false),
        ])
    func unnamedPages(_ body: String, _ isPage: Bool) {
        for type in ["application/octet-stream", "binary/octet-stream"] {
            #expect(FetchKind.page.takes(contentType: type, body: Array(body.utf8)) == isPage)
        }
    }

    @Test("a 304 counts only when it was asked for")
    func unchanged() async throws {
        let server = try FaultHTTPServer(plans: ["/": .validated(etag: "\"e\"", page: .html("x"))])
        let url = try WebURL(server.baseURL)
        let fetcher = try loopbackFetcher()
        _ = try page(try await fetcher.fetch(url))
        guard case .unchanged(url) = try await fetcher.fetch(url, gate: KnownGate(etag: "\"e\"")) else {
            Issue.record("sent again")
            return
        }
        _ = try page(try await fetcher.fetch(url, gate: KnownGate(etag: "\"other\"")))
        #expect(server.seen.byStatus == [200: 2, 304: 1])
    }

    private struct KnownGate: FetchGate {
        let etag: String
        func enter(_ url: WebURL) {}
        func leave(_ url: WebURL) {}
        func validators(of url: WebURL) -> PageValidators? { PageValidators(etag: etag) }
    }

    @Test("a decompression bomb, an endless body and a large page end at the limit")
    func tooLarge() async throws {
        let bomb = Behaviour(
            headers: [("Content-Type", "text/html"), ("Content-Encoding", "gzip")], body: try Zeros.gzip(64 << 20))
        #expect(bomb.body.count < 1 << 20)
        var piece = Array("100000\r\n".utf8)
        piece += [UInt8](repeating: 0x61, count: 1 << 20) + Array("\r\n".utf8)
        let endless = Behaviour(
            headers: [("Content-Type", "text/html"), ("Transfer-Encoding", "chunked")],
            body: Array([[UInt8]](repeating: piece, count: 50).joined()))
        let large = Behaviour(
            headers: [("Content-Type", "text/html")], body: [UInt8](repeating: 0x61, count: 50 << 20))
        for behaviour in [bomb, endless, large] {
            let error = try await failure(["/": .always(behaviour)])
            guard case .transport(.tooLarge(_, 1_048_576)) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
        }
    }

    @Test("a slow drip and a silent server end at the time limit")
    func slow() async throws {
        let hasty = try loopbackFetcher(timeout: .milliseconds(300))
        let drip = Behaviour(
            headers: [("Content-Type", "text/html")], body: [UInt8](repeating: 0x61, count: 1000),
            manner: .drip(bytes: 1, milliseconds: 50))
        for behaviour in [drip, Behaviour(manner: .hang), Behaviour(manner: .slowHead(milliseconds: 50))] {
            let error = try await failure(["/": .always(behaviour)], fetcher: hasty)
            #expect(error?.description == "timeout")
        }
    }

    @Test(
        "the User-Agent is honest, and cannot be broken out of",
        arguments: [
            (nil, "sextant/1"), ("", "sextant/1"), ("a@b.org", "sextant/1 (+mailto:a@b.org)"),
            ("https://b.org/bot", "sextant/1 (+https://b.org/bot)"), ("x)\r\nA: b (", "sextant/1 (+xA:b)"),
        ] as [(String?, String)])
    func userAgent(_ contact: String?, _ expected: String) {
        #expect(FetchPolicy.userAgent(version: "1", contact: contact) == expected)
    }
}
