import Foundations

/// What a process has taken of a shared limit and not yet used.
struct SharedCredit: Sendable {
    /// After this long without a use the rest is put back.
    private static let idle = Duration.seconds(2)

    private let limits: HostLimits
    private var left = LimitAmount()
    /// Requests that the last grant was good for, and the tokens of each.
    private var taken = 0.0
    private var size = 1.0
    private var takenAt = Duration.zero
    private var usedAt = Duration.zero

    init(_ limits: HostLimits) {
        self.limits = limits
    }

    /// Whether it suffices for a request of so many tokens.
    func covers(_ tokens: Double) -> Bool {
        (limits.requestsPerMinute == nil || left.requests >= 1)
            && (limits.tokensPerMinute == nil || left.tokens >= tokens)
    }

    /// What to take when it does not: for all that wait, or as much as was used a second, at most a second's worth.
    mutating func wish(tokens: Double, waiting: Int, at now: Duration) -> LimitWish {
        let perSecond = limits.requestsPerMinute.map { ($0 / 60).rounded(.up) } ?? 1e6
        let pace = (taken / max((now - takenAt).inSeconds, 0.001)).rounded(.down)
        let count = min(max(Double(waiting), pace, 1), max(perSecond, 1))
        size = max(tokens, 1)
        var least = LimitAmount()
        var most = LimitAmount()
        if limits.requestsPerMinute != nil {
            least.requests = left.requests < 1 ? 1 : 0
            most.requests = max(least.requests, count - left.requests)
        }
        if limits.tokensPerMinute != nil {
            // What was used beyond the last grant is paid for with the next.
            least.tokens = max(0, tokens - left.tokens)
            most.tokens = max(least.tokens, tokens * count - left.tokens)
        }
        return LimitWish(
            most: most, least: least, requestsPerMinute: limits.requestsPerMinute,
            tokensPerMinute: limits.tokensPerMinute)
    }

    mutating func add(_ amount: LimitAmount, at now: Duration) {
        guard amount != LimitAmount() else { return }
        left.requests += amount.requests
        left.tokens += amount.tokens
        taken = limits.requestsPerMinute == nil ? max(amount.tokens / size, 1) : amount.requests
        (takenAt, usedAt) = (now, now)
    }

    mutating func use(tokens: Double, at now: Duration) {
        if limits.requestsPerMinute != nil { left.requests -= 1 }
        correct(tokens: tokens)
        usedAt = now
    }

    mutating func correct(tokens: Double) {
        if limits.tokensPerMinute != nil { left.tokens -= tokens }
    }

    /// What is to be put back, and is gone from here; negative for what was used too much.
    mutating func surplus(at now: Duration, isLast: Bool) -> LimitAmount? {
        guard isLast || now - usedAt >= Self.idle, left != LimitAmount() else { return nil }
        defer { left = LimitAmount() }
        return left
    }
}
