/// Counts failures in a row and decides when to leave a host alone.
struct CircuitBreaker: Sendable {
    private let threshold: Int
    private let span: Duration
    private let cooldown: Duration
    private var failures = 0
    private var firstFailure = Duration.zero
    private var openUntil: Duration?
    private var isProbing = false
    private(set) var lastError = ""

    init(_ policy: RetryPolicy) {
        threshold = policy.breakerThreshold
        span = policy.breakerSpan
        cooldown = policy.breakerCooldown
    }

    func refuses(at now: Duration) -> Bool {
        guard let openUntil else { return false }
        return isProbing || now < openUntil
    }

    /// Called as a request starts; when the cooldown is over, that request is the probe.
    mutating func started() {
        if openUntil != nil { isProbing = true }
    }

    mutating func succeeded() {
        failures = 0
        openUntil = nil
        isProbing = false
    }

    mutating func failed(_ error: String, at now: Duration) {
        lastError = error
        if isProbing {
            isProbing = false
            openUntil = now + cooldown
            return
        }
        if failures == 0 { firstFailure = now }
        failures += 1
        if openUntil == nil, failures >= threshold, now - firstFailure >= span { openUntil = now + cooldown }
    }

    /// A request that ended without telling anything about the host.
    mutating func abandoned() {
        isProbing = false
    }
}
