import Foundation
import Testing

@testable import PageExtraction

@Suite("What is taken out of a page")
struct ExtractionTests {
    private func read(_ html: String, url: String? = nil) throws -> ExtractedPage {
        try PageExtractor().extract(Array(html.utf8), url: url)
    }

    private static func prose(_ about: String, _ sentences: Int = 6) -> String {
        (0..<sentences).map { "Sentence \($0) about \(about) goes on for a while, with a comma and an end." }
            .joined(separator: " ")
    }

    private static let chrome =
        "<header><nav><ul><li><a href='/'>Front page</a></li><li><a href='/s'>Sport desk</a></li></ul></nav></header>"
    private static let footer =
        "<aside class='related'><h3>Most read</h3><ul><li><a href='/x'>Another story</a></li></ul></aside>"
        + "<footer><p>Copyright notice. All rights reserved.</p></footer>"

    /// Head and body of a page, and what is known of it.
    struct Known: Sendable {
        let name: String
        let head: String
        let body: String
        var title: String?
        var author: String?
        var date: String?
        var language: String?
    }

    static let known = [
        Known(
            name: "JSON-LD",
            head: """
                <title>Harbour reopens | The Daily</title><script type="application/ld+json">{"@context":
                "https://schema.org","@graph":[{"@type":"NewsArticle","headline":"Harbour reopens","inLanguage":"en-GB",
                "datePublished":"2026-03-04T05:06:07Z","author":[{"@type":"Person","name":"Ann Example"}]}]}</script>
                """, body: "", title: "Harbour reopens", author: "Ann Example", date: "2026-03-04T05:06:07Z",
            language: "en-GB"),
        Known(
            name: "meta tags",
            head: """
                <title>x</title><meta property="og:title" content="Harbour reopens">
                <meta name="author" content="Ann Example"><meta property="article:published_time" content="2026-03-04">
                <meta property="og:locale" content="de_AT">
                """, body: "", title: "Harbour reopens", author: "Ann Example", date: "2026-03-04", language: "de-AT"),
        Known(
            name: "damaged JSON-LD beside meta tags",
            head: """
                <title>Harbour reopens</title><meta name="author" content="Ann Example">
                <script type="application/ld+json">{"@type":"NewsArticle","headline":</script>
                """, body: "", title: "Harbour reopens", author: "Ann Example"),
        Known(
            name: "the body alone", head: "<title>Harbour reopens - The Daily</title>",
            body: "<time datetime='2026-03-04'>4 March</time>", title: "Harbour reopens", date: "2026-03-04"),
    ]

    @Test("title, author, date and language come from where the page has them", arguments: known)
    func metadata(_ known: Known) throws {
        let page = try read(
            "<html><head>\(known.head)</head><body>\(Self.chrome)<article><h1>Harbour reopens</h1>\(known.body)<p>"
                + "\(Self.prose("the harbour"))</p></article>\(Self.footer)</body></html>")
        #expect(page.title == known.title, "\(known.name)")
        #expect(page.author == known.author, "\(known.name)")
        #expect(page.date?.hasPrefix(known.date ?? "-") ?? (known.date == nil), "\(known.name) \(page.date ?? "none")")
        if let language = known.language { #expect(page.language == language, "\(known.name)") }
        #expect(page.text.contains("Sentence 5 about the harbour"))
    }

    @Test("text that stands in no paragraph is what holds it, not what stood before it")
    func looseText() throws {
        let (first, second) = (Self.prose("one"), Self.prose("two"))
        let page = try read(
            "<html><body>\(Self.chrome)<article><h1>Main</h1>\(first)<br><br>\(second)</article></body></html>")
        #expect(Array(page.blocks.suffix(2)) == [TextBlock(.paragraph, first), TextBlock(.paragraph, second)])
    }

    @Test("scripts that are closed in their own tags hide nothing of a page that is XML")
    func closedScript() throws {
        let page = try read(
            "<?xml version=\"1.0\"?>\n<html><head><script src=\"a.js\"/></head><body><article><p>\(Self.prose("one"))</p>"
                + "</article></body></html>")
        #expect(page.text == Self.prose("one"))
    }

    @Test("headings and paragraphs stay apart, with their levels and in their order")
    func blocks() throws {
        let page = try read(
            "<html><body>\(Self.chrome)<article><h1>Main</h1><p>\(Self.prose("one"))</p><h2>Part</h2><p>"
                + "\(Self.prose("two"))</p><h3>Detail</h3><p>\(Self.prose("three"))</p></article></body></html>")
        let headings = page.blocks.compactMap { block -> String? in
            if case .heading(let level) = block.kind { "\(level) \(block.text)" } else { nil }
        }
        #expect(headings.suffix(2) == ["2 Part", "3 Detail"])
        let paragraphs = page.text.components(separatedBy: "\n\n")
        for about in ["one", "two", "three"] { #expect(paragraphs.contains(Self.prose(about)), "\(about)") }
    }

    @Test("links are absolute, without fragments, each once")
    func links() throws {
        let page = try read(
            "<html><body><p>\(Self.prose("x"))<a href='/a#top'>a</a><a href='b?c=1&amp;d'>b</a><a href='/a'>a</a>"
                + "<a href='javascript:1'>j</a><a href='mailto:x@y.example'>m</a></p></body></html>",
            url: "https://s.example/dir/page")
        #expect(page.links == ["https://s.example/a", "https://s.example/dir/b?c=1&d"])
    }

    /// A page of some kind: what has to be in its text, and what may not be.
    struct Shape: Sendable {
        let name: String
        let body: String
        let with: [String]
        var without: [String] = ["Front page", "Sport desk", "Another story", "All rights reserved"]
    }

    static let shapes = [
        Shape(
            name: "an article without the tag",
            body: "<div class='wrap'><div id='c1'><p>\(prose("alpha"))</p><p>\(prose("beta"))</p></div></div>",
            with: ["Sentence 5 about alpha", "Sentence 5 about beta"]),
        Shape(
            name: "a forum thread",
            body: "<div class='thread'>"
                + (0..<4).map {
                    "<div class='post'><div class='user'>user\($0)</div><div class='post-body'><p>\(prose("post \($0)", 3))</p></div></div>"
                }.joined() + "</div>", with: (0..<4).map { "Sentence 2 about post \($0)" }),
        Shape(
            name: "a product page",
            body: "<main><h1>Travel kettle</h1><div class='price'>12 EUR</div><div class='product-description'><p>"
                + "\(prose("the kettle"))</p><ul><li>Boils fast enough for two cups of tea</li><li>Weighs little</li></ul></div></main>",
            with: ["Sentence 5 about the kettle", "Boils fast enough"]),
        Shape(
            name: "documentation",
            body:
                "<div class='sidebar'><ul><li><a href='/1'>Chapter one</a></li><li><a href='/2'>Chapter two</a></li></ul></div>"
                + "<main><h1>Settings</h1><p>\(prose("settings", 3))</p><pre><code>let size = 3\nlet other = size</code></pre>"
                + "<p>\(prose("results", 3))</p></main>",
            with: ["Sentence 2 about settings", "let size = 3", "Sentence 2 about results"],
            without: ["Chapter one", "All rights reserved"]),
        Shape(
            name: "a recipe",
            body:
                "<article><h1>Bread</h1><p>\(prose("bread", 3))</p><h2>Ingredients</h2><ul><li>flour from the mill</li>"
                + "<li>some water</li></ul><h2>Steps</h2><ol><li>Mix it all in a large bowl and wait.</li><li>Bake it until it is done.</li></ol></article>",
            with: ["flour from the mill", "some water", "Mix it all", "Bake it until"]),
        Shape(
            name: "a table of data",
            body:
                "<article><h1>Rain</h1><p>\(prose("rain", 4))</p><table><tr><th>Month</th><th>Rain</th></tr><tr><td>January"
                + "</td><td>41 millimetres</td></tr><tr><td>February</td><td>38 millimetres</td></tr></table></article>",
            with: ["Sentence 3 about rain", "January", "38 millimetres"]),
        Shape(
            name: "a news page behind a wall",
            body: "<article><h1>Council votes</h1><p>\(prose("the vote", 2))</p></article><div class='paywall'><p>"
                + "Subscribe now to go on reading. Already a subscriber? Sign in.</p></div>",
            with: ["Sentence 1 about the vote"], without: ["Front page", "Already a subscriber"]),
        Shape(
            name: "comments below an article",
            body:
                "<article><p>\(prose("the matter", 8))</p></article><section id='comments' class='comments'><h3>3 comments"
                + "</h3><div class='comment'><p>I said so long ago, first.</p></div></section>",
            with: ["Sentence 7 about the matter"], without: ["I said so long ago", "Most read"]),
        Shape(
            name: "Japanese",
            body: "<article><p>" + String(repeating: "港は三月に再び開かれました。船が戻り、人々は喜んでいます。", count: 8) + "</p></article>",
            with: ["港は三月に再び開かれました"]),
        Shape(
            name: "Arabic",
            body: "<article dir='rtl'><p>"
                + String(repeating: "أعيد فتح الميناء في شهر مارس وعادت السفن إليه. ", count: 8)
                + "</p></article>", with: ["أعيد فتح الميناء"]),
        Shape(
            name: "line breaks in place of paragraphs",
            body: "<div><font>\(prose("first", 4))<br><br>\(prose("second", 4))</font></div>",
            with: ["Sentence 3 about first", "Sentence 3 about second"]),
        Shape(
            name: "a layout of tables",
            body: "<table><tr><td><a href='/1'>Menu</a></td><td><p>\(prose("old days", 8))</p></td></tr></table>",
            with: ["Sentence 7 about old days"]),
    ]

    @Test("the main text of many kinds of page, without what stands around it", arguments: shapes)
    func kinds(_ shape: Shape) throws {
        let page = try read(
            "<html><head><title>Page</title></head><body>\(Self.chrome)\(shape.body)\(Self.footer)</body></html>")
        for text in shape.with { #expect(page.text.contains(text), "\(shape.name): \(page.text.prefix(300))") }
        for text in shape.without { #expect(!page.text.contains(text), "\(shape.name): \(page.text.prefix(600))") }
    }

    @Test("a shell that a script fills is read from its JSON-LD")
    func shell() throws {
        let page = try read(
            """
            <html><head><title>Shell</title><script type="application/ld+json">{"@type":"NewsArticle","headline":"Shell",
            "articleBody":"\(Self.prose("the shell", 8))"}</script></head><body><div id="root"></div></body></html>
            """)
        #expect(page.text.contains("Sentence 7 about the shell"))
    }
}
