import FaultServer
import HTTPTransport
import Testing

@testable import Retrieval

/// The shapes of the searches' messages, by their public references, over a real socket.
@Suite("Searches")
struct SearchSourceTests {
    private static let key = "test-key-0123456789"
    private static let environment = [
        "TAVILY_API_KEY": key, "BRAVE_API_KEY": key, "SEARXNG_URL": "http://127.0.0.1:9/",
    ]

    private static let answers: [String: String] = [
        "tavily":
            #"{"query":"q","results":[{"url":"https://h.test/a","title":"A","content":"One","score":0.9},{"url":"https://h.test/b","title":null}]}"#,
        "brave":
            #"{"type":"search","web":{"results":[{"url":"https://h.test/a","title":"A","description":"One"},{"url":"https://h.test/b"}]}}"#,
        "searxng":
            #"{"query":"q","results":[{"url":"https://h.test/a","title":"A","content":"One","engine":"x"},{"url":"https://h.test/b","title":"","content":null}]}"#,
    ]

    private func source(_ name: String, _ server: FaultHTTPServer) throws -> any SearchSource {
        let context = SearchContext(
            environment: Self.environment, client: try CurlClient(CurlSettings(proxy: "")), baseURL: server.baseURL)
        return try SearchRegistry.source(name, context: context)
    }

    @Test("each gives pages with titles and snippets", arguments: ["tavily", "brave", "searxng"])
    func pages(_ name: String) async throws {
        let body = try #require(Self.answers[name])
        let server = try FaultHTTPServer(otherwise: .always(.file(body, type: "application/json")))
        let search = try source(name, server)
        let hits = try await search.search("two words & 100%", limit: 5)
        #expect(hits.map(\.url) == ["https://h.test/a", "https://h.test/b"])
        #expect(hits.first == SearchHit(url: "https://h.test/a", title: "A", snippet: "One"))
        #expect(try await search.search("x", limit: 1).count == 1)
    }

    @Test("tavily's request")
    func tavily() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.file(#"{"results":[]}"#, type: "application/json")))
        _ = try await source("tavily", server).search("two words", limit: 50)
        let seen = server.seen
        #expect(seen.lastHead.hasPrefix("POST /search HTTP/1.1\r\n"))
        #expect(seen.lastHead.contains("\r\nAuthorization: Bearer \(Self.key)\r\n"))
        let body = String(decoding: seen.lastBody, as: UTF8.self)
        #expect(body.contains(#""query":"two words""#))
        #expect(body.contains(#""max_results":20"#))
        #expect(!body.contains(Self.key))
    }

    @Test("brave's request")
    func brave() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.file("{}", type: "application/json")))
        #expect(try await source("brave", server).search("two words & 100%+é", limit: 3).isEmpty)
        let head = server.seen.lastHead
        #expect(head.hasPrefix("GET /res/v1/web/search?q=two%20words%20%26%20100%25%2B%C3%A9&count=3 HTTP/1.1\r\n"))
        #expect(head.contains("\r\nX-Subscription-Token: \(Self.key)\r\n"))
    }

    @Test("searxng's request")
    func searxng() async throws {
        let server = try FaultHTTPServer(otherwise: .always(.file(#"{"results":[]}"#, type: "application/json")))
        _ = try await source("searxng", server).search("a#b", limit: 3)
        #expect(server.seen.lastHead.hasPrefix("GET /search?q=a%23b&format=json HTTP/1.1\r\n"))
    }

    @Test(
        "what goes wrong says so, without the key",
        arguments: ["tavily", "brave", "searxng"],
        [
            (Behaviour(status: 401), "refused the key"), (Behaviour(status: 403), "refused the key"),
            (Behaviour(status: 429), "HTTP 429"), (Behaviour(status: 500), "HTTP 500"),
            (Behaviour(status: 302, headers: [("Location", "http://127.0.0.1:1/")]), "HTTP 302"),
            (Behaviour.html("no json"), "unknown form"),
            (Behaviour(body: Array("{\"results\":7,\"web\":7}".utf8)), "unknown form"),
            (Behaviour(manner: .close), "empty reply"),
        ])
    func faults(_ name: String, _ fault: (Behaviour, String)) async throws {
        let server = try FaultHTTPServer(otherwise: .always(fault.0))
        let search = try source(name, server)
        let error = await #expect(throws: SearchError.self) { try await search.search("x", limit: 3) }
        let text = error.map { "\($0)" } ?? ""
        #expect(text.contains(fault.1), "\(text)")
        #expect(!text.contains(Self.key))
    }

    @Test("the environment chooses, and what is missing is named")
    func registry() throws {
        let client = try CurlClient()
        func name(_ environment: [String: String], _ wanted: String? = nil) throws -> String {
            try SearchRegistry.source(wanted, context: SearchContext(environment: environment, client: client)).name
        }
        #expect(try name(Self.environment) == "tavily")
        #expect(try name(["BRAVE_API_KEY": "k"]) == "brave")
        #expect(try name(["TAVILY_API_KEY": " ", "SEARXNG_URL": "http://s.test"]) == "searxng")
        #expect(throws: SearchError.notConfigured(name: "brave", variable: "BRAVE_API_KEY")) { try name([:], "brave") }
        #expect(throws: SearchError.notConfigured(name: "brave", variable: "BRAVE_API_KEY")) {
            try name(["BRAVE_API_KEY": "k\r\nX: y\u{1}"], "brave")
        }
        #expect(throws: SearchError.notConfigured(name: "searxng", variable: "SEARXNG_URL")) {
            try name(["SEARXNG_URL": "ftp://x"], "searxng")
        }
        #expect(throws: SearchError.unknown(name: "bing", known: ["tavily", "brave", "searxng"])) {
            try name([:], "bing")
        }
        #expect(throws: SearchError.self) { try name([:]) }
    }
}
