import FlyingFox
import FlyingSocks
import Foundation
import Foundations
import GRDB
import HTTPTransport
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Retrieval
@testable import RunStore

@Suite("Pages in the store, and their passages")
struct PassageFinderTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let indexer: PageIndexer
    static let day = 86_400.0

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore.openForWriting(folder("sextant.sqlite"))
        indexer = PageIndexer(store: store)
    }

    func page(
        _ name: String, _ text: String, title: String = "", published: Double? = nil, hazards: [String] = [],
        fetched: Double = 100 * PassageFinderTests.day, etag: String? = nil
    ) -> RetrievedPage {
        RetrievedPage(
            url: "https://a.example/\(name)", title: title, published: published, text: text, hazards: hazards,
            fetched: fetched, etag: etag)
    }

    func find(_ text: String, hazard: String? = nil, since: Double? = nil, limit: Int = 10) async throws -> [String] {
        try await PassageFinder(store: store, now: { 100 * Self.day })
            .passages(for: PassageQuery(text, hazard: hazard, since: since, limit: limit))
            .map { String($0.url.dropFirst("https://a.example/".count)) }
    }

    func long(_ seed: Int, changed: Int = 0) -> String {
        var random = SeededRandom(seed: UInt64(seed), "long")
        return (0..<300).map { place in
            let word = "w\(seed)x\(random.next() % 1_000_000_000)"
            return place < changed ? "new\(place)" : word
        }
        .joined(separator: " ")
    }

    @Test("a page is added, found unchanged, updated, and its old words are gone")
    func upsert() async throws {
        #expect(try await indexer.add([page("x", "old walrus", hazards: ["h1"], etag: "1")]) == [.added])
        #expect(try await indexer.add([page("x", "old walrus", etag: "2")]) == [.unchanged])
        #expect(try await store.page(at: "https://a.example/x")?.etag == "2")
        #expect(try await indexer.add([page("x", "new penguin", hazards: ["h2"])]) == [.updated])
        #expect(try await find("walrus") == [])
        #expect(try await find("penguins") == ["x"])
        let stored = try await store.page(at: "https://a.example/x")
        #expect(stored?.hazards == ["h1", "h2"])
        #expect(stored?.passageCount == 1)
        #expect(try await store.page(at: "https://a.example/y") == nil)
    }

    @Test("a 304 moves the time of the check and adds hazard categories, nothing else")
    func touch() async throws {
        try await indexer.add([page("x", "walrus", fetched: 10)])
        #expect(try await store.touch("https://a.example/x", at: 20, hazards: ["h"]))
        #expect(try await !store.touch("https://a.example/none", at: 20, hazards: []))
        let stored = try await store.page(at: "https://a.example/x")
        #expect(stored?.checked == 20)
        #expect(stored?.fetched == 10)
        #expect(stored?.hazards == ["h"])
    }

    @Test("pages are forgotten by age and by the last check, with their passages")
    func retention() async throws {
        try await indexer.add([
            page("old", "walrus one", published: 5, fetched: 50), page("new", "walrus two", fetched: 60),
        ])
        #expect(try await store.forgetPages(publishedBefore: 10) == 1)
        #expect(try await find("walrus") == ["new"])
        #expect(try await store.forgetPages(uncheckedSince: 61) == 1)
        #expect(try await find("walrus") == [])
        #expect(try await store.pages(hazard: nil, limit: 10) == [])
    }

    @Test("near-duplicates are kept once, with all hazard categories, and live on when the first URL goes")
    func duplicates() async throws {
        try await indexer.add([page("a", long(1), hazards: ["h1"])])
        let changes = try await indexer.add([
            page("b", long(1, changed: 5), hazards: ["h2"]), page("c", long(2)), page("d", long(1, changed: 150)),
        ])
        #expect(changes == [.duplicate(of: "https://a.example/a"), .added, .added])
        #expect(try await store.page(at: "https://a.example/b")?.hazards == ["h1", "h2"])
        let word = long(1).split(separator: " ")[7]
        #expect(try await find(String(word), hazard: "h2") == ["a"])
        #expect(try await store.forgetPage("https://a.example/a"))
        #expect(try await find(String(word)) == ["b"])
        #expect(try await indexer.add([page("b", "another text")]) == [.updated])
        #expect(try await find(String(word)) == [])
    }

    @Test(
        "no query breaks the search, whatever it holds",
        arguments: [
            "\"", "walrus\" OR \"", "NEAR(a b)", "title:walrus", "*", "a AND NOT b", "\u{0}walrus", "\u{1F600}", "",
            "'; DROP",
            "^walrus", "(((((", "-walrus", String(repeating: "walrus ", count: 50_000), "\u{202E}walrus",
        ])
    func hostile(query: String) async throws {
        try await indexer.add([page("x", "A walrus.\u{0} \"Quoted\"")])
        let found = try await find(query)
        #expect(found == (query.contains("walrus") ? ["x"] : []))
        #expect(try await store.passages(matching: [query], filter: PassageFilter(), limit: 5).count <= 1)
    }

    @Test("hazard, since and age decide; one passage a page comes first")
    func filters() async throws {
        let words = Array(repeating: "walrus", count: 200).joined(separator: " ")
        try await indexer.add([
            page("old", "walrus on ice", published: 1 * Self.day, hazards: ["h"]),
            page("new", "walrus on ice today", published: 99 * Self.day),
            page("long", words, published: 50 * Self.day),
        ])
        #expect(try await find("ice").first == "new")
        #expect(try await find("walrus", hazard: "h") == ["old"])
        #expect(try await find("walrus", since: 90 * Self.day) == ["new"])
        #expect(Set(try await find("walrus", limit: 3)) == ["old", "new", "long"])
        #expect(try await find("walrus", limit: 9).count > 3)
    }

    @Test("Chinese is found by its characters, and accents do not matter")
    func languages() async throws {
        try await indexer.add([page("zh", "研究人员发现漏洞利用方法。"), page("fr", "Une étude récente")])
        #expect(try await find("漏洞") == ["zh"])
        #expect(try await find("etude") == ["fr"])
    }

    @Test("a date from the future is not believed")
    func future() {
        #expect(indexer.prepared(page("x", "t", published: 1e12)).page.published == nil)
    }

    @Test("a batch is stored whole or not at all, and the index with it")
    func atomic() async throws {
        try await store.database.writeUncancelled(path: store.path) {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refuse BEFORE INSERT ON page WHEN NEW.title = 'bad'
                    BEGIN SELECT RAISE(ABORT, 'refused'); END
                    """)
        }
        await #expect(throws: StoreError.self) {
            try await indexer.add([page("x", "walrus"), page("y", "penguin", title: "bad")])
        }
        #expect(try await find("walrus") == [])
        #expect(try await store.pages(hazard: nil, limit: 5) == [])
    }

    @Test("a reader sees what is stored while a writer is open, and a second writer is told who writes")
    func processes() async throws {
        try await indexer.add([page("x", "walrus")])
        let reader = try SQLiteStore.openForReading(store.path)
        #expect(try await reader.passages(matching: ["walrus"], filter: PassageFilter(), limit: 5).count == 1)
        #expect(throws: StoreError.busy(path: store.path, process: "process \(getpid())")) {
            try SQLiteStore.openForWriting(store.path)
        }
    }

    @Test("vectors of a loopback server (made up, deterministic) join the ranking and go with their passages")
    func vectors() async throws {
        try await indexer.add([page("sea", "walrus on ice"), page("land", "camel in sand")])
        let server = HTTPServer(address: .loopback(port: 0))
        await server.appendRoute("POST /v1/embeddings") { request in
            let texts = try JSONDecoder().decode(Input.self, from: try await request.bodyData).input
            let items = texts.enumerated().map { index, text in
                "{\"index\":\(index),\"embedding\":[\(text.contains("camel") || text.contains("desert") ? 3 : 0),1]}"
            }
            return FlyingFox.HTTPResponse(
                statusCode: .ok, body: Data("{\"data\":[\(items.reversed().joined(separator: ","))]}".utf8))
        }
        let running = Task { try await server.run() }
        defer { running.cancel() }
        try await server.waitUntilListening()
        let port =
            switch await server.listeningAddress {
            case .ip4(_, let port)?, .ip6(_, let port)?: port
            default: throw EmbeddingError.unavailable(server: "loopback", detail: "no port")
            }
        let embedder = OpenAIEmbedder(
            model: "made-up", baseURL: "http://localhost:\(port)", key: "k", http: try CurlClient())
        #expect(try await indexer.embed(with: embedder) == 2)
        #expect(try await indexer.embed(with: embedder) == 0)
        let finder = PassageFinder(store: store, embedder: embedder, now: { 0 })
        #expect(try await finder.passages(for: PassageQuery("desert")).first?.text == "camel in sand")
        #expect(try await store.forgetPage("https://a.example/land"))
        #expect(try await finder.passages(for: PassageQuery("desert")).map(\.text) == ["walrus on ice"])
    }

    private struct Input: Decodable {
        let input: [String]
    }
}
