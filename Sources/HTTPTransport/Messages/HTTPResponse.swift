/// The response to a request; any status is a response, not an error.
package struct HTTPResponse: Sendable {
    /// The HTTP status, 100 to 599.
    package var status: Int
    /// The fields of the final response.
    package var headers: HTTPHeaders
    /// The body, decompressed.
    package var body: [UInt8]
    /// How long the transfer took that brought this response, without waiting and earlier attempts.
    package var elapsed: Duration
    /// The attempts that failed before this one; from `CurlClient` those that libcurl repeated on a fresh connection.
    package var failedAttempts: [FailedAttempt]
    /// When the host can be asked again, seconds since 1970, if that is later than anybody waits; from `ResilientClient`
    /// alone.
    package var comeBackAt: Double?

    package init(
        status: Int, headers: HTTPHeaders = [:], body: [UInt8] = [], elapsed: Duration = .zero,
        failedAttempts: [FailedAttempt] = []
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.elapsed = elapsed
        self.failedAttempts = failedAttempts
    }

    /// Whether the status is from 200 to 299.
    package var isSuccess: Bool { (200..<300).contains(status) }
}

extension HTTPResponse: CustomStringConvertible, CustomReflectable {
    /// Status, header fields and size, secrets hidden and the body left out.
    package var description: String {
        "HTTP \(status) \(headers) (\(body.count) bytes)"
    }

    /// Nothing but the redacted description.
    package var customMirror: Mirror {
        Mirror(self, children: ["response": description])
    }
}

/// One attempt that brought nothing usable.
package struct FailedAttempt: Sendable, Equatable {
    /// What went wrong in a few words, such as `HTTP 503` or `connection refused`.
    package var what: String
    /// How long the attempt itself took.
    package var elapsed: Duration
    /// How long it had waited before it began: for a slot, for the rate limit, and for its backoff.
    package var waited: Duration

    package init(what: String, elapsed: Duration, waited: Duration) {
        self.what = what
        self.elapsed = elapsed
        self.waited = waited
    }
}
