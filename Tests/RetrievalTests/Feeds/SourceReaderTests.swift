import FaultServer
import Foundations
import HTTPTransport
import Testing

@testable import Retrieval

@Suite("Feeds and sitemaps over the network")
struct SourceReaderTests {
    private let clock = JumpingClock()

    private func reader() throws -> SourceReader {
        SourceReader(fetcher: try loopbackFetcher(), delay: 0, clock: clock.transport)
    }

    private func server(_ files: [String: Behaviour]) throws -> FaultHTTPServer {
        var plans = files.mapValues { Plan.always($0) }
        if plans["/robots.txt"] == nil { plans["/robots.txt"] = .always(Behaviour(status: 404)) }
        return try FaultHTTPServer(plans: plans, otherwise: .always(Behaviour(status: 404)))
    }

    private static let feed = "<rss><channel><item><link>/a</link></item></channel></rss>"
    private static let set = "<urlset><url><loc>/a</loc></url></urlset>"

    private func index(_ names: String...) -> Behaviour {
        let text = names.map { "<sitemap><loc>\($0)</loc></sitemap>" }.joined()
        return .file("<sitemapindex>\(text)</sitemapindex>", type: "text/xml")
    }

    @Test(
        "are known by their bytes, whatever type a store gives them",
        arguments: [
            "binary/octet-stream", "application/octet-stream", "text/html", "text/plain", "application/x-gzip",
            "application/json", "x",
        ])
    func types(_ type: String) async throws {
        let server = try server(["/f": .file(Self.feed, type: type), "/s": .file(Self.set, type: type)])
        #expect(try await reader().feed(WebURL(server.baseURL + "/f")).map(\.path) == ["/a"])
        #expect(try await reader().sitemap(WebURL(server.baseURL + "/s"), limit: 9).map(\.path) == ["/a"])
    }

    @Test(
        "a page stands for the feed that it names",
        arguments: [
            "<link rel=alternate type=application/rss+xml href=/f>",
            "<LINK REL='alternate' TYPE='application/atom+xml' HREF='f'/>",
            "<base href=/x/><link rel='alternate' type='application/rss+xml; charset=utf-8' href='../f'>",
            "<link rel=alternate type=application/rss+xml href=/comments title=Comments><link rel=alternate type=application/rss+xml href=/f>",
            "<link rel=alternate hreflang=de href=/de><script>if (a < b) {}</script><link rel='home feed' type='application/feed+json' href='/f'>",
        ])
    func discovery(_ link: String) async throws {
        let page =
            "<!doctype html><html><head><meta charset=utf-8><title>T</title>\(link)</head><body><p>x</body></html>"
        let server = try server(["/": .file(page, type: "text/html"), "/f": .file(Self.feed, type: "text/xml")])
        #expect(try await reader().feed(WebURL(server.baseURL)).map(\.path) == ["/a"])
    }

    @Test("a page that names no feed, itself, or another page is an error")
    func noFeed() async throws {
        let link = "<link rel=alternate type=application/rss+xml href="
        let server = try server([
            "/none": .file("<html><p>x</html>", type: "text/html"),
            "/self": .file("<html>\(link)/self></html>", type: "text/html"),
            "/other": .file("<html>\(link)/self></html>", type: "text/html"),
        ])
        for path in ["/none", "/self", "/other"] {
            await #expect(throws: FeedError.notAFeed(found: "html")) {
                try await reader().feed(WebURL(server.baseURL + path))
            }
        }
        #expect(server.seen.byPath["/self"] == 2)
    }

    @Test("indices within indices are followed, each once, also those that name themselves")
    func nesting() async throws {
        let server = try server([
            "/i": index("/i", "/j", "/s"), "/j": index("/i", "/k", "/s", "/gone"), "/k": index("/j", "/t"),
            "/s": .file(Self.set, type: "text/xml"), "/t": .file("http://127.0.0.1/b", type: "text/plain"),
        ])
        let faults = Locked<[String]>([])
        let pages = try await reader().sitemap(WebURL(server.baseURL + "/i"), limit: 9) { url, _ in
            faults.withLock { $0.append(url.path) }
        }
        #expect(pages.map(\.path) == ["/a", "/b"])
        #expect(faults.withLock { $0 } == ["/gone"])
        #expect(server.seen.byPath.filter { $0.key != "/robots.txt" }.values.allSatisfy { $0 == 1 })
    }

    @Test("an index without end is read up to a bound")
    func endless() async throws {
        let names = (0..<300).map { "/\($0)" }
        let text = names.map { "<sitemap><loc>\($0)</loc></sitemap>" }.joined()
        let server = try FaultHTTPServer(
            plans: ["/robots.txt": .always(Behaviour(status: 404))],
            otherwise: .always(.file("<sitemapindex>\(text)</sitemapindex>", type: "text/xml")))
        #expect(try await reader().sitemap(WebURL(server.baseURL + "/i"), limit: 9).isEmpty)
        #expect(server.seen.byPath.count <= 52)
    }

    @Test(
        "the sitemaps that robots.txt names, however it names them",
        arguments: [
            "Sitemap: /s", "sitemap:s", "SITEMAP : /s # all", "Site-map: /s", "Sitemap /s",
            "User-agent: *\nDisallow:\n\nSitemap: </s>",
            "\u{FEFF}Sitemap: /s", "Sitemap: /s /t", "Sitemaps: /s",
        ])
    func named(_ robots: String) async throws {
        let server = try server([
            "/robots.txt": .file(robots, type: "text/plain"), "/s": .file(Self.set, type: "text/xml"),
            "/t": .file(Self.feed, type: "text/xml"),
        ])
        #expect(try await Set(reader().sitemap(WebURL(server.baseURL), limit: 9).map(\.path)) == ["/a"])
    }

    @Test("feeds and lists that robots.txt names are sitemaps too")
    func otherForms() async throws {
        let server = try server([
            "/robots.txt": .file("Sitemap: /t\nSitemap: /f", type: "text/plain"),
            "/f": .file(Self.feed, type: "application/rss+xml"),
            "/t": .file("http://127.0.0.1/b\r\nhttp://127.0.0.1/c", type: "text/plain"),
        ])
        #expect(try await reader().sitemap(WebURL(server.baseURL), limit: 9).map(\.path) == ["/b", "/c", "/a"])
    }

    @Test(
        "a site that names no sitemap has one at a usual place",
        arguments: ["/sitemap.xml", "/sitemap_index.xml", "/sitemap.txt"])
    func usual(_ path: String) async throws {
        let server = try server([path: .file(Self.set, type: "text/xml")])
        #expect(try await reader().sitemap(WebURL(server.baseURL), limit: 9).map(\.path) == ["/a"])
        let other = try self.server(["/sitemap.xml": Behaviour(status: 403)])
        await #expect(throws: FetchError.status(403)) { try await reader().sitemap(WebURL(other.baseURL), limit: 9) }
        #expect(other.seen.byPath["/sitemap_index.xml"] == nil)
    }
}
