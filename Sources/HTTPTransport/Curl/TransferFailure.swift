import CCurl

/// libcurl's words about a failed transfer, and the error that they stand for.
struct TransferFailure {
    let code: CURLcode
    let message: String
    let host: String
    let elapsed: Duration
    /// The limit that our own callback enforced, if it was that which ended the transfer.
    let limit: Int?
    let body: [UInt8]

    func error(maxResponseBytes: Int) -> HTTPError {
        if let limit { return .tooLarge(host: host, limit: limit) }
        // libcurl repeats the address, which may hold a password.
        if message.hasPrefix("Unsupported proxy") {
            return .unavailable(
                "the proxy that the environment names (http_proxy, https_proxy or all_proxy) is no URL; "
                    + "quotes are no part of it, and a password's : and @ are written %3A and %40")
        }
        let number = Int(code.rawValue)
        switch code {
        case CURLE_OPERATION_TIMEDOUT:
            return .timeout(host: host, after: elapsed)
        case CURLE_FILESIZE_EXCEEDED:
            return .tooLarge(host: host, limit: maxResponseBytes)
        case CURLE_UNSUPPORTED_PROTOCOL where message.contains("HTTP/0.9"):
            return .connection(host: host, code: number, message: "what is said there is no HTTP")
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL:
            return .invalidURL(host)
        case CURLE_PARTIAL_FILE, CURLE_WRITE_ERROR:
            return .truncated(host: host, excerpt: Redaction.text(body, limit: 200))
        case CURLE_RECV_ERROR where !body.isEmpty:
            return .truncated(host: host, excerpt: Redaction.text(body, limit: 200))
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE,
            CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
            return .tls(host: host, code: number, message: shown)
        default:
            return .connection(host: host, code: number, message: shown)
        }
    }

    private var shown: String { Redaction.text(message.utf8, limit: 200) }
}
