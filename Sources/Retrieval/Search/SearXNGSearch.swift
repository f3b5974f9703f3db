import HTTPTransport

/// A SearXNG instance (`GET /search?format=json`) at `SEARXNG_URL`, which may be in one's own network.
struct SearXNGSearch: SearchSource {
    let name = "searxng"
    private let context: SearchContext
    private let base: String

    private struct Answer: Decodable {
        struct Result: Decodable {
            let url: String
            let title: String?
            let content: String?
        }

        let results: [Result]
    }

    init(_ context: SearchContext) throws(SearchError) {
        let address: String
        if let base = context.baseURL {
            address = base
        } else {
            address = try context.value("SEARXNG_URL", for: "searxng")
        }
        guard let url = try? WebURL(address) else { throw .notConfigured(name: "searxng", variable: "SEARXNG_URL") }
        base = url.text.hasSuffix("/") ? String(url.text.dropLast()) : url.text
        self.context = context
    }

    func search(_ query: String, limit: Int) async throws -> [SearchHit] {
        let request = HTTPRequest(
            url: "\(base)/search?q=\(SearchContext.encoded(query))&format=json",
            headers: ["Accept": "application/json"], label: name, options: SearchContext.limits)
        let answer = try await context.answer(Answer.self, to: request, name: name, variable: "SEARXNG_URL")
        return answer.results.prefix(limit).map {
            SearchHit(url: $0.url, title: $0.title ?? "", snippet: $0.content ?? "")
        }
    }
}
