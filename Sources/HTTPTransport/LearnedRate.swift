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
    private static let recovery = 3.0
    /// Rejections come in bursts, as where a limit is counted by the second; one cut answers a whole burst.
    private static let minimumGap = Duration.seconds(1)
    private static let floor = 0.5

    private var phase = Phase.unlimited
    private var since = Duration.zero
    private var slots = [(slot: Int64, count: Int)](repeating: (-100, 0), count: 10)

    /// Requests a second at `now`, or `nil` while nothing was learned.
    func perSecond(at now: Duration) -> Double? {
        let time = max(0, (now - since).inSeconds)
        switch phase {
        case .unlimited: return nil
        case .slowStart(let from): return from * exp2(min(time, 20))
        case .cubic(let ceiling):
            let phase = min(time, 60) / Self.recovery - 1
            return max(Self.floor, ceiling * (1 + Self.dip * phase * phase * phase))
        }
    }

    mutating func accepted(at now: Duration) {
        let slot = Int64(now.inSeconds * 10)
        let index = Int(slot % 10)
        if slots[index].slot == slot { slots[index].count += 1 } else { slots[index] = (slot, 1) }
    }

    /// A rejection at `now` of a request that was sent at `started`; growth begins anew at `resume`.
    mutating func rejected(started: Duration, at now: Duration, resume: Duration) {
        let slot = Int64(now.inSeconds * 10)
        let measured = Double(slots.reduce(0) { $1.slot > slot - 10 ? $0 + $1.count : $0 })
        guard let rate = perSecond(at: now) else {
            phase = .slowStart(from: max(Self.floor, measured * 0.95))
            since = max(now, resume)
            return
        }
        guard started > since, now - since >= Self.minimumGap || isSlowStart else { return }
        phase = .cubic(ceiling: max(Self.floor, min(rate, max(measured, rate / 2))))
        since = max(now, resume)
    }

    private var isSlowStart: Bool {
        if case .slowStart = phase { true } else { false }
    }
}
