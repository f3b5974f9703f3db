/// Sends a request and brings back the response.
package protocol HTTPClient: Sendable {
    /// Sends one request.
    /// - Throws: `HTTPError`, or `CancellationError` when the task was cancelled.
    func send(_ request: HTTPRequest) async throws -> HTTPResponse
}
