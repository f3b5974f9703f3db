/// The limits of a host that the caller knows; the others are learned from rejections.
package struct HostLimits: Sendable, Equatable {
    /// The most requests in flight to one host, at least 1; fewer while the host says it is overloaded.
    package var maxConnections: Int
    /// Requests per minute, spaced evenly; `nil` for no limit.
    package var requestsPerMinute: Double?
    /// Tokens per minute, estimated before a call and corrected after it; `nil` for no limit.
    package var tokensPerMinute: Double?

    /// Limits, each with the default shown.
    package init(maxConnections: Int = 10, requestsPerMinute: Double? = nil, tokensPerMinute: Double? = nil) {
        self.maxConnections = max(1, maxConnections)
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}
