import Foundations

/// How an attempt ended, as far as its host's limits are concerned.
enum AttemptOutcome: Sendable {
    /// The host answered and is well.
    case served
    /// The host rejects because of its rate limit (429).
    case throttled(retryAfter: Duration?)
    /// The host is over its capacity (503) or too slow (timeout).
    case overloaded(String, retryAfter: Duration?)
    /// The connection or the server failed.
    case failed(String)
    /// It ended for a reason that says nothing about the host.
    case abandoned
}

/// The numbers behind a host's gate: what is in flight, what is allowed, and when the next may start.
struct GateState: Sendable {
    enum Decision {
        case start
        case waitForSlot
        case wait(Duration)
        /// Something of the limit that is shared has to be taken first.
        case take
        case refuse(lastError: String)
    }

    /// After this many rejections in a row the host's `Retry-After` holds for all, not for the rejected request alone.
    private static let rejectionsBeforePause = 3

    let limits: HostLimits
    private(set) var inFlight = 0
    private var slots: Double
    private var lastCut = Duration.zero
    private var pausedUntil = Duration.zero
    private var rejectionsInARow = 0
    private var learned = LearnedRate()
    private var learnedPacer = Pacer()
    private var requestPacer = Pacer()
    private var tokens: TokenBucket?
    private var breaker: CircuitBreaker
    /// What was taken of the limits that other processes share; nil for a process by itself.
    var credit: SharedCredit?
    /// What the others are to hear of.
    private var news = HostNews()
    private var lastRejected: Duration?
    private var lastThrottled = Duration.zero

    init(limits: HostLimits, retry: RetryPolicy, isShared: Bool = false) {
        self.limits = limits
        slots = Double(limits.maxConnections)
        credit = isShared ? SharedCredit(limits) : nil
        tokens = isShared ? nil : limits.tokensPerMinute.map { TokenBucket(perMinute: $0) }
        breaker = CircuitBreaker(retry)
    }

    var hasSlot: Bool { inFlight < concurrency }

    /// How many requests may be in flight at present: one at least, unless others have all that there are.
    var concurrency: Int { max(credit == nil ? 1 : 0, Int(slots)) }

    /// Requests a second that the host was found to accept, if it ever rejected any.
    func learnedRate(at now: Duration) -> Double? { learned.perSecond(at: now) }

    /// Whether a request of so many tokens may start now; if so, it is counted.
    mutating func decide(tokens wanted: Int, at now: Duration) -> Decision {
        guard !breaker.refuses(at: now) else { return .refuse(lastError: breaker.lastError) }
        guard hasSlot else { return .waitForSlot }
        let rate = learned.perSecond(at: now)
        var wait = max(.zero, pausedUntil - now)
        if rate != nil { wait = max(wait, learnedPacer.delay(at: now)) }
        if limits.requestsPerMinute != nil { wait = max(wait, requestPacer.delay(at: now)) }
        wait = max(wait, tokens?.delay(for: Double(wanted), at: now) ?? .zero)
        guard wait <= .zero else { return .wait(wait) }
        if let credit, !credit.covers(Double(wanted)) { return .take }
        inFlight += 1
        if let rate { learnedPacer.start(at: now, perSecond: rate) }
        if let perMinute = limits.requestsPerMinute {
            requestPacer.start(at: now, perSecond: perMinute / 60)
        }
        tokens?.take(Double(wanted), at: now)
        credit?.use(tokens: Double(wanted), at: now)
        breaker.started()
        return .start
    }

    mutating func finish(_ outcome: AttemptOutcome, started: Duration, at now: Duration) {
        inFlight -= 1
        switch outcome {
        case .served:
            learned.accepted(at: now)
            rejectionsInARow = 0
            news.served += 1
            // Of a limit that is shared all have to grow together.
            if credit == nil { slots = min(Double(limits.maxConnections), slots + 1 / slots) }
            breaker.succeeded()
        case .throttled(let retryAfter):
            // A host that rejects is alive.
            breaker.succeeded()
            learned.rejected(started: started, at: now)
            news.isThrottled = true
            rejected(retryAfter, at: now)
            cut(started: started, at: now)
        case .overloaded(let error, let retryAfter):
            breaker.failed(error, at: now)
            rejected(retryAfter, at: now)
            cut(started: started, at: now)
        case .failed(let error):
            breaker.failed(error, at: now)
        case .abandoned:
            breaker.abandoned()
        }
    }

    mutating func pause(_ duration: Duration, at now: Duration) {
        guard duration > .zero, now + duration > pausedUntil else { return }
        pausedUntil = now + duration
        // A short pause is a matter of pacing, and must not undo what was learned about the rate.
        if duration >= .milliseconds(500) { learned.paused(until: pausedUntil) }
    }

    mutating func correct(tokens difference: Int, at now: Duration) {
        tokens?.take(Double(difference), at: now)
        credit?.correct(tokens: Double(difference))
    }

    /// What this process has seen since this was last asked.
    mutating func takeNews(at now: Duration) -> HostNews {
        var taken = news
        taken.rejectedAfter = lastRejected.map { now - $0 }
        (news, lastRejected) = (HostNews(), nil)
        return taken
    }

    /// Keeps to this process's part of what all have learned, and takes a rejection of another's for one of its own.
    ///
    /// - Parameter news: what it had told
    mutating func follow(_ orders: HostOrders, after news: HostNews, at now: Duration) {
        slots = min(Double(limits.maxConnections), orders.slots.map(Double.init) ?? .infinity)
        if news.isThrottled { lastThrottled = now }
        guard let ago = orders.throttledAgo, now - ago > lastThrottled + .milliseconds(300), ago < .seconds(3) else {
            return
        }
        lastThrottled = now - ago
        learned.rejected(started: now, at: now)
    }

    private mutating func rejected(_ retryAfter: Duration?, at now: Duration) {
        rejectionsInARow += 1
        guard let retryAfter, rejectionsInARow >= rejectionsBeforePause(retryAfter, at: now) else { return }
        pause(retryAfter, at: now)
    }

    /// At a known rate a few rejections in a row are the end of the server's current second, not a closed door; a pause of
    /// whole seconds, the shortest that the header can say, would waste most of the next one.
    private func rejectionsBeforePause(_ retryAfter: Duration, at now: Duration) -> Int {
        guard retryAfter <= .seconds(5), let rate = learned.perSecond(at: now) else {
            return Self.rejectionsBeforePause
        }
        return max(Self.rejectionsBeforePause, Int(min(rate, 1e6) * 0.3))
    }

    private mutating func cut(started: Duration, at now: Duration) {
        // Requests sent before the last cut say nothing about its effect.
        guard started > lastCut else { return }
        slots = min(slots, max(1, slots * 0.7))
        lastCut = now
        lastRejected = started
    }
}
