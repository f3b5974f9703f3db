import FoundationEssentials
import HTTPTransport

/// Tavily's search (`POST /search`).
struct TavilySearch: SearchSource {
    let name = "tavily"
    private let context: SearchContext
    private let key: String

    private struct Query: Encodable {
        let query: String
        let max_results: Int
        let topic = "news"
    }

    private struct Answer: Decodable {
        struct Result: Decodable {
            let url: String
            let title: String?
            let content: String?
        }

        let results: [Result]
    }

    init(_ context: SearchContext) throws(SearchError) {
        key = try context.value("TAVILY_API_KEY", for: "tavily")
        self.context = context
    }

    func search(_ query: String, limit: Int) async throws -> [SearchHit] {
        let body = try JSONEncoder().encode(Query(query: query, max_results: min(max(limit, 1), 20)))
        let request = HTTPRequest(
            method: "POST", url: (context.baseURL ?? "https://api.tavily.com") + "/search",
            headers: ["Authorization": "Bearer \(key)", "Content-Type": "application/json"], body: Array(body),
            label: name, options: SearchContext.limits)
        let answer = try await context.answer(Answer.self, to: request, name: name, variable: "TAVILY_API_KEY")
        return answer.results.prefix(limit).map {
            SearchHit(url: $0.url, title: $0.title ?? "", snippet: $0.content ?? "")
        }
    }
}
