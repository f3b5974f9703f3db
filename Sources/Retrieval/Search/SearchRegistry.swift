import HTTPTransport

/// The searches by name.
package enum SearchRegistry {
    private typealias Maker = @Sendable (SearchContext) throws(SearchError) -> any SearchSource

    private static let makers: [(name: String, make: Maker)] = [
        ("tavily", { context throws(SearchError) in try TavilySearch(context) }),
        ("brave", { context throws(SearchError) in try BraveSearch(context) }),
        ("searxng", { context throws(SearchError) in try SearXNGSearch(context) }),
    ]

    /// The names, in the order in which the first that is configured is chosen.
    package static var names: [String] { makers.map(\.name) }

    /// The search of a name, or the first that the environment has a key or an address for.
    ///
    /// - Throws: ``SearchError``.
    package static func source(_ name: String?, context: SearchContext) throws(SearchError) -> any SearchSource {
        if let name {
            guard let maker = makers.first(where: { $0.name == name }) else {
                throw .unknown(name: Redaction.text(name.utf8, limit: 40), known: names)
            }
            return try maker.make(context)
        }
        for maker in makers {
            if let source = try? maker.make(context) { return source }
        }
        throw .notConfigured(name: "search", variable: "TAVILY_API_KEY, BRAVE_API_KEY or SEARXNG_URL")
    }
}
