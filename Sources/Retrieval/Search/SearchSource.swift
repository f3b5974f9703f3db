/// A web search that names pages to fetch.
package protocol SearchSource: Sendable {
    /// The name it is chosen by.
    var name: String { get }
    /// Pages for a query, best first.
    ///
    /// - Parameters:
    ///   - query: in the search's own language.
    ///   - limit: at most this many, from 1; the search may have a lower limit of its own.
    /// - Throws: ``SearchError``, or `CancellationError`.
    func search(_ query: String, limit: Int) async throws -> [SearchHit]
}

/// One page that a search names.
package struct SearchHit: Sendable, Equatable {
    /// Where it is.
    package let url: String
    /// Its title; empty when the search gives none.
    package let title: String
    /// A piece of it, or a summary; empty when the search gives none.
    package let snippet: String
}

/// Why a search brought nothing. No case holds a key.
package enum SearchError: Error, Sendable, Equatable, CustomStringConvertible {
    /// There is no search of this name.
    case unknown(name: String, known: [String])
    /// A variable that it needs is not in the environment.
    case notConfigured(name: String, variable: String)
    /// The key was refused (401, 403).
    case unauthorized(name: String, variable: String)
    /// Another status than success.
    case status(name: String, status: Int)
    /// A response in another shape than expected.
    case unreadable(name: String)
    /// No response.
    case unreachable(name: String, reason: String)

    /// Whether the remedy is in the user's settings.
    package var isConfiguration: Bool {
        switch self {
        case .unknown, .notConfigured, .unauthorized: true
        case .status, .unreadable, .unreachable: false
        }
    }

    /// The fault and the remedy.
    package var description: String {
        switch self {
        case .unknown(let name, let known): "no search '\(name)'; there are \(known.joined(separator: ", "))"
        case .notConfigured(let name, let variable): "\(name): set \(variable) in the environment"
        case .unauthorized(let name, let variable): "\(name) refused the key; check \(variable)"
        case .status(let name, 429): "\(name) allows no more requests for now (HTTP 429); try again later"
        case .status(let name, let status): "\(name) answered HTTP \(status)"
        case .unreadable(let name):
            "\(name) answered in an unknown form; for SearXNG, allow the format 'json' in its settings"
        case .unreachable(let name, let reason): "\(name): \(reason)"
        }
    }
}
