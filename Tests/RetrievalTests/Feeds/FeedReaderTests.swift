import Foundations
import HTTPTransport
import SafetyGrid
import TestSupport
import Testing

@testable import Retrieval

@Suite("Feeds and sitemaps")
struct FeedReaderTests {
    private func read(_ text: String) throws -> Feed {
        try FeedReader.read(Array(text.utf8), at: WebURL("https://h.test/dir/feed"))
    }

    private static let rss2 = """
        <?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom">
        <channel><title>News</title><link>https://h.test/</link><atom:link href="https://h.test/feed" rel="self"/>
        <item><title>A &amp; B</title><link> https://h.test/a </link><guid isPermaLink="false">x</guid></item>
        <item><guid>https://h.test/b</guid><title><![CDATA[<b>Two</b>]]></title></item>
        <item><title>no link</title><guid isPermaLink="false">y</guid></item>
        <item><atom:link href="https://h.test/other" rel="alternate"/><link>/c</link><title>C</title></item>
        <item><title>again</title><link>https://h.test/a</link></item>
        </channel></rss>
        """

    private static let rss1 = """
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
        <channel rdf:about="https://h.test/"><title>News</title><link>https://h.test/</link></channel>
        <item rdf:about="https://h.test/a"><title>A &amp; B</title></item>
        <item rdf:about="urn:b"><title><![CDATA[<b>Two</b>]]></title><link>https://h.test/b</link></item>
        <item><title>C</title><link>../c</link></item></rdf:RDF>
        """

    private static let rss09 = """
        <rss version="0.91"><channel><title>News</title>
        <item><title>A &amp; B</title><link>https://h.test/a</link></item>
        <item><title>&lt;b&gt;Two&lt;/b&gt;</title><link>https://h.test/b</link></item>
        <item><title>C</title><link>/c</link></item></channel></rss>
        """

    private static let atom = """
        <feed xmlns="http://www.w3.org/2005/Atom"><title>News</title><link href="https://h.test/" rel="alternate"/>
        <entry><title>A &amp; B</title><link rel="edit" href="https://h.test/edit"/><link href="https://h.test/a"/>
        <source><title>other</title><link href="https://o.test/"/></source></entry>
        <entry><link rel="alternate" href="https://h.test/b"/><title>&lt;b&gt;Two&lt;/b&gt;</title></entry>
        <entry><title>C</title><link href="/c"/></entry></feed>
        """

    private static let json = #"""
        {"version":"https://jsonfeed.org/version/1.1","title":"News","items":[{"id":"1","url":"https://h.test/a","title":"A & B"},
        {"id":"2","external_url":"https://h.test/b","title":"<b>Two</b>"},{"id":"/c","title":"C"}]}
        """#

    @Test("each format gives the same entries", arguments: [rss2, rss1, rss09, atom, json])
    func formats(_ text: String) throws {
        let feed = try read(text)
        #expect(feed.title == "News")
        #expect(feed.entries.map(\.url) == ["https://h.test/a", "https://h.test/b", "https://h.test/c"])
        #expect(feed.entries.map(\.title) == ["A & B", "<b>Two</b>", "C"])
    }

    @Test(
        "what is no feed",
        arguments: ["", "hello", "<html><body>x</body></html>", "{\"a\":1}", "{", "<urlset/>", "\u{0}\u{1}"])
    func notAFeed(_ text: String) {
        #expect(throws: FeedError.self) { try read(text) }
    }

    @Test("a feed that is cut gives the entries that are whole, wherever it is cut")
    func cut() throws {
        let whole = try read(Self.rss2).entries.map(\.url)
        var counts: Set<Int> = []
        for length in Self.rss2.utf8.count / 4..<Self.rss2.utf8.count {
            let entries = try read(String(Self.rss2.prefix(length))).entries.map(\.url)
            #expect(entries == Array(whole.prefix(entries.count)), "\(length)")
            counts.insert(entries.count)
        }
        #expect(counts == [0, 1, 2, 3])
    }

    @Test("entities are neither expanded nor loaded")
    func entities() throws {
        var bomb = "<!DOCTYPE rss [<!ENTITY a0 \"https://h.test/\">"
        for level in 1...30 { bomb += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">" }
        bomb += "<!ENTITY f SYSTEM \"file:///etc/hostname\">]>"
        bomb += "<rss><channel><item><title>&f;&a30;</title><link>https://h.test/x</link></item></channel></rss>"
        let feed = try read(bomb)
        #expect(feed.entries.allSatisfy { $0.title.isEmpty && $0.url == "https://h.test/x" })
    }

    @Test("other schemes in a feed are left out")
    func schemes() throws {
        let text =
            "<rss><channel><item><link>javascript:alert(1)</link></item><item><link>file:///x</link></item></channel></rss>"
        #expect(try read(text).entries.isEmpty)
    }

    @Test("huge feeds, deep nesting and long titles are bounded")
    func bounded() throws {
        let items = (0..<5000).map { "<item><link>https://h.test/\($0)</link></item>" }.joined()
        #expect(try read("<rss><channel>\(items)</channel></rss>").entries.count == FeedReader.entryLimit)
        let deep = String(repeating: "<a>", count: 100_000)
        #expect(try read("<rss><channel>\(deep)").entries.isEmpty)
        let long = String(repeating: "x", count: 5 << 20)
        let feed = try read(
            "<rss><channel><item><title>\(long)</title><link>https://h.test/a</link></item></channel></rss>")
        #expect(feed.entries.first?.title.count == 8192)
    }

    @Test("sitemaps and their indices, packed or not", arguments: [false, true])
    func sitemaps(_ isPacked: Bool) throws {
        let url = try WebURL("https://h.test/sitemap.xml")
        let pages = """
            <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:image="http://i"><url>
            <loc> https://h.test/a?x=1&amp;y=2
            </loc><image:image><image:loc>https://h.test/i.png</image:loc></image:image></url>
            <url><loc>/b</loc></url><url><loc>ftp://h.test/c</loc></url></urlset>
            """
        let index = "<sitemapindex><sitemap><loc>https://h.test/1.xml.gz</loc></sitemap></sitemapindex>"
        func bytes(_ text: String) throws -> [UInt8] {
            isPacked ? try Zeros.pack(Array(text.utf8)) : Array(text.utf8)
        }
        #expect(
            try SitemapReader.read(bytes(pages), at: url)
                == Sitemap(pages: ["https://h.test/a?x=1&y=2", "https://h.test/b"], sitemaps: []))
        #expect(
            try SitemapReader.read(bytes(index), at: url) == Sitemap(pages: [], sitemaps: ["https://h.test/1.xml.gz"]))
    }

    @Test("a sitemap that is none, damaged, or a bomb")
    func badSitemaps() throws {
        let url = try WebURL("https://h.test/sitemap.xml")
        let page = Array("<!doctype html><html><body>Not here</body></html>".utf8)
        #expect(throws: FeedError.notASitemap(found: "html")) { try SitemapReader.read(page, at: url) }
        #expect(throws: FeedError.notASitemap(found: "")) { try SitemapReader.read([], at: url) }
        let packed = try Zeros.pack(Array("<urlset/>".utf8))
        #expect(throws: FeedError.damaged) { try SitemapReader.read(Array(packed.dropLast(6)), at: url) }
        let bomb = try Zeros.gzip(60 << 20)
        #expect(throws: FeedError.damaged) { try SitemapReader.read(bomb, at: url) }
    }

    @Test("the project's own feeds are readable, and for hazards that exist")
    func ownFeeds() throws {
        let feeds = try FeedSeeds(seeds: ProjectSeeds.path).byHazard
        let grid = try Grid.astral()
        let hazards = Set(grid.dimensions[0].values.map(\.id))
        #expect(!feeds.isEmpty)
        #expect(feeds.keys.allSatisfy(hazards.contains))
        #expect(feeds.values.joined().allSatisfy { $0.url.hasPrefix("https://") })
    }

    @Test(
        "a feed file that is wrong names its line",
        arguments: [
            ("id: a\ntitle: A\nfeeds:\n  x:\n    - {title: T, url: nowhere}", 5),
            ("id: a\ntitle: A\nfeeds:\n  x:\n    - {title: T, address: 'https://h.test/'}", 5),
            ("id: a\ntitle: A\nfeeds:\n  x: []", 4), ("id: a\ntitle: A\nfeed: {}", 3), ("id: a\ntitle: A", 1),
            ("id: a\ntitle: A\nfeeds:\n  x:\n    - {url: 'https://h.test/'}", 5),
            (
                "id: a\ntitle: A\nfeeds:\n  x:\n    - {title: T, url: 'https://h.test/'}\n    - {title: U, url: 'https://h.test/'}",
                6
            ),
        ])
    func badFeeds(_ text: String, _ line: Int) {
        let error = #expect(throws: ConfigurationError.self) { try FeedSeeds.read(text: text, file: "f.yaml") }
        #expect(error.map { "\($0)".hasPrefix("f.yaml:\(line)") } == true, "\(String(describing: error))")
    }
}
