/// What the server does with one request.
package struct Behaviour: Sendable {
    /// How the answer goes out, or fails to.
    package enum Manner: Sendable {
        /// The whole answer at once.
        case whole
        /// The body in pieces of `bytes`, one every `milliseconds`.
        case drip(bytes: Int, milliseconds: Int)
        /// The head one byte every `milliseconds`.
        case slowHead(milliseconds: Int)
        /// A `Content-Length` for the whole body, of which only this many bytes are sent before closing.
        case truncate(after: Int)
        /// A `Content-Length` that differs from the body by this many bytes, the connection kept open.
        case wrongLength(difference: Int)
        /// A TCP reset (linger 0) in place of an answer.
        case reset
        /// A TCP reset after this many bytes of the body.
        case resetAfter(Int)
        /// An orderly close in place of an answer.
        case close
        /// No answer, ever.
        case hang
    }

    /// The answer's status.
    package var status: Int
    /// Fields besides `Content-Length`.
    package var headers: [(String, String)]
    /// The answer's body.
    package var body: [UInt8]
    /// How long the answer waits, in milliseconds.
    package var latency: Int
    /// How it goes out.
    package var manner: Manner

    /// A behaviour from its parts.
    package init(
        status: Int = 200, headers: [(String, String)] = [("Content-Type", "application/json")],
        body: [UInt8] = Array("{}".utf8), latency: Int = 0, manner: Manner = .whole
    ) {
        self.status = status
        self.headers = headers
        self.body = body
        self.latency = latency
        self.manner = manner
    }

    /// A JSON error of this status with `Retry-After` as given.
    package static func failing(_ status: Int, retryAfter: String? = nil, latency: Int = 0) -> Behaviour {
        var headers = [("Content-Type", "application/json")]
        if let retryAfter { headers.append(("Retry-After", retryAfter)) }
        return Behaviour(
            status: status, headers: headers, body: Array(#"{"error":{"message":"status \#(status)"}}"#.utf8),
            latency: latency)
    }

    /// The HTML page that a gateway puts in the place of an API's error.
    package static func gatewayPage(_ status: Int) -> Behaviour {
        Behaviour(
            status: status, headers: [("Content-Type", "text/html")],
            body: Array("<html><head><title>\(status) Bad Gateway</title></head><body>nginx</body></html>".utf8))
    }

    /// A chat completion in OpenAI's shape with a fixed harmless text.
    package static func chatCompletion(latency: Int = 0) -> Behaviour {
        let text = #"""
            {"id":"chatcmpl-0","object":"chat.completion","created":0,"model":"fault-server","choices":[{"index":0,\#
            "message":{"role":"assistant","content":"I can't help with that."},"finish_reason":"stop"}],\#
            "usage":{"prompt_tokens":20,"completion_tokens":7,"total_tokens":27}}
            """#
        return Behaviour(body: Array(text.utf8), latency: latency)
    }
}

/// Which behaviour each request to a path gets.
package enum Plan: Sendable {
    /// Always the same.
    case always(Behaviour)
    /// One after the other, the last one for ever.
    case sequence([Behaviour])
    /// Drawn by weight from a seeded generator.
    case mix([(weight: Double, behaviour: Behaviour)])
    /// At most `perSecond` requests in each second get `within`, the others `beyond`.
    case rateLimited(perSecond: Int, window: RateWindow, within: Behaviour, beyond: Behaviour)
    /// `page` with this `ETag`, and a 304 for whoever has it already.
    case validated(etag: String, page: Behaviour)
    /// What the closure makes of a request's body; it runs on the server's thread.
    case computed(@Sendable (_ body: [UInt8]) -> Behaviour)
    /// What the closure makes of a request's head and body; it runs on the server's thread.
    case responded(@Sendable (_ head: String, _ body: [UInt8]) -> Behaviour)
    /// At most `limit` requests at a time get `within`, the others `beyond`.
    case concurrencyLimited(Int, within: Behaviour, beyond: Behaviour)
}

/// How a rate limit is counted.
package enum RateWindow: Sendable {
    /// A count that starts anew every second.
    case fixed
    /// A bucket that refills steadily and holds this many requests.
    case bucket(Double)
}
