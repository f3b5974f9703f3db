/// Spaces starts evenly: each pushes the next one back by the reciprocal of the rate.
struct Pacer: Sendable {
    /// How early a start may be, which makes up for timers that fire late.
    private static let tolerance = Duration.milliseconds(20)
    private var next = Duration.zero

    func delay(at now: Duration) -> Duration {
        max(.zero, next - now - Self.tolerance)
    }

    mutating func start(at now: Duration, perSecond: Double) {
        // A slow stretch must not put off the next start for so long that a recovered rate goes unused.
        next = max(next, now) + min(.seconds(120), .seconds(1 / max(perSecond, 0.001)))
    }
}

/// A bucket of tokens that refills steadily; it may be overdrawn by one call and then has to recover.
struct TokenBucket: Sendable {
    private let perSecond: Double
    private var level: Double
    private var time: Duration?

    init(perMinute: Double) {
        perSecond = max(perMinute, 0.001) / 60
        level = 0
        level = capacity
    }

    /// Five seconds' worth, so that any minute sees at most a twelfth more than allowed, and that only at the start.
    private var capacity: Double { perSecond * 5 }

    mutating func delay(for tokens: Double, at now: Duration) -> Duration {
        refill(now)
        // A call larger than the bucket would otherwise wait for ever.
        let missing = min(tokens, capacity) - level
        return missing > 0 ? .seconds(missing / perSecond) : .zero
    }

    /// Takes tokens out, or puts them back if negative.
    mutating func take(_ tokens: Double, at now: Duration) {
        refill(now)
        level = min(capacity, level - tokens)
    }

    private mutating func refill(_ now: Duration) {
        if let time, now > time { level = min(capacity, level + (now - time).inSeconds * perSecond) }
        time = now
    }
}
