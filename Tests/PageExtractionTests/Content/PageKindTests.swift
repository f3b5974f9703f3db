import Testing

@testable import PageExtraction

@Suite("Kinds of page on unseen sites")
struct PageKindTests {
    @Test("the text is kept, and what is about or beside it is not", arguments: PageKind.markup + PageKind.texts)
    func kind(_ kind: PageKind) throws {
        try check(kind)
    }

    @Test("what is sold, asked and listed is the text of such a page", arguments: PageKind.kinds + PageKind.boxes)
    func type(_ kind: PageKind) throws {
        try check(kind)
    }

    private func check(_ kind: PageKind) throws {
        let page = try PageExtractor().extract(Array(kind.html.utf8))
        for text in kind.with { #expect(page.text.contains(text), "\(page.text.prefix(400))") }
        for text in kind.without + ["Front page", "All rights reserved"] {
            #expect(!page.text.contains(text), "\(page.text.prefix(900))")
        }
    }

    @Test("a page of services says once what its buttons say, and a table all that it says")
    func repeats() throws {
        let sections = (0..<6).map {
            "<section><h2>Service \($0)</h2><p>We do the work of number \($0).</p><p>Ask for a price</p></section>"
        }
        let rows = (0..<3).map { _ in "<tr><td>All days</td><td>Yes</td></tr>" }
        let html = "<main><h1>Our services</h1>\(sections.joined())<table>\(rows.joined())</table></main>"
        let text = try PageExtractor().extract(Array(html.utf8)).text
        #expect(text.ranges(of: "Ask for a price").count == 1)
        #expect(text.ranges(of: "All days | Yes").count == 3)
    }

    @Test("a heading that repeats the title names the text; without one the first of level 1 heads the page")
    func titleHeading() throws {
        let html = "<h1>Daily news</h1><h2>Harbour works end</h2>"
        let tree = try TreeBuilder.parse(Array(html.utf8), limits: .default)
        let named = try #require(TitleHeading(tree, title: "Harbour works end"))
        #expect(named.isNamed)
        #expect(tree.nodes[named.node].tag == .h2)
        let first = try #require(TitleHeading(tree, title: "Another text"))
        #expect(!first.isNamed)
        #expect(tree.nodes[first.node].tag == .h1)
        #expect(TitleHeading(try TreeBuilder.parse(Array("<p>x</p>".utf8), limits: .default), title: "x") == nil)
    }
}
