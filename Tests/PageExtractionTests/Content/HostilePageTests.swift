import Testing

@testable import PageExtraction

@Suite("Hostile pages")
struct HostilePageTests {
    private static let sentence = "This sentence is long enough to be taken for running text, and it has a comma."

    private func page(_ html: String, _ limits: ExtractionLimits = .default) throws -> ExtractedPage {
        try PageExtractor(limits: limits).extract(Array(html.utf8))
    }

    @Test("an empty page is an error that says so")
    func empty() {
        #expect(throws: ExtractionError.empty) { try PageExtractor().extract([]) }
    }

    @Test("a page of 50 MB is refused, with both sizes in the message")
    func large() {
        let bytes = [UInt8](repeating: UInt8(ascii: "a"), count: 50_000_000)
        let error = #expect(throws: ExtractionError.self) { try PageExtractor().extract(bytes) }
        #expect(error == .tooLarge(bytes: 50_000_000, limit: 20 << 20))
        #expect("\(error.map { "\($0)" } ?? "")".contains("50000000"))
    }

    @Test("a page of 50 MB is read where the limit allows it")
    func largeAllowed() throws {
        let html =
            "<p>\(Self.sentence)</p>"
            + (0..<1000).map { "<p>Part \($0). \(String(repeating: "x ", count: 25_000))</p>" }.joined()
        let page = try page(html, ExtractionLimits(maximumBytes: 64 << 20))
        #expect(page.text.hasPrefix(Self.sentence))
        #expect(page.text.utf8.count > 40_000_000)
    }

    @Test("text beyond ten million bytes in one piece is kept")
    func longText() throws {
        let page = try page("<p>" + String(repeating: "long ", count: 2_200_000) + "</p><p>\(Self.sentence)</p>")
        #expect(page.text.utf8.count > 10_900_000)
        #expect(page.text.hasSuffix(Self.sentence))
    }

    @Test(
        "100,000 nested tags: what stands before them is read", arguments: ["div", "b", "span", "table", "blockquote"])
    func nested(_ tag: String) throws {
        let open = String(repeating: "<\(tag)>", count: 100_000)
        let close = String(repeating: "</\(tag)>", count: 100_000)
        let page = try page("<p>\(Self.sentence)</p>\(open)deep\(close)<p>after</p>")
        #expect(page.text.hasPrefix(Self.sentence))
    }

    @Test("closing tags that match nothing, below many open ones")
    func unmatched() throws {
        let html =
            "<p>\(Self.sentence)</p>" + String(repeating: "<b>", count: 1500)
            + String(repeating: "</i></u>", count: 50_000)
        #expect(try page(html).text.hasPrefix(Self.sentence))
    }

    @Test("100,000 attributes on a tag: the first are read, the text too")
    func attributes() throws {
        let many = (0..<100_000).map { "a\($0)=\"\($0)\"" }.joined(separator: " ")
        let page = try page("<p class=x \(many)>\(Self.sentence)</p>")
        #expect(page.text == Self.sentence)
    }

    @Test("NUL bytes are spaces, and nothing after them is lost")
    func zeros() throws {
        let page = try page("<p>\(Self.sentence)\0and\0more</p><p>\0\(Self.sentence)</p>")
        #expect(page.text == "\(Self.sentence) and more\n\n\(Self.sentence)")
    }

    @Test(
        "what is never closed ends the page and nothing else",
        arguments: [
            "<!-- ", "<script>", "<style>", "<a href=\"", "<a href='x", "<svg><path", "<", "</", "<!", "<?", "&#",
        ])
    func unclosed(_ end: String) throws {
        let page = try page("<p>\(Self.sentence)</p>\(end)")
        #expect(page.text.hasPrefix(Self.sentence))
    }

    @Test(
        "the same a hundred thousand times takes no quadratic time",
        arguments: [
            "<!--", "<a b=\"", "<a b='", "<script ", "</p", "&#x", "<![CDATA[", "<svg><p>", "<svg><foreignobject>",
            "<h2>a</h2>",
            "<ul><li><a href=x>a</a></ul>",
        ])
    func repeated(_ piece: String) throws {
        let page = try page("<p>\(Self.sentence)</p>" + String(repeating: piece, count: 100_000))
        #expect(page.text.hasPrefix(Self.sentence))
    }

    @Test("scripts, styles, comments and hidden parts never show, whatever stands in them")
    func unread() throws {
        let page = try page(
            """
            <script>var a = "<p>secret 1</p>";</script><style>p::before { content: "secret 2" }</style>
            <!-- <p>secret 3</p> --><p>\(Self.sentence)</p>
            <p hidden>secret 5</p><p style="display: none">secret 6</p><svg><text>secret 7</text></svg>
            <template><p>secret 8</p></template>
            """)
        #expect(page.text == Self.sentence)
    }

    @Test("random bytes and random tags give a result, the same each time")
    func random() throws {
        var state: UInt64 = 42
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        let pieces = [
            "<div", "<p>", "</p>", "<table><td>", "</div>", "=\"", "'>", ">", "<a href=x>", " text, ", "&amp;",
            "\u{e9}", "<!--", "-->", "<script>", "</script>", "<h1>", "<li>", "class=content ",
        ]
        for _ in 0..<300 {
            var bytes: [UInt8] = []
            for _ in 0..<(next() % 200) {
                if next() % 4 == 0 {
                    bytes.append(UInt8(truncatingIfNeeded: next()))
                } else {
                    bytes.append(contentsOf: pieces[Int(next() % UInt64(pieces.count))].utf8)
                }
            }
            guard !bytes.isEmpty else { continue }
            #expect(try PageExtractor().extract(bytes) == PageExtractor().extract(bytes))
        }
    }
}
