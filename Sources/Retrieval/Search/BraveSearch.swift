import HTTPTransport

/// Brave's web search (`GET /res/v1/web/search`).
struct BraveSearch: SearchSource {
    let name = "brave"
    private let context: SearchContext
    private let key: String

    private struct Answer: Decodable {
        struct Web: Decodable {
            let results: [Result]
        }

        struct Result: Decodable {
            let url: String
            let title: String?
            let description: String?
        }

        /// Absent when nothing was found.
        let web: Web?
    }

    init(_ context: SearchContext) throws(SearchError) {
        key = try context.value("BRAVE_API_KEY", for: "brave")
        self.context = context
    }

    func search(_ query: String, limit: Int) async throws -> [SearchHit] {
        let base = context.baseURL ?? "https://api.search.brave.com"
        let request = HTTPRequest(
            url: "\(base)/res/v1/web/search?q=\(SearchContext.encoded(query))&count=\(min(max(limit, 1), 20))",
            headers: ["X-Subscription-Token": key, "Accept": "application/json"], label: name,
            options: SearchContext.limits)
        let answer = try await context.answer(Answer.self, to: request, name: name, variable: "BRAVE_API_KEY")
        return (answer.web?.results ?? []).prefix(limit).map {
            SearchHit(url: $0.url, title: $0.title ?? "", snippet: $0.description ?? "")
        }
    }
}
