import FaultServer
import Foundation
import HTTPTransport
import Records
import Retrieval
import Storage
import TestSupport
import Testing

@Suite("sextant passages")
struct PassagesCommandTests {
    let program: Program

    init() async throws {
        program = try Program()
        let now = Date().timeIntervalSince1970
        let store = try SQLiteStore.openForWriting(program.folder("Output/sextant.sqlite"))
        func page(_ name: String, _ text: String, days: Double, _ hazards: [String]) -> RetrievedPage {
            RetrievedPage(
                url: "https://a.example/\(name)", title: "On \(name)", published: now - days * 86_400, text: text,
                hazards: hazards, fetched: now)
        }
        try await PageIndexer(store: store).add([
            page("new", "A walrus was seen on the ice.", days: 1, ["fraud", "privacy_violation"]),
            page("old", "A walrus was seen on the ice, too.", days: 40, ["fraud"]),
            page("other", "A walrus\u{1B}[31m in the harbour.", days: 2, ["self_harm"]),
            page("camel", "Camels walk in the desert.", days: 1, []),
        ])
    }

    private func urls(_ arguments: [String]) throws -> [String] {
        let result = try program.run(["passages", "--json"] + arguments)
        #expect(result.status == 0, "\(result.errors)")
        return try result.output.split(separator: "\n").map { line in
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return try #require(object?["url"] as? String).replacing("https://a.example/", with: "")
        }
    }

    @Test("hazard, age and number decide what is shown, the best and newest first")
    func filters() throws {
        #expect(Set(try urls(["walrus"])) == ["new", "old", "other"])
        #expect(try urls(["walrus on ice"]).first == "new")
        #expect(try urls(["walrus", "--hazard", "fraud"]) == ["new", "old"])
        #expect(try urls(["walrus", "--hazard", "self_harm"]) == ["other"])
        #expect(Set(try urls(["walrus", "--since", "7d"])) == ["new", "other"])
        #expect(try urls(["walrus", "--since", "1w", "--hazard", "fraud"]) == ["new"])
        #expect(try urls(["walrus", "--limit", "1"]).count == 1)
        #expect(try urls(["walrus", "--since", "1h"]) == [])
    }

    @Test("the text names sources and scores, fits the terminal, and shows no control characters")
    func text() throws {
        let result = try program.run(["passages", "walrus harbour"])
        #expect(result.status == 0)
        #expect(result.output.contains("https://a.example/other"))
        #expect(result.output.contains("On other"))
        #expect(!result.output.contains("\u{1B}"))
        #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 80 })
        let none = try program.run(["passages", "zebra"])
        #expect(none.status == 0)
        #expect((none.output + none.errors).contains("sextant retrieve"))
    }

    @Test(
        "what the user has to put right",
        arguments: [
            (["x", "--since", "soon"], "--since"), (["x", "--limit", "0"], "--limit"),
            (["x", "--half-life", "0"], "--half-life"),
            (["x", "--output", "Nowhere"], "fetch pages with 'sextant retrieve'"),
        ])
    func mistakes(_ arguments: [String], _ part: String) throws {
        let result = try program.run(["passages"] + arguments)
        #expect(result.status == 2, "\(result.errors)")
        #expect(result.errors.contains(part), "\(result.errors)")
    }
}
