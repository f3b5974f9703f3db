/// One HTTP request, complete in memory.
package struct HTTPRequest: Sendable {
    /// The method, in capitals.
    package var method: String
    /// An absolute `http` or `https` URL.
    package var url: String
    /// Fields to send besides those that the transport itself writes (`Host`, `Content-Length`, `Accept-Encoding`).
    package var headers: HTTPHeaders
    /// The body; empty for none.
    package var body: [UInt8]
    /// A name for log lines, such as the test case's id; never sent.
    package var label: String
    /// How many tokens the call is thought to cost, counted against tokens-per-minute before it starts.
    package var estimatedTokens: Int
    /// Limits for this transfer alone.
    package var options: TransferOptions
    /// Whether the transport may send it again when an attempt fails.
    package var repeating = Repeating.asAdvised
    /// Whether it ends something, and is sent without a wait when nobody waits any more.
    package var isClosing = false

    /// Which failed attempts are made again.
    package enum Repeating: Sendable, Equatable {
        /// Those of which a status, or the words of a body, say that it helps.
        case asAdvised
        /// Those whose status says so: a body may be a file, whose words mean something else.
        case byStatus
        /// None: sent twice, it would be paid for twice.
        case never
    }

    /// A request; nothing is checked before it is sent.
    package init(
        method: String = "GET", url: String, headers: HTTPHeaders = [:], body: [UInt8] = [], label: String = "",
        estimatedTokens: Int = 0, options: TransferOptions = .default
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.label = label
        self.estimatedTokens = estimatedTokens
        self.options = options
    }
}

extension HTTPRequest: CustomStringConvertible, CustomReflectable {
    /// Method, URL and size, secrets hidden and the body left out.
    package var description: String {
        "\(method) \(Redaction.url(url)) \(headers) (\(body.count) bytes)"
    }

    /// Nothing but the redacted description.
    package var customMirror: Mirror {
        Mirror(self, children: ["request": description])
    }
}
