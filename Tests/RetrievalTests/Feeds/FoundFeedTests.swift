import HTTPTransport
import TestSupport
import Testing

@testable import Retrieval

/// Feeds and sitemaps that are not as they should be.
@Suite("Feeds and sitemaps as they are found")
struct FoundFeedTests {
    private static func url(_ path: String = "/dir/feed") throws -> WebURL { try WebURL("https://h.test\(path)") }

    private func urls(_ text: String) throws -> [String] {
        try FeedReader.read(Array(text.utf8), at: Self.url()).entries.map(\.url)
    }

    private func pages(_ text: String) throws -> [String] {
        try SitemapReader.read(Array(text.utf8), at: Self.url()).pages
    }

    private static func rss(_ items: String) -> String {
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>T</title>\(items)</channel></rss>"
    }

    private static let two = rss("<item><link>https://h.test/a</link></item><item><link>https://h.test/b</link></item>")

    @Test(
        "what stands before a feed, and tags and ampersands that are not right",
        arguments: [
            two, "\n\n  \(two)", "\u{FEFF}\(two)", "\u{FEFF}\u{FEFF}\n\(two)", "Notice: undefined index\n\(two)",
            "<br />\n<b>Warning</b>: include() failed<br />\n\(two)", "<!-- made by hand -->\(two)",
            two + "\n<!-- 12 ms --><script>",
            two.replacing("<channel>", with: "<channel><description>a & b &nbsp; &bogus; c < d</description>"),
            two.replacing("<channel>", with: "<channel><description>one<br>two<img src=x>three<p>four</description>"),
            two.replacing("<channel>", with: "<channel></stray></item>"), two.replacing("</item>", with: ""),
            two.replacing("</link>", with: ""), two.replacing("</channel></rss>", with: ""),
            two.replacing("item", with: "ITEM"),
            two.replacing("version=\"2.0\"", with: "version=2.0 checked"), two.replacing("\"2.0\"", with: "'2.0"),
            two.replacing("https://h.test/a<", with: "<![CDATA[ https://h.test/a ]]><"),
            two.replacing("<channel>", with: "<channel><x:y z:w='1'><![CDATA[</rss>]]></x:y>"),
            two.replacing("https://h.test/b", with: "\n  https://h.test\n  /b\n"),
            two.replacing("https://h.test/b", with: "/b"),
            two.replacing("<channel>", with: "<channel><title>bad \u{1}\u{B} control</title>"),
            two.replacing("?><rss", with: "?><!DOCTYPE rss [<!ENTITY x \"]>\">]><rss"),
        ])
    func damaged(_ text: String) throws {
        #expect(try urls(text) == ["https://h.test/a", "https://h.test/b"], "\(text)")
    }

    @Test(
        "encodings that are declared, wrongly declared, or not declared",
        arguments: ["UTF-8", "windows-1252", "utf-16", "iso-8859-1", "no-such-thing"])
    func encodings(_ declared: String) throws {
        let text = Self.two.replacing("?>", with: " encoding=\"\(declared)\"?>").replacing(
            "<title>T", with: "<title>caf\u{e9}")
        let latin = text.unicodeScalars.map { UInt8($0.value) }
        let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [
            Array(text.utf8), latin, [0xFF, 0xFE] + little, [0xFE, 0xFF] + big, little, big, Array("\n\n".utf8) + latin,
        ] {
            let feed = try FeedReader.read(bytes, at: Self.url())
            #expect(feed.title == "caf\u{e9}")
            #expect(feed.entries.count == 2)
        }
    }

    @Test("the charset of the response counts where the feed names none")
    func charset() throws {
        let word = "\u{43f}\u{440}\u{438}\u{432}\u{435}\u{442}"
        let parts = Self.two.replacing("<?xml version=\"1.0\"?>", with: "").split(separator: "T</title>", maxSplits: 1)
        let bytes =
            Array(parts[0].utf8) + word.unicodeScalars.map { UInt8($0.value - 0x430 + 0xE0) }
            + Array("</title>\(parts[1])".utf8)
        let feed = try FeedReader.read(bytes, at: Self.url(), contentType: "text/xml; charset=windows-1251")
        #expect(feed.title == word)
    }

    @Test("a feed that is packed, once or twice")
    func packed() throws {
        let once = try Zeros.pack(Array(Self.two.utf8))
        for bytes in [once, try Zeros.pack(once)] {
            #expect(try FeedReader.read(bytes, at: Self.url()).entries.count == 2)
        }
        // Without the sum at its end all that was packed is still there; of a head alone nothing is.
        #expect(try FeedReader.read(Array(once.dropLast(8)), at: Self.url()).entries.count == 2)
        #expect(throws: FeedError.damaged) { try FeedReader.read(Array(once.prefix(14)), at: Self.url()) }
    }

    @Test(
        "addresses are relative to the nearest xml:base",
        arguments: [
            ("xml:base='https://b.test/blog/'", "", "p", "https://b.test/blog/p"),
            ("xml:base='/x/'", "", "p", "https://h.test/x/p"),
            ("xml:base='https://b.test/blog/'", "xml:base='2026/'", "p", "https://b.test/blog/2026/p"),
            ("", "xml:base='https://c.test/'", "p", "https://c.test/p"), ("", "", "p", "https://h.test/dir/p"),
            ("xml:base='https://b.test/'", "", "https://d.test/p", "https://d.test/p"),
            ("xml:base='ftp:x'", "", "p", "https://h.test/dir/p"),
        ])
    func base(_ feed: String, _ entry: String, _ link: String, _ expected: String) throws {
        let text = """
            <feed xmlns='http://www.w3.org/2005/Atom' \(feed)><entry \(entry)><link href='\(link)'/></entry>
            <entry xml:base='https://e.test/'><link href='q'/></entry><entry><id>https://f.test/</id></entry></feed>
            """
        #expect(try urls(text) == [expected, "https://e.test/q", "https://f.test/"])
        let rss = "<rss \(feed)><channel><item \(entry)><link>\(link)</link></item></channel></rss>"
        #expect(try urls(rss) == [expected])
    }

    @Test(
        "the address of an entry comes from where it is surest",
        arguments: [
            (
                "<link>https://s.test/1</link><feedburner:origLink>https://h.test/x</feedburner:origLink>",
                "https://h.test/x"
            ),
            ("<guid>https://h.test/x</guid>", "https://h.test/x"), ("<guid>12345</guid>", nil),
            ("<guid isPermaLink='true'>/x</guid>", "https://h.test/x"),
            ("<guid isPermaLink='FALSE'>https://h.test/y</guid><link>https://h.test/x</link>", "https://h.test/x"),
            ("<guid isPermaLink='false'>https://h.test/y</guid>", nil),
            ("<link/><guid>https://h.test/x</guid>", "https://h.test/x"),
            ("<atom:link href='https://h.test/x' rel='alternate'/>", "https://h.test/x"),
            ("<atom:link href='https://h.test/s' rel='self'/>", nil),
            (
                "<media:content url='https://h.test/v'><media:title>v</media:title></media:content><link>https://h.test/x</link>",
                "https://h.test/x"
            ),
            ("<content src='https://h.test/x' type='text/html'/>", "https://h.test/x"),
            ("<link href='https://h.test/x'>", "https://h.test/x"),
            ("<link>https://h.test/x?a=1&b=2</link>", "https://h.test/x?a=1&b=2"),
            ("<link>https://h.test/x?a=1&amp;amp;b=2</link>", "https://h.test/x?a=1&b=2"),
            ("<link>https://h.test/x?a&copy=1</link>", "https://h.test/x?a&copy=1"),
            (
                "<link rel='alternate' type='application/json' href='/j'/><link rel='alternate' type='text/html' href='/x'/>",
                "https://h.test/x"
            ),
            ("<link rel='http://www.iana.org/assignments/relation/alternate' href='/x'/>", "https://h.test/x"),
            ("<link rel='enclosure' href='/e.mp3'/>", nil),
            ("<source><link>https://h.test/s</link></source>", nil), ("<link>mailto:a@h.test</link>", nil),
        ] as [(String, String?)])
    func origin(_ content: String, _ expected: String?) throws {
        let wanted = expected.map { [$0] } ?? []
        #expect(try urls(Self.rss("<item>\(content)</item>")) == wanted)
        #expect(try urls("<feed xmlns='http://www.w3.org/2005/Atom'><entry>\(content)</entry></feed>") == wanted)
    }

    @Test("relative links in a feed that a service passes on belong to the site that it names")
    func service() throws {
        let text = "<rss><channel><link>https://site.test/news/</link><item><link>a</link></item></channel></rss>"
        #expect(try urls(text) == ["https://site.test/news/a"])
    }

    @Test(
        "JSON feeds that are nearly right",
        arguments: [
            #"{"version":"https://jsonfeed.org/version/1","items":[{"id":1,"url":"a"},{"id":2}]}"#,
            #"{"feed_url":"x","items":[{"external_url":"https://h.test/dir/a",},]}"#,
            "\u{FEFF}\n{\"version\":\"https://jsonfeed.org/version/1.1\",\"items\":[{\"id\":\"https://h.test/dir/a\"},{\"id\":\"urn:x\"}",
        ])
    func json(_ text: String) throws {
        #expect(try urls(text) == ["https://h.test/dir/a"])
    }

    private static func set(_ locations: String...) -> String {
        "<?xml version=\"1.0\"?><urlset>\(locations.map { "<url><loc>\($0)</loc></url>" }.joined())</urlset>"
    }

    @Test(
        "addresses in sitemaps that are not escaped, escaped twice, broken over lines, or relative",
        arguments: [
            ("/p?x=1&y=2", "/p?x=1&y=2"), ("/p?x=1&amp;y=2", "/p?x=1&y=2"), ("/p?x=1&amp;amp;y=2", "/p?x=1&y=2"),
            ("<![CDATA[/p?x=1&y=2]]>", "/p?x=1&y=2"), ("<![CDATA[/p?x=1&amp;y=2]]>", "/p?x=1&y=2"),
            ("/a&eacute;b", "/a%C3%A9b"),
            ("/a&bogus;b", "/a&bogus;b"), ("\n   /a\n  ", "/a"), ("/a\n   b", "/ab"), ("/a b", "/a%20b"),
            ("../a", "/a"),
            ("/a&#38;b", "/a&b"), ("/p?x&lt=1", "/p?x&lt=1"), ("//h.test/a", "/a"), ("/\u{e4}", "/%C3%A4"),
        ])
    func locations(_ written: String, _ expected: String) throws {
        let text = Self.set("https://h.test/first", written, "/last")
        #expect(try pages(text) == ["https://h.test/first", "https://h.test\(expected)", "https://h.test/last"])
    }

    @Test(
        "sitemaps in other forms",
        arguments: [
            two, "https://h.test/a\nhttps://h.test/b\n", "\u{FEFF}https://h.test/a\r\nhttps://h.test/b",
            "https://h.test/a\rHTTPS://h.test/b",
            "# pages\n\nhttps://h.test/a 2024-03-17\n  https://h.test/b",
            "<feed><entry><link href='/a'/></entry><entry><link href='/b'/></entry></feed>",
            set("/a", "/b").replacing("urlset", with: "s:urlset").replacing("<url>", with: "<s:url>").replacing(
                "</url>", with: "</s:url>"),
            set("/a", "/b").replacing("</url>", with: ""), set("/a", "/b").replacing("</loc>", with: ""),
            set("/a", "/b").uppercased().lowercased(),
            set("/a", "/b").replacing("</urlset>", with: "<url><loc>https://h.test/cu"), "\n \(set("/a", "/b"))",
            set("/a", "/b").replacing(
                "</loc>", with: "</loc><image:image><image:loc>/i.png</image:loc></image:image><xhtml:link href='/de'/>"
            ),
            #"{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"},{"url":"/b"}]}"#,
        ])
    func forms(_ text: String) throws {
        #expect(try pages(text) == ["https://h.test/a", "https://h.test/b"], "\(text)")
        let packed = try Zeros.pack(Array(text.utf8))
        #expect(try SitemapReader.read(packed, at: Self.url()).pages.count == 2)
    }

    @Test("packed bytes that end too early give the pages before that")
    func cutPacking() throws {
        let places = (0..<400).map { "<url><loc>https://h.test/\($0 * 7919 % 10007)</loc></url>" }
        let packed = try Zeros.pack(Array("<urlset>\(places.joined())</urlset>".utf8))
        let found = try SitemapReader.read(Array(packed.dropLast(packed.count / 3)), at: Self.url()).pages
        #expect(found.count > 100 && found.count < 400)
        #expect(throws: FeedError.damaged) { try SitemapReader.read(Array(packed.prefix(12)), at: Self.url()) }
    }

    @Test("an index may hold pages, and leave out what its addresses stand in")
    func index() throws {
        let text = """
            <sitemapindex><sitemap><loc>/1.xml</loc></sitemap><sitemap>https://h.test/2.xml</sitemap><url><loc>/p</loc></url></sitemapindex>
            """
        let sitemap = try SitemapReader.read(Array(text.utf8), at: Self.url())
        #expect(
            sitemap == Sitemap(pages: ["https://h.test/p"], sitemaps: ["https://h.test/1.xml", "https://h.test/2.xml"]))
    }

    @Test(
        "what is no sitemap",
        arguments: ["User-agent: *\nSitemap: https://h.test/s", "hello", "{\"a\":1}", "<p>x</p>", "# only\n"])
    func none(_ text: String) {
        #expect(throws: FeedError.self) { try pages(text) }
    }

    @Test(
        "hostile XML ends, in linear time",
        arguments: [
            ("", "<?a>", 200_000),
            ("", "<!--", 200_000),
            ("", "<a b=\"", 100_000),
            ("", "<![CDATA[", 100_000),
            ("", "&a", 300_000),
            ("", "</a>", 200_000),
            ("", "<a><b></a>", 100_000),
            ("", "<!D [", 100_000),
            ("", "<", 500_000),
            ("", "<a xmlns:p='u'>", 50_000),
            ("<a ", "b ", 300_000),
            ("", "&#x1", 100_000),
        ])
    func hostile(_ start: String, _ part: String, _ count: Int) throws {
        let piece = start + String(repeating: part, count: count)
        let text = "<rss><channel><item><link>https://h.test/a</link></item>\(piece)"
        #expect(try urls(text) == ["https://h.test/a"])
        _ = try? pages(piece)
    }
}
