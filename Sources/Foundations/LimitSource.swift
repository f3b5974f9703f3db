/// What may be sent to a host: so many requests, of so many tokens together.
package struct LimitAmount: Sendable, Equatable {
    package var requests: Double
    package var tokens: Double

    package init(requests: Double = 0, tokens: Double = 0) {
        self.requests = requests
        self.tokens = tokens
    }
}

/// What a process asks of a limit that it shares.
package struct LimitWish: Sendable, Equatable {
    /// As much as it would use in the next second.
    package var most: LimitAmount
    /// What the request that waits needs of that.
    package var least: LimitAmount
    /// What all processes together may send a minute; nil for no limit.
    package var requestsPerMinute: Double?
    /// Tokens of all processes together in a minute; nil for no limit.
    package var tokensPerMinute: Double?

    package init(
        most: LimitAmount, least: LimitAmount, requestsPerMinute: Double? = nil, tokensPerMinute: Double? = nil
    ) {
        self.most = most
        self.least = least
        self.requestsPerMinute = requestsPerMinute
        self.tokensPerMinute = tokensPerMinute
    }
}

/// What a process has got of a limit that it shares.
package struct LimitGrant: Sendable, Equatable {
    /// What it may send; nothing when there is too little left for the request that waits.
    package var amount: LimitAmount
    /// When there will be more, counted from now.
    package var wait: Duration

    package init(amount: LimitAmount, wait: Duration) {
        self.amount = amount
        self.wait = wait
    }
}

/// What a process has seen of a host since it last told.
package struct HostNews: Sendable, Equatable {
    /// Requests that were answered well.
    package var served = 0
    /// How long ago the last rejected request was sent after which fewer may be in flight; nil for none.
    package var rejectedAfter: Duration?
    /// Whether the host's rate limit rejected a request.
    package var isThrottled = false

    package init(served: Int = 0, rejectedAfter: Duration? = nil, isThrottled: Bool = false) {
        self.served = served
        self.rejectedAfter = rejectedAfter
        self.isThrottled = isThrottled
    }

    /// Whether it tells nothing.
    package var isEmpty: Bool { self == HostNews() }
}

/// What all processes together know of a host.
package struct HostOrders: Sendable, Equatable {
    /// How many requests this process may have in flight; nil while nobody was rejected.
    package var slots: Int?
    /// How long ago the host's rate limit last rejected a request of any; nil for never.
    package var throttledAgo: Duration?

    package init(slots: Int? = nil, throttledAgo: Duration? = nil) {
        self.slots = slots
        self.throttledAgo = throttledAgo
    }
}

/// Where processes share the limits of hosts. Its clock alone counts.
package protocol LimitSource: Sendable {
    /// Takes from what a host's limits allow now.
    func take(_ wish: LimitWish, of host: String) async throws -> LimitGrant
    /// Puts back what was taken and not used; takes what was used too much, if negative.
    func putBack(_ amount: LimitAmount, of host: String) async throws
    /// Tells what was seen of a host, and hears what all know.
    ///
    /// - Parameter most: requests that this process would have in flight
    func exchange(_ news: HostNews, of host: String, most: Int) async throws -> HostOrders
}
