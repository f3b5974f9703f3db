import Glibc

/// An estimate of how many requests a second a host accepts, learned from its rejections.
///
/// Until the first rejection there is none. The first takes what was accepted in the last second and doubles it every
/// second until the next one (slow start). From then on the rate follows a cubic curve, as TCP CUBIC's window does
/// (RFC 9438): a drop to `1 - dip` of the ceiling, a flat stretch around it after `recovery`, then ever faster probing.
struct LearnedRate: Sendable {
    private enum Phase: Sendable {
        case unlimited
        case slowStart(from: Double)
        case cubic(ceiling: Double)
    }

    private static let dip = 0.06
    /// Seconds until the ceiling is reached again ...
    private static let recovery = 3.0
    /// ... but never fewer than this many requests, because a slow host would be probed at every other one.
    private static let recoveryRequests = 15.0
    /// Rejections come in bursts, as where a limit is counted by the second; one cut is enough for a whole burst.
    private static let minimumGap = Duration.seconds(1)
    /// Below this many a second, one second is too short to measure what is accepted.
    private static let measurable = 5.0
    private static let firstGuess = 0.5
    private static let floor = 0.02

    private var phase = Phase.unlimited
    private var since = Duration.zero
    private var quietUntil = Duration.zero
    private var slots = [(slot: Int64, count: Int)](repeating: (-100, 0), count: 10)

    /// Requests a second at `now`, or `nil` while nothing was learned.
    func perSecond(at now: Duration) -> Double? {
        let time = max(0, (now - since).inSeconds)
        switch phase {
        case .unlimited: return nil
        case .slowStart(let from): return from * exp2(min(time, 20))
        case .cubic(let ceiling):
            let phase = min(time / max(Self.recovery, Self.recoveryRequests / ceiling), 20) - 1
            return max(Self.floor, ceiling * (1 + Self.dip * phase * phase * phase))
        }
    }

    mutating func accepted(at now: Duration) {
        let slot = Int64(now.inSeconds * 10)
        let index = Int(slot % 10)
        if slots[index].slot == slot { slots[index].count += 1 } else { slots[index] = (slot, 1) }
        // Rejections come back sooner than responses, so at the first rejection most accepted requests are still under
        // way.
        if case .slowStart(let from) = phase, now < since + .seconds(1) {
            phase = .slowStart(from: max(from, measured(at: now) * 0.95))
        }
    }

    /// A rejection at `now` of a request that was sent at `started`.
    mutating func rejected(started: Duration, at now: Duration) {
        guard let rate = perSecond(at: now) else {
            phase = .slowStart(from: max(Self.firstGuess, measured(at: now) * 0.95))
            restart(at: now)
            return
        }
        guard started > since, now - since >= Self.minimumGap || isSlowStart else { return }
        let ceiling: Double
        if rate < Self.measurable {
            ceiling = rate * 0.8
        } else if now - quietUntil >= Self.minimumGap {
            ceiling = min(rate, max(measured(at: now), rate / 2))
        } else if case .slowStart(let from) = phase {
            // Too early to have measured anything; the rate from which growth began did hold.
            ceiling = max(from, min(rate, measured(at: now)))
        } else {
            ceiling = rate * 0.9
        }
        phase = .cubic(ceiling: max(Self.floor, ceiling))
        restart(at: now)
    }

    /// Nothing will be sent before `end`: growth and measuring begin anew there.
    mutating func paused(until end: Duration) {
        quietUntil = max(quietUntil, end)
        since = max(since, end)
    }

    private mutating func restart(at now: Duration) {
        since = max(now, quietUntil)
    }

    /// Requests accepted in the last second.
    private func measured(at now: Duration) -> Double {
        let slot = Int64(now.inSeconds * 10)
        return Double(slots.reduce(0) { $1.slot > slot - 10 ? $0 + $1.count : $0 })
    }

    private var isSlowStart: Bool {
        if case .slowStart = phase { true } else { false }
    }
}
