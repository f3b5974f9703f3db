/// Why no response came back.
///
/// No case holds a header, a body or a query; `excerpt` is the start of what the server sent, control characters out.
package enum HTTPError: Error, Sendable, Equatable {
    /// The connection could not be made or broke; `code` is libcurl's.
    case connection(host: String, code: Int, message: String)
    /// The connect, total or low-speed limit passed.
    case timeout(host: String, after: Duration)
    /// The body was larger than the request's limit in bytes.
    case tooLarge(host: String, limit: Int)
    /// The body ended early, packed or not.
    case truncated(host: String, excerpt: String)
    /// The body is neither text nor gzip; `label` is its `Content-Encoding`.
    case coding(host: String, label: String)
    /// The URL is not an absolute http or https URL; the text is redacted.
    case invalidURL(String)
    /// A header field or the method has a character that HTTP forbids there.
    case invalidField(String)
    /// TLS could not be set up or the certificate is not trusted.
    case tls(host: String, code: Int, message: String)
    /// The host failed so often that nothing is sent to it for a while.
    case circuitOpen(host: String, lastError: String)
    /// The transport itself could not start, or was closed.
    case unavailable(String)
    /// The attempts are used up; `last` is what ended the final one.
    indirect case exhausted(last: HTTPError, attempts: [FailedAttempt])

    /// Whether another attempt may bring something else.
    package var isRetryable: Bool {
        switch self {
        case .connection, .timeout, .truncated: true
        // A handshake may be cut by a busy server (35), whereas an untrusted certificate stays untrusted.
        case .tls(_, let code, _): code == 35
        case .tooLarge, .coding, .invalidURL, .invalidField, .circuitOpen, .unavailable, .exhausted: false
        }
    }

    /// The attempts made, if there was more than this error.
    package var failedAttempts: [FailedAttempt] {
        if case .exhausted(_, let attempts) = self { attempts } else { [] }
    }

    /// The error itself, without the record of attempts around it.
    package var root: HTTPError {
        if case .exhausted(let last, _) = self { last.root } else { self }
    }

    /// Whether nothing of the request was sent, so that its content can't be why.
    package var isBeforeSending: Bool {
        switch root {
        // Host not found, connection refused.
        case .connection(_, let code, _): code == 5 || code == 6 || code == 7
        case .tls, .circuitOpen, .unavailable, .invalidURL, .invalidField: true
        case .timeout, .tooLarge, .truncated, .coding, .exhausted: false
        }
    }

    /// Whether the host's circuit breaker refused the request.
    package var isCircuitOpen: Bool {
        if case .circuitOpen = root { true } else { false }
    }
}

extension HTTPError: CustomStringConvertible {
    /// The error in a few words, without the advice.
    package var summary: String {
        switch self {
        case .connection(_, 6, _): "host not found"
        case .connection(_, 7, _): "connection refused"
        case .connection(_, 52, _): "empty reply"
        case .connection(_, 56, _), .connection(_, 55, _): "connection reset"
        case .connection(_, _, let message): message
        case .timeout: "timeout"
        case .tooLarge: "response too large"
        case .truncated: "truncated body"
        case .coding(_, let label): "Content-Encoding: \(label), which can't be read"
        case .invalidURL: "invalid URL"
        case .invalidField: "invalid header field"
        case .tls: "TLS failure"
        case .circuitOpen: "circuit open"
        case .unavailable: "transport unavailable"
        case .exhausted(let last, _): last.summary
        }
    }

    /// The fault, its host, and the remedy.
    package var description: String {
        switch self {
        case .connection(let host, let code, let message):
            "no connection to \(host): \(message) (curl \(code)); check that the host is up and the base URL is right"
        case .timeout(let host, let after):
            "\(host) did not finish within \(after); raise the timeout or lower the concurrency"
        case .tooLarge(let host, let limit):
            "the response of \(host) is over \(limit) bytes; raise the response limit if that is expected"
        case .truncated(let host, let excerpt):
            "the response of \(host) was cut off; it began with \"\(excerpt)\""
        case .coding(let host, let label):
            "the response of \(host) says Content-Encoding: \(label), and is neither text nor gzip; "
                + "have the server send it plain, or packed by gzip"
        case .invalidURL(let url):
            "not an absolute http or https URL: \(url); check the base URL"
        case .invalidField(let name):
            "the header field or method \"\(name)\" has a forbidden character; check the configured headers and key"
        case .tls(let host, let code, let message):
            "no TLS connection to \(host): \(message) (curl \(code)); check the certificate or name a CA bundle"
        case .circuitOpen(let host, let lastError):
            "\(host) keeps failing (last: \(lastError)) and is left alone for a while; check it, then resume"
        case .unavailable(let message):
            "the HTTP transport is not running: \(message)"
        case .exhausted(let last, let attempts):
            "\(last.description) (after \(attempts.count) attempts: \(attempts.map(\.what).joined(separator: ", ")))"
        }
    }
}
