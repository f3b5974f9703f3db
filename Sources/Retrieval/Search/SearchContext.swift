import FoundationEssentials
import HTTPTransport

/// The outside world that a search may use.
package struct SearchContext: Sendable {
    let environment: [String: String]
    let client: any HTTPClient
    let baseURL: String?

    /// - Parameters:
    ///   - environment: where keys are.
    ///   - client: sends requests.
    ///   - baseURL: another address than the search's own, for tests.
    package init(environment: [String: String], client: any HTTPClient, baseURL: String? = nil) {
        self.environment = environment
        self.client = client
        self.baseURL = baseURL
    }

    /// The value of a variable, free of what cannot stand in a header field.
    ///
    /// - Throws: ``SearchError/notConfigured(name:variable:)``.
    func value(_ variable: String, for name: String) throws(SearchError) -> String {
        let value = (environment[variable] ?? "").filter { !$0.isWhitespace }
        guard !value.isEmpty, value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
            throw .notConfigured(name: name, variable: variable)
        }
        return value
    }

    /// Sends a request and reads the response. Redirects are not followed, because the key would go along.
    ///
    /// - Throws: ``SearchError``, or `CancellationError`.
    func answer<Answer: Decodable>(
        _ type: Answer.Type, to request: HTTPRequest, name: String, variable: String
    ) async throws -> Answer {
        let response: HTTPResponse
        do {
            response = try await client.send(request)
        } catch let error as HTTPError {
            throw SearchError.unreachable(name: name, reason: error.root.summary)
        }
        switch response.status {
        case 200..<300: break
        case 401, 403: throw SearchError.unauthorized(name: name, variable: variable)
        default: throw SearchError.status(name: name, status: response.status)
        }
        do {
            return try JSONDecoder().decode(Answer.self, from: Data(response.body))
        } catch {
            throw SearchError.unreadable(name: name)
        }
    }

    static let limits = TransferOptions(totalTimeout: .seconds(30), maxResponseBytes: 4 << 20)

    /// A value as it may stand in a query.
    static func encoded(_ text: String) -> String {
        let reserved = Set("&=+?#/:;,@!$'()*[]\"<>\\^`{|}%".utf8)
        // A percent sign of the text's own has to be encoded, whatever follows it.
        let pieces = text.utf8.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        return pieces.map { String(decoding: PercentEncoding.normal($0, encoding: reserved), as: UTF8.self) }
            .joined(separator: "%25")
    }
}
