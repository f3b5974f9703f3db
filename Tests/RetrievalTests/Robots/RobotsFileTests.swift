import HTTPTransport
import Testing

@testable import Retrieval

/// RFC 9309, rule by rule.
@Suite("robots.txt")
struct RobotsFileTests {
    private func allows(_ text: String, _ path: String, token: String = "sextant") -> Bool {
        RobotsFile(Array(text.utf8), token: token).allows(path: path)
    }

    private static let groups = """
        User-agent: *
        Disallow: /all

        User-agent: Sextant
        Disallow: /one

        User-agent: other
        User-agent: SEXTANT/2.0
        Disallow: /two
        """

    @Test(
        "the groups that name the robot hold, merged, and those of * only without one (2.2.1)",
        arguments: [
            ("/all", true), ("/one", false), ("/two", false), ("/three", true),
        ])
    func named(_ path: String, _ expected: Bool) {
        #expect(allows(Self.groups, path) == expected)
        #expect(allows(Self.groups, path, token: "SEXTANT") == expected)
    }

    @Test("robots that no group names", arguments: [("/all", false), ("/one", true), ("/two", true)])
    func general(_ path: String, _ expected: Bool) {
        #expect(allows(Self.groups, path, token: "elsebot") == expected)
        #expect(allows(Self.groups, path, token: "sextan") == expected)
        #expect(allows(Self.groups, path, token: "sextantbot") == expected)
    }

    @Test(
        "the longest pattern wins, Allow among equals (2.2.2)",
        arguments: [
            ("Allow: /a\nDisallow: /", "/a/b", true), ("Allow: /a\nDisallow: /a/b", "/a/b", false),
            ("Disallow: /a\nAllow: /a", "/a", true), ("Allow: /a\nDisallow: /a", "/a", true),
            ("Disallow: /\nAllow: /p/", "/p", false), ("Allow: /*\nDisallow: /x", "/x", true),
            ("Disallow: /*.php\nAllow: /a.", "/a.php", false), ("Disallow: /\nAllow: /$", "/", true),
            ("Disallow: /\nAllow: /$", "/a", false), ("Disallow:", "/a", true), ("Allow:\nDisallow: /", "/a", false),
        ])
    func longest(_ rules: String, _ path: String, _ expected: Bool) {
        #expect(allows("User-agent: *\n" + rules, path) == expected)
    }

    @Test(
        "patterns match from the start, * any bytes, $ the end (2.2.3)",
        arguments: [
            ("/fish", "/fish", true), ("/fish", "/fish.html", true), ("/fish", "/Fish", false),
            ("/fish", "/a/fish", false), ("/fish/", "/fish", false), ("/*.php", "/x.php?y", true),
            ("/*.php$", "/x.php", true), ("/*.php$", "/x.php?y", false), ("/*.php$", "/x.php.php", true),
            ("/a*", "/a", true), ("/a*b*c", "/a--b--c", true), ("/a*b*c", "/acb", false), ("/a$b", "/a$b", true),
            ("/a$b", "/ab", false), ("*", "/x", true), ("*/x", "/a/x", true), ("/a*$", "/abc", true),
            ("/*a$", "/aba", true), ("/ab*ba$", "/aba", false), ("/ab*ba$", "/abba", true), ("$", "/", false),
            ("/**x", "/ax", true), ("x", "/x", false), ("/?q=", "/?q=1", true), ("/a?b", "/a", false),
        ])
    func patterns(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(pattern)", path) == !matches)
    }

    @Test(
        "percent-encoding is put into one form on both sides (2.2.2)",
        arguments: [
            ("/a%3cb", "/a%3Cb", true), ("/%7Ea", "/~a", true), ("/~a", "/%7Ea", true),
            ("/\u{30C4}", "/%E3%83%84", true),
            ("/%e3%83%84", "/\u{30C4}", true), ("/a%2Fb", "/a/b", false), ("/a/b", "/a%2Fb", false),
            ("/%62", "/b", true), ("/a%2A", "/a*", true), ("/a%24", "/a$", true), ("/a%2A", "/axy", false),
            ("/%zz", "/%zz", true), ("/%", "/%", true), ("/%4", "/%4", true),
        ])
    func encoding(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(allows("User-agent: *\nDisallow: \(pattern)", path) == !matches)
    }

    @Test(
        "lines end in any way; comments, blanks, marks and unknown lines are passed over",
        arguments: [
            "User-agent: *\nDisallow: /x\n", "User-agent: *\rDisallow: /x\r", "User-agent: *\r\nDisallow: /x",
            "\u{FEFF}User-agent: *\nDisallow: /x", "  user-AGENT  :\t* \n\n DISALLOW\t: /x # no",
            "# c\nUser-agent: * #c\nDisallow: /x#c",
            "Noise\nUser-agent: *\nNoise: 1\n: /y\nDisallow: /x",
            "User-agent: a\nSitemap: http://s\nUser-agent: *\nDisallow: /x",
            "User-agent: a\nCrawl-delay: 1\nUser-agent: *\nDisallow: /x",
            "User-agent: *\nDisallow: /x\nUser-agent: a\nAllow: /x",
        ])
    func lines(_ text: String) {
        #expect(!allows(text, "/x"))
        #expect(allows(text, "/y"))
    }

    @Test("rules before any user agent belong to nobody, and robots.txt itself is open")
    func orphans() {
        #expect(allows("Disallow: /\nUser-agent: *\nAllow: /x", "/y"))
        #expect(allows("User-agent: *\nDisallow: /", "/robots.txt"))
        #expect(!allows("User-agent: *\nDisallow: /", "/robots.txt2"))
        #expect(allows("", "/"))
        #expect(RobotsFile.allowsAll.allows(path: "/"))
    }

    @Test("a whole URL is asked for with its query")
    func url() throws {
        let file = RobotsFile(Array("User-agent: *\nDisallow: /a?b".utf8), token: "sextant")
        #expect(try !file.allows(WebURL("http://h.test/a?b=1")))
        #expect(try file.allows(WebURL("http://h.test/a")))
    }

    @Test(
        "the crawl delay is bounded, and nonsense is no delay",
        arguments: [("2.5", 2.5), ("1000000", 60), ("-1", nil), ("nan", nil), ("inf", nil), ("soon", nil), ("0", 0)]
            as [(String, Double?)])
    func delay(_ value: String, _ expected: Double?) {
        let text = "User-agent: sextant\nCrawl-delay: \(value)\nSitemap: https://h.test/s.xml\nSitemap:\n"
        let file = RobotsFile(Array(text.utf8), token: "sextant")
        #expect(file.crawlDelay == expected)
        #expect(file.sitemaps == ["https://h.test/s.xml"])
        #expect(RobotsFile(Array(text.utf8), token: "other").crawlDelay == nil)
    }

    @Test("only the first 500 KiB are read")
    func size() {
        let comment = "#" + String(repeating: "x", count: 500 << 10) + "\n"
        #expect(allows("User-agent: *\n" + comment + "Disallow: /x", "/x"))
        #expect(!allows("User-agent: *\nDisallow: /x\n" + comment, "/x"))
    }

    @Test(
        "pathological patterns give the right answer without backtracking",
        arguments: [
            (String(repeating: "*a", count: 2000), String(repeating: "a", count: 3000), true),
            (String(repeating: "*a", count: 2000) + "b$", String(repeating: "a", count: 3000), false),
            (
                String(repeating: "a", count: 1500) + "*" + String(repeating: "a", count: 1500) + "b",
                String(repeating: "a", count: 4000), false
            ),
            (String(repeating: "*", count: 4000), "x", true),
        ])
    func pathological(_ pattern: String, _ path: String, _ matches: Bool) {
        #expect(allows("User-agent: *\nDisallow: /\(pattern)", "/" + path) == !matches)
    }

    @Test("matching agrees with the definition of * and $ on random patterns")
    func random() {
        var state: UInt64 = 9
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        for _ in 0..<5000 {
            let pattern = (0..<draw(8)).map { _ in ["a", "b", "*", "/"][draw(4)] }.joined() + ["", "$"][draw(2)]
            let path = "/" + (0..<draw(10)).map { _ in ["a", "b", "/"][draw(3)] }.joined()
            let rule = "/" + pattern
            let expected = Self.slowlyMatches(Array(rule.utf8)[...], Array(path.utf8)[...])
            #expect(allows("User-agent: *\nDisallow: \(rule)", path) == !expected, "\(rule) \(path)")
        }
    }

    private static func slowlyMatches(_ pattern: ArraySlice<UInt8>, _ path: ArraySlice<UInt8>) -> Bool {
        guard let first = pattern.first else { return true }
        if first == UInt8(ascii: "$"), pattern.count == 1 { return path.isEmpty }
        if first == UInt8(ascii: "*") {
            return (path.startIndex...path.endIndex).contains { slowlyMatches(pattern.dropFirst(), path[$0...]) }
        }
        return path.first == first && slowlyMatches(pattern.dropFirst(), path.dropFirst())
    }

    @Test("any bytes are read without harm")
    func anyBytes() {
        let alphabet = Array("user-agent: disallow/*$%\n\r#\u{0}\u{FF}".utf8)
        var state: UInt64 = 5
        for _ in 0..<300 {
            let bytes = (0..<400).map { _ -> UInt8 in
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return alphabet[Int(state >> 33) % alphabet.count]
            }
            #expect(RobotsFile(bytes, token: "sextant").allows(path: "/robots.txt"))
        }
    }

    @Test(
        "X-Robots-Tag",
        arguments: [
            (["noindex"], true, false), (["NoIndex, NoFollow"], true, true), (["none"], true, true),
            (["all"], false, false),
            (["otherbot: noindex"], false, false), (["sextant: noindex"], true, false),
            (["nofollow", "noindex"], true, true),
            (["unavailable_after: 25 Jun 2010 15:00:00 PST"], false, false),
            (["max-snippet: 20, noindex"], true, false),
        ])
    func tags(_ values: [String], _ noIndex: Bool, _ noFollow: Bool) {
        let tags = RobotsTags(values)
        #expect(tags.noIndex == noIndex)
        #expect(tags.noFollow == noFollow)
    }
}
