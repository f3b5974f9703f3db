import FaultServer
import Foundation
import TestSupport
import Testing

@Suite("sextant extract")
struct ExtractCommandTests {
    let program: Program

    init() throws {
        program = try Program()
    }

    private static let html: String = {
        let text = (0..<20).map { "Sentence \($0) of the article tells something of its own." }.joined(separator: " ")
        return "<html lang=\"en\"><head><title>Harbour news</title></head><body><nav><a href=\"/\">Home</a></nav>"
            + "<article><h1>Harbour news</h1><p>\(text)</p></article></body></html>"
    }()

    private func server() throws -> FaultHTTPServer {
        let page = Behaviour(headers: [("Content-Type", "text/html")], body: Array(Self.html.utf8))
        return try FaultHTTPServer(
            plans: [
                "/page": .always(page),
                "/moved": .always(Behaviour(status: 302, headers: [("Location", "/page")], body: [])),
            ], otherwise: .always(Behaviour(status: 404, headers: [], body: [])))
    }

    @Test("an address on this machine is refused before anything is sent, however it is spelled")
    func refused() throws {
        let server = try server()
        for host in ["127.0.0.1", "2130706433", "localhost", "[::ffff:127.0.0.1]"] {
            let result = try program.run(["extract", "http://\(host):\(server.port)/page"])
            #expect(result.status == 3, "\(result.errors)")
            #expect(result.errors.contains("--allow-private"), "\(result.errors)")
            #expect(result.output.isEmpty)
        }
        #expect(server.seen.connections == 0)
    }

    @Test("a page is fetched with an honest name and its redirects, without a proxy of the environment")
    func fetched() throws {
        let server = try server()
        try "pages: {contact: ops@example.org}"
            .write(toFile: program.folder("sextant.yaml"), atomically: true, encoding: .utf8)
        let result = try program.run(
            ["extract", "--json", "--allow-private", server.baseURL + "/moved"],
            environment: ["http_proxy": "http://127.0.0.1:1", "all_proxy": "http://127.0.0.1:1"])
        #expect(result.status == 0, "\(result.errors)")
        let page = try #require(try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
        #expect(page["path"] as? String == server.baseURL + "/moved")
        #expect(page["title"] as? String == "Harbour news")
        let text = try #require(page["text"] as? String)
        #expect(text.contains("Sentence 19 of the article") && !text.contains("Home"))
        #expect(server.seen.lastHead.contains("(+mailto:ops@example.org)"))
    }

    @Test("a page that cannot be had is named, and the others are shown")
    func faults() throws {
        let server = try server()
        try Self.html.write(toFile: program.folder("page.html"), atomically: true, encoding: .utf8)
        let result = try program.run(
            ["extract", "--allow-private", server.baseURL + "/none", "missing.html", "page.html"])
        #expect(result.status == 3)
        #expect(result.errors.contains("/none: HTTP 404"), "\(result.errors)")
        #expect(result.errors.contains("missing.html: the file can't be read"), "\(result.errors)")
        #expect(result.output.contains("Sentence 0 of the article"))
    }

    @Test("a folder becomes one line a page, in the order of their names")
    func folder() throws {
        try FileManager.default.createDirectory(atPath: program.folder("pages"), withIntermediateDirectories: true)
        for name in ["b.html", "a.htm"] {
            try Self.html.write(toFile: program.folder("pages/\(name)"), atomically: true, encoding: .utf8)
        }
        try Data([0x1F, 0x8B, 8, 0]).write(to: URL(fileURLWithPath: program.folder("pages/c.html.gz")))
        let result = try program.run(["extract", "--dir", "pages", "--jsonl", "pages.jsonl"])
        #expect(result.status == 0, "\(result.errors)")
        let lines = try program.lines("pages.jsonl")
        #expect(lines.count == 3)
        #expect(lines[0].hasPrefix(#"{"id":"a","#) && lines[1].hasPrefix(#"{"id":"b","#))
        #expect(lines[2].hasPrefix(#"{"id":"c","error":"#))
    }
}
