/// Sends a request and brings back the response.
package protocol HTTPClient: Sendable {
    /// Sends one request.
    /// - Throws: `HTTPError`, or `CancellationError` when the task was cancelled.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
    /// Replaces the estimated cost of a request by its real cost; for a client that keeps to no limit of tokens, nothing.
    func reportUsage(tokens: Int, for request: HTTPRequest)
}

extension HTTPClient {
    package func reportUsage(tokens: Int, for request: HTTPRequest) {}
}
