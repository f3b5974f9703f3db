import Testing

@testable import Retrieval

/// Files that people wrote by hand.
@Suite("robots.txt with slips of the pen")
struct RobotsSlipTests {
    private func file(_ text: String) -> RobotsFile { RobotsFile(Array(text.utf8), token: "sextant") }

    @Test(
        "what was meant to be closed is closed",
        arguments: [
            "User-agent: *\nDisallow /x", "User-agent *\nDisallow: /x", "user agent: *\nDisallow: /x",
            "useragent: *\nDisallow: /x",
            "user agent *\ndisallow\t/x", "User_Agent: *\nDisallow: /x", "User-agent=*\nDisallow=/x",
            "User-agnet: *\nDisallow: /x",
            "User-agents: *\nDisallow: /x", "User-agent: *\nDisalow: /x", "User-agent: *\nDissallow: /x",
            "User-agent: *\nDissalow: /x",
            "User-agent: *\nDiasllow: /x", "User-agent: *\nDisallaw: /x", "User-agent: *\nDisallows: /x",
            "User-agent: *\nDisalow /x",
            "User-agent: *\nDis-allow: /x", "User-agent: *\nDisallowed: /x", "User-agent\u{FF1A} *\nDisallow\u{FF1A}/x",
            "User\u{2013}agent: *\nDisallow: /x", "\u{A0}User-agent:\u{A0}*\n\u{200B}Disallow: /x\u{A0}",
            "User-agent: *\n\u{FEFF}Disallow: /x",
            "<pre>User-agent: *<br>\n<p>Disallow: /x</p>", "User-agent: *<br>\nDisallow: /x<br>",
            "User-agent: *\u{0B}\nDisallow: /x\u{0C}",
            "User-agent: *\nDisallow: https://h.test/x", "User-agent: *\nDisallow: /a /x",
            "User-agent: bot, sextant\nDisallow: /x",
            "User-agent: *, bot\nDisallow: /x", "User-agent: *\n\n\nDisallow: /x",
            "User-agent: *\nDisallow: /x # not yet\n",
            "User-agent: *\nDisallow: /a\n\nUser-agent: *\nDisallow: /x",
            "User-agent: a\nUser-agent: *\nUser-agent: b\nDisallow: /x",
            "User-agent: *\rDisallow: /x\r", "User-agent: Sextant/2.0 (like bot)\nDisallow: /x",
        ])
    func closed(_ text: String) {
        #expect(!file(text).allows(path: "/x/1"), "\(text)")
        #expect(file(text).allows(path: "/y"), "\(text)")
    }

    @Test(
        "what was not meant as a rule is none",
        arguments: [
            "User-agent: *\nDisallow everything that is secret", "User-agent: *\nDisallow",
            "User-agent: *\nAllow all robots here",
            "<html><head><title>Not found</title></head>\n<body>Disallow: this</body></html>", "disallow: /",
            "User-agent: *\nDisallow:",
            "User-agent: *\nComment: /x", "User-agent: other\nDisallow: /", "User-agent: *\n# Disallow: /",
            "user agents are welcome\nDisallow: /",
            "User-agent: *\nNoindex: /x", "User-agent: *\n\u{1F600}: /x",
        ])
    func open(_ text: String) {
        #expect(file(text).allows(path: "/x"), "\(text)")
    }

    @Test("UTF-16 with its mark, in both orders")
    func wide() {
        let text = "User-agent: *\r\nDisallow: /x\r\n"
        let little = text.utf16.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let big = text.utf16.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
        for bytes in [[0xFF, 0xFE] + little, [0xFE, 0xFF] + big, [0xFE, 0xFF] + big + [0]] {
            #expect(!RobotsFile(bytes, token: "sextant").allows(path: "/x"))
            #expect(RobotsFile(bytes, token: "sextant").allows(path: "/y"))
        }
    }

    @Test(
        "delays with commas and units",
        arguments: [
            ("Crawl-delay: 2,5", 2.5), ("Crawl-delay: 10s", 10), ("crawl delay: 10 seconds", 10), ("Crawldelay: 3", 3),
            ("Crawl-delay 4", 4),
            ("Crawl-delay: 5 # slow", 5), ("Crawl-delay: 1.2.3", nil), ("Crawl-delay: 5 min", nil),
            ("Crawl-delay: ,", nil),
        ] as [(String, Double?)])
    func delays(_ line: String, _ expected: Double?) {
        #expect(file("User-agent: *\n" + line).crawlDelay == expected)
    }

    @Test(
        "addresses of sitemaps",
        arguments: [
            ("Sitemap https://h.test/s.xml", ["https://h.test/s.xml"]),
            ("Sitemap: https://a.test https://b.test", ["https://a.test", "https://b.test"]),
            ("Sitemap: <https://h.test/s>", ["https://h.test/s"]), ("site-map: /s", ["/s"]), ("Sitemap:", []),
            ("Sitemap", []),
        ])
    func sitemaps(_ line: String, _ expected: [String]) {
        #expect(file(line).sitemaps == expected)
    }
}
