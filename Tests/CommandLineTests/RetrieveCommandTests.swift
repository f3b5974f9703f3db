import FaultServer
import Foundation
import TestSupport
import Testing

@Suite("sextant retrieve")
struct RetrieveCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private static func page(_ title: String, links: [String] = []) -> Behaviour {
        let text = (0..<20).map { "Sentence \($0) of \(title) is about the matter of \(title)." }.joined(separator: " ")
        let list = links.map { "<a href=\"\($0)\">x</a>" }.joined()
        let html =
            "<html><head><title>\(title)</title></head><body><article><h1>\(title)</h1><p>\(text)</p></article>\(list)</body></html>"
        return Behaviour(headers: [("Content-Type", "text/html")], body: Array(html.utf8))
    }

    private func server() throws -> FaultHTTPServer {
        let feed = "<rss><channel><item><link>/a</link></item><item><link>/b</link></item></channel></rss>"
        let sitemap = "<urlset><url><loc>/a</loc></url><url><loc>/c</loc></url></urlset>"
        return try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(
                    Behaviour(
                        headers: [("Content-Type", "text/plain")],
                        body: Array("User-agent: *\nDisallow: /no\nSitemap: /map".utf8))),
                "/": .validated(etag: "\"0\"", page: Self.page("root", links: ["/a", "/no", "/gone"])),
                "/a": .validated(etag: "\"a\"", page: Self.page("alpha")),
                "/b": .validated(etag: "\"b\"", page: Self.page("beta")),
                "/c": .validated(etag: "\"c\"", page: Self.page("gamma")),
                "/feed": .always(Behaviour(headers: [("Content-Type", "application/rss+xml")], body: Array(feed.utf8))),
                "/map": .always(Behaviour(headers: [("Content-Type", "text/xml")], body: Array(sitemap.utf8))),
            ], otherwise: .always(Behaviour(status: 404, headers: [], body: [])))
    }

    /// The counts of the summary.
    private func counts(_ arguments: [String], status: Int32 = 0) throws -> [String: Any] {
        let result = try program.run(
            ["retrieve", "--json", "--quiet", "--delay", "0", "--allow-private"] + arguments,
            environment: ["http_proxy": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1"])
        #expect(result.status == status, "\(result.errors)")
        return try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    }

    @Test("a crawl, a second one with 304s, and a summary of both; proxies of the environment are left out")
    func crawl() throws {
        let server = try server()
        let arguments = [server.baseURL, "--depth", "2", "--same-host", "--hazard", "privacy_violation"]
        let first = try counts(arguments)
        #expect(first["new"] as? Int == 2)
        #expect(first["refused_by_robots"] as? Int == 1)
        #expect(first["failed"] as? Int == 1)
        let second = try counts(arguments + ["--keep", "1d", "--keep-published", "4000w"])
        #expect(second["new"] as? Int == 0)
        #expect(second["not_modified"] as? Int == 2)
        #expect(second["forgotten"] as? Int == 0)
        #expect(server.seen.byPath["/no"] == nil)
        #expect(try counts(arguments + ["--max-age", "1h"])["fresh"] as? Int == 2)
        #expect(server.seen.byPath["/a"] == 2)
    }

    @Test("feeds, sitemaps, lists and files are sources")
    func sources() throws {
        let server = try server()
        try "# pages\n\n\(server.baseURL)/a\n\(server.baseURL)/c # no\n".replacing(" # no", with: "")
            .write(toFile: program.folder("urls.txt"), atomically: true, encoding: .utf8)
        try FileManager.default.createDirectory(atPath: program.folder("pages"), withIntermediateDirectories: true)
        try Data(Self.page("local").body).write(to: URL(fileURLWithPath: program.folder("pages/x.html")))
        try Data().write(to: URL(fileURLWithPath: program.folder("pages/empty.htm")))
        #expect(try counts(["--feed", server.baseURL + "/feed", "--output", "1"])["new"] as? Int == 2)
        #expect(try counts(["--sitemap", server.baseURL + "/map", "--output", "2"])["new"] as? Int == 2)
        #expect(try counts(["--file", "urls.txt", "--output", "3"])["new"] as? Int == 2)
        let local = try counts(["--html", "pages", "--output", "4"])
        #expect(local["local"] as? Int == 1)
        #expect(local["failed"] as? Int == 1)
    }

    @Test("a page of a folder that can't be read is told in plain words, and the others are kept")
    func unreadable() throws {
        try FileManager.default.createDirectory(atPath: program.folder("pages"), withIntermediateDirectories: true)
        try Data(Self.page("local").body).write(to: URL(fileURLWithPath: program.folder("pages/x.html")))
        try FileManager.default.createSymbolicLink(
            atPath: program.folder("pages/dead.html"), withDestinationPath: "nothing.html")
        let result = try program.run(["retrieve", "--html", "pages"])
        #expect(result.status == 0 && result.output.contains("1  from files"), "\(result.output)")
        let text = result.output + result.errors
        #expect(text.contains("pages/dead.html: the file can't be read;"), "\(text)")
        #expect(!text.contains("NSCocoaErrorDomain"))
    }

    @Test("a site stands for the sitemaps it names, its robots.txt is kept for the next run, and the time has an end")
    func site() throws {
        let server = try server()
        let arguments = ["--sitemap", server.baseURL]
        #expect(try counts(arguments)["new"] as? Int == 2)
        #expect(try counts(arguments)["not_modified"] as? Int == 2)
        #expect(server.seen.byPath["/robots.txt"] == 1)
        let over = try counts(arguments + ["--max-time", "0s"], status: 3)
        #expect(over["left"] as? Int == 2)
        #expect(server.seen.byPath["/a"] == 2)
    }

    @Test("a search is a source, and its key is never shown")
    func search() throws {
        let site = try server()
        let answer = #"{"results":[{"url":"\#(site.baseURL)/a","title":"A","content":"x"}]}"#
        let search = try FaultHTTPServer(
            plans: ["/search": .always(Behaviour(body: Array(answer.utf8)))])
        let result = try program.run(
            ["retrieve", "--search", "one two", "--allow-private", "--delay", "0"],
            environment: ["SEARXNG_URL": search.baseURL])
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("1  new"))
        let failed = try program.run(
            ["retrieve", "--search", "x", "--search-with", "tavily"], environment: ["TAVILY_API_KEY": ""])
        #expect(failed.status == 2)
        #expect(failed.errors.contains("TAVILY_API_KEY"))
    }

    @Test("with a hazard alone its feeds are read")
    func hazardFeeds() throws {
        let server = try server()
        let seeds = program.folder("seeds")
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: seeds)
        try FileManager.default.removeItem(atPath: seeds + "/feeds")
        try FileManager.default.createDirectory(atPath: seeds + "/feeds", withIntermediateDirectories: true)
        try "id: t\ntitle: T\nfeeds:\n  self_harm:\n    - {title: T, url: \"\(server.baseURL)/feed\"}\n"
            .write(toFile: seeds + "/feeds/t.yaml", atomically: true, encoding: .utf8)
        #expect(try counts(["--hazard", "self_harm", "--seeds", seeds])["new"] as? Int == 2)
        let none = try program.run(["retrieve", "--hazard", "hate_speech_offensive_language", "--seeds", seeds])
        #expect(none.status == 2)
        #expect(none.errors.contains("Seeds/feeds"))
    }

    @Test("the configuration file sets what the flags do not")
    func configuration() throws {
        let server = try server()
        try "pages: {delay: 0, allow_private: true, depth: 1, contact: ops@example.org, max-age: 1h}"
            .write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(["retrieve", server.baseURL])
        #expect(result.status == 0, "\(result.errors)")
        #expect(server.seen.lastHead.contains("(+mailto:ops@example.org)"))
        #expect(server.seen.byPath["/a"] == 1)
    }

    @Test(
        "what the user has to put right",
        arguments: [
            ([], 2, "nothing to fetch"), (["example.org"], 2, "https://"), (["ftp://example.org/"], 2, "http or https"),
            (["http://a.test/", "--hazard", "nobody"], 2, "unknown hazard 'nobody'"),
            (["http://a.test/", "--depth", "-1"], 2, "--depth"),
            (["http://a.test/", "--max-pages", "0"], 2, "--max-pages"),
            (["http://a.test/", "--max-age", "soon"], 2, "max-age"), (["--file", "missing.txt"], 2, "missing.txt"),
            (["--html", "missing"], 2, "missing"), (["--search", "x"], 2, "SEARXNG_URL"),
            (["--search", "x", "--search-with", "bing"], 2, "no search 'bing'"),
            (["http://127.0.0.1:9/"], 3, "--allow-private"), (["http://2130706433:9/"], 3, "127.0.0.1"),
            (["http://127.0.0.1:9/", "--allow-private", "--delay", "0"], 3, "nothing could be fetched"),
        ])
    func mistakes(_ arguments: [String], _ status: Int32, _ part: String) throws {
        let result = try program.run(["retrieve"] + arguments)
        #expect(result.status == status, "\(result.errors)")
        #expect(result.errors.contains(part), "\(result.errors)")
        #expect(!result.errors.contains("Fatal error"))
    }
}
