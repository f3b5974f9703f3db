/// Reports every attempt in one line: its purpose, address, outcome and duration.
///
/// Neither headers nor bodies are in a line, and queries are redacted, so that no secret can be.
package struct TracingClient: HTTPClient {
    private let base: any HTTPClient
    private let clock: TransportClock
    private let trace: @Sendable (String) -> Void

    /// A client around `base`.
    ///
    /// - Parameters:
    ///   - base: sends the attempts
    ///   - clock: the time
    ///   - trace: takes each line
    package init(
        _ base: any HTTPClient, clock: TransportClock = .system, trace: @escaping @Sendable (String) -> Void
    ) {
        self.base = base
        self.clock = clock
        self.trace = trace
    }

    /// Sends through the client inside.
    /// - Throws: what that throws.
    package func send(_ request: HTTPRequest) async throws -> HTTPResponse {
        let start = clock.now()
        do {
            let response = try await base.send(request)
            tell(request, "HTTP \(response.status), \(response.body.count) bytes", since: start)
            return response
        } catch {
            tell(request, (error as? HTTPError)?.summary ?? "cancelled", since: start)
            throw error
        }
    }

    package func reportUsage(tokens: Int, for request: HTTPRequest) { base.reportUsage(tokens: tokens, for: request) }

    private func tell(_ request: HTTPRequest, _ result: String, since start: Duration) {
        let milliseconds = Int((clock.now() - start).inSeconds * 1000)
        let url = Redaction.url(String(request.url.prefix { $0 != "?" }))
        trace("trace: \(request.label): \(request.method) \(url): \(result) in \(milliseconds) ms")
    }
}
