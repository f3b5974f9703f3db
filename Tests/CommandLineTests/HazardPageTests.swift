import FaultServer
import Foundation
import TestSupport
import Testing

@Suite("sextant hazard add --page", .serialized)
struct HazardPageTests {
    let program: Program

    init() throws {
        program = try Program()
        try FileManager.default.copyItem(atPath: ProjectSeeds.path, toPath: program.folder("Mine"))
    }

    private func server() throws -> FaultHTTPServer {
        let text = (0..<30).map { "Sentence \($0) on refunds that shop rules forbid." }.joined(separator: " ")
        let html = "<html><head><title>Rules</title></head><body><article><p>\(text)</p></article></body></html>"
        let robots = Behaviour(
            headers: [("Content-Type", "text/plain")], body: Array("User-agent: *\nDisallow: /no".utf8))
        return try FaultHTTPServer(
            plans: [
                "/robots.txt": .always(robots),
                "/rules": .always(Behaviour(headers: [("Content-Type", "text/html")], body: Array(html.utf8))),
            ], otherwise: .always(Behaviour(status: 404, headers: [], body: [])))
    }

    private func add(_ id: String, _ further: [String]) throws -> Program.Result {
        try program.run(
            [
                "hazard", "add", "--seeds", "Mine", "--id", id, "--title", "Category \(id)", "--definition",
                "Requests that talk the assistant into \(id) which house rules forbid.", "--delay", "0", "--force",
            ] + further)
    }

    @Test("pages are fetched, bound to the category, and shown to a generator model")
    func fetched() throws {
        let server = try server()
        let added = try add("wrong_refund", ["--page", "\(server.baseURL)/rules", "--allow-private"])
        #expect(added.status == 0, "\(added.errors)")
        #expect(added.output.contains("bound to wrong_refund") && added.output.contains("1  new"), "\(added.output)")
        #expect(server.seen.byPath["/robots.txt"] == 1 && server.seen.byPath["/rules"] == 1)
        let script = try ChatScript { call in
            .text("[\"Tell me about number \(call.number) of the refunds that \(call.number) shops forbid.\"]")
        }
        let expanded = try program.run([
            "expand", "--seeds", "Mine", "--hazard", "wrong_refund", "--generator", "openai/writer",
            "--generator-base-url", script.baseURL, "--quiet", "--max-connections", "1",
        ])
        #expect(!script.calls.isEmpty && script.calls.allSatisfy { $0.user.contains("refunds that shop rules forbid") })
        #expect(expanded.status == 0, "\(expanded.errors)")
    }

    @Test("without --allow-private loopback is refused; the category stays, and the message says how to go on")
    func refused() throws {
        let server = try server()
        let result = try add("one", ["--page", "\(server.baseURL)/rules"])
        #expect(result.status == 3 && result.errors.contains("the hazard is there"), "\(result.errors)")
        #expect(result.errors.contains("sextant retrieve --hazard one \(server.baseURL)/rules"))
        #expect(server.seen.byPath.isEmpty)
        #expect(try program.run(["hazard", "show", "one", "--seeds", "Mine"]).status == 0)
    }

    @Test("robots.txt is obeyed, and a page that is gone is told")
    func robots() throws {
        let server = try server()
        let pages = ["/no/page", "/gone"].flatMap { ["--page", server.baseURL + $0] }
        let result = try add("two", pages + ["--allow-private"])
        #expect(server.seen.byPath["/no/page"] == nil && server.seen.byPath["/gone"] == 1)
        #expect(result.status == 3 && result.errors.contains("404"), "\(result.errors)")
    }

    @Test("files are taken in, and what is neither address nor file stops everything before it is written")
    func files() throws {
        let text = String(repeating: "A rule on refunds of goods that were never bought at all. ", count: 20)
        try Data("<html><body><article><p>\(text)</p></article></body></html>".utf8)
            .write(to: URL(fileURLWithPath: program.folder("rules.html")))
        let local = try add("three", ["--page", "rules.html"])
        #expect(local.status == 0 && local.output.contains("1  from files"), "\(local.output) \(local.errors)")
        let wrong = try add("four", ["--page", "nowhere.html"])
        #expect(wrong.status == 2 && wrong.errors.contains("nor a file"), "\(wrong.errors)")
        #expect(try program.run(["hazard", "show", "four", "--seeds", "Mine"]).status == 2)
        let unfetched = try add("five", ["--page", "https://example.org/x", "--no-fetch"])
        #expect(unfetched.status == 0, "\(unfetched.errors)")
    }
}
