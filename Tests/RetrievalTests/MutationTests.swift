import Foundations
import HTTPTransport
import TestSupport
import Testing

@testable import PageExtraction
@testable import Retrieval

/// Documents with random damage: nothing crashes, nothing grows beyond its bounds, and the same bytes give the same
/// result.
@Suite("Damaged documents")
struct MutationTests {
    private static let markup = [
        "<", ">", "</", "<![CDATA[", "]]>", "<!--", "&", "&amp;", "&#0;", "<item>", "</item>", "\"", "xml:base='x'",
        "\u{0}", "<?", "\u{FEFF}",
    ]

    private static let documents = [
        "<?xml version='1.0'?><rss><channel><title>T</title><item><link>https://h.test/a</link><guid>https://h.test/b</guid></item></channel></rss>",
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='/x/'><entry><link href='a'/><title>t</title></entry><entry><id>https://h.test/</id></entry></feed>",
        "<urlset><url><loc>https://h.test/a?b&amp;c</loc></url><url><loc><![CDATA[/d]]></loc></url></urlset>",
        "<sitemapindex><sitemap><loc>/1.xml</loc></sitemap></sitemapindex>", "https://h.test/a\nhttps://h.test/b\n",
        #"{"version":"https://jsonfeed.org/version/1","items":[{"url":"/a"}]}"#,
    ]

    @Test("feeds and sitemaps", arguments: documents)
    func feeds(_ document: String) throws {
        var draw = Damage(seed: StableHash.of(document))
        let url = try WebURL("https://h.test/feed")
        for _ in 0..<1500 {
            let bytes = draw.damage(Array(document.utf8), Self.markup)
            let feed = try? FeedReader.read(bytes, at: url)
            #expect(feed == (try? FeedReader.read(bytes, at: url)))
            #expect(
                feed?.entries.allSatisfy { $0.url.hasPrefix("http") && $0.url.utf8.count <= WebURL.maximumBytes * 3 }
                    ?? true)
            let sitemap = try? SitemapReader.read(bytes, at: url)
            #expect(sitemap.map { ($0.pages + $0.sitemaps).allSatisfy { $0.hasPrefix("http") } } ?? true)
        }
    }

    @Test("robots.txt, whose own address stays open")
    func robots() {
        let text =
            "User-agent: *\nDisallow: /a*b$\nAllow: /%41\nCrawl-delay: 2\nUser-agent: sextant\nDisalow /x\nSitemap: https://h.test/s\n"
        var draw = Damage(seed: 8)
        let special = [
            "\r", "\n", ":", "#", "*", "$", "%", "<", ">", "\u{FEFF}", "\u{A0}", "\u{FF1A}", "User-agent: *\n",
            "Disallow /", "\u{0}",
        ]
        for _ in 0..<4000 {
            let file = RobotsFile(draw.damage(Array(text.utf8), special), token: "sextant")
            #expect(file.allows(path: "/robots.txt"))
            #expect(file.crawlDelay.map { (0...RobotsFile.longestDelay).contains($0) } ?? true)
            _ = file.allows(path: "/axxb")
        }
    }

    @Test("dates: what is read is a day that exists, and reads as itself")
    func dates() {
        let texts = [
            "Sun, 17 Mar 2024 10:30:00 +0000", "2024-03-17T10:30:00Z", "17 марта 2024", "2024年3月17日", "17 มี.ค. 2567",
            "۲۷ اسفند ۱۴۰۲",
            "17/03/2024", "Ngày 17 tháng 3 năm 2024", "1710671400", "令和6年3月17日", "2024. március 17.", "民國113年3月17日",
        ]
        let special = [
            "0", "9", "31", "2024", "-", "/", ".", " ", "May", "T", "+", "年", "月", "十", "\u{200F}", "٣", "พ.ศ.",
        ]
        var draw = Damage(seed: 9)
        for text in texts {
            for _ in 0..<50 {
                let bytes = draw.damage(Array(text.utf8), special)
                for language in [nil, "en-US", "fa", "ko"] {
                    guard let found = PageDate.iso(String(decoding: bytes, as: UTF8.self), language: language) else {
                        continue
                    }
                    #expect(PageDate.iso(found) == found)
                    #expect(PublicationDate.seconds(found) != nil, "\(found)")
                }
            }
        }
    }
}
