import Foundations
import Testing

@testable import PageExtraction

@Suite("Pages in frames that hold them themselves")
struct FramedPageTests {
    private static let prose = String(
        repeating: "The letters of the street were lost on a rainy Monday, and nobody knew who had taken them. ",
        count: 4)
    private static let page = "<html><body><h1>A theft</h1><p>\(prose)</p></body></html>"

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;")
    }

    private func text(_ body: String) throws -> String {
        try PageExtractor().extract(Array("<title>T</title><body>\(body)</body>".utf8)).text
    }

    @Test(
        "a page that has no other text is read from its frame",
        arguments: [
            "<iframe srcdoc=\"\(page)\"></iframe>", "<iframe class='a=b' SRCDOC = '\(page)' width=100/>",
            "<iframe title=\"srcdoc=\" srcdoc=\"\(escaped(page))\"></iframe>",
            "<iframe srcdoc=\"\(escaped("<iframe srcdoc=\"" + escaped(page) + "\"></iframe>"))\"></iframe>",
            "<p>Mail</p><iframe srcdoc=\"<script>x = '<p>no</p>'</script>\(page)\"></iframe>",
        ])
    func framed(body: String) throws {
        let text = try text(body)
        #expect(text.contains(Self.prose.prefix(80)) && !text.contains("no</p>"))
    }

    @Test("a page with a text of its own leaves its frames out, and what is no such frame is none")
    func others() throws {
        let own = String(repeating: "The mayor spoke to the town about new benches in the park. ", count: 5)
        let advertised = try text("<p>\(own)</p><iframe srcdoc=\"\(Self.page)\"></iframe>")
        #expect(advertised.contains("new benches") && !advertised.contains("rainy Monday"))
        for tag in [
            "<iframe data-srcdoc=\"\(Self.page)\">", "<iframe srcdoc=x>", "<iframe srcdoc>", "<iframe srcdoc=\"a",
        ] {
            #expect(try text(tag + "</iframe>").isEmpty, "\(tag.prefix(30))")
        }
    }

    @Test("frames within frames end, and many frames take no longer than one")
    func deep() throws {
        var page = Self.page
        for _ in 0..<6 { page = "<iframe srcdoc=\"\(Self.escaped(page))\"></iframe>" }
        #expect(try text(page).isEmpty)
        #expect(try text(String(repeating: "<iframe srcdoc=\"<p>\"></iframe>", count: 2_000)).isEmpty)
    }
}
