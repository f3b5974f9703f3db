import Foundations
import Testing

@testable import HTTPTransport

/// A limit as a store keeps it, by a clock of its own.
private final class Shelf: LimitSource {
    private struct State: Sendable {
        var left = LimitAmount(requests: 1, tokens: 0)
        var filledAt = Duration.zero
        var takes = 0
        var news: [HostNews] = []
        var orders = HostOrders()
    }

    private let state = Locked(State())
    private let clock: ManualClock
    private let perSecond: LimitAmount

    init(_ clock: ManualClock, perSecond: LimitAmount) {
        self.clock = clock
        self.perSecond = perSecond
    }

    var takes: Int { state.withLock { $0.takes } }
    var left: LimitAmount { state.withLock { $0.left } }
    var news: [HostNews] { state.withLock { $0.news } }

    func order(_ orders: HostOrders) { state.withLock { $0.orders = orders } }

    func take(_ wish: LimitWish, of host: String) -> LimitGrant {
        let now = clock.transport.now()
        return state.withLock { state in
            state.takes += 1
            let seconds = state.filledAt == .zero ? 0 : (now - state.filledAt).inSeconds
            state.left.requests = min(state.left.requests + perSecond.requests * seconds, perSecond.requests)
            state.left.tokens = min(state.left.tokens + perSecond.tokens * seconds, perSecond.tokens * 5)
            state.filledAt = now
            let least = LimitAmount(
                requests: max(wish.least.requests, min(wish.most.requests, perSecond.requests / 10)),
                tokens: max(wish.least.tokens, min(wish.most.tokens, perSecond.tokens / 10)))
            guard state.left.requests >= least.requests, state.left.tokens >= least.tokens else {
                return LimitGrant(amount: LimitAmount(), wait: .milliseconds(500))
            }
            let amount = LimitAmount(
                requests: max(wish.least.requests, min(wish.most.requests, state.left.requests.rounded(.down))),
                tokens: max(wish.least.tokens, min(wish.most.tokens, state.left.tokens)))
            state.left.requests -= amount.requests
            state.left.tokens -= amount.tokens
            return LimitGrant(amount: amount, wait: .zero)
        }
    }

    func putBack(_ amount: LimitAmount, of host: String) {
        state.withLock { state in
            state.left.requests += amount.requests
            state.left.tokens += amount.tokens
        }
    }

    func exchange(_ news: HostNews, of host: String, most: Int) -> HostOrders {
        state.withLock { state in
            state.news.append(news)
            return state.orders
        }
    }
}

@Suite("Limits that processes share")
struct SharedLimitTests {
    private let clock = ManualClock()

    private func gate(_ limits: HostLimits, _ share: HostShare) -> HostGate {
        HostGate(host: "h", limits: limits, retry: RetryPolicy(), clock: clock.transport, share: share)
    }

    /// Lets requests through the gates in turn until the clock has gone on so far. Returns how many each let through.
    private func pass(_ gates: [HostGate], tokens: Int = 0, for duration: Duration) async throws -> [Int] {
        let end = clock.transport.now() + duration
        var counts = gates.map { _ in 0 }
        while clock.transport.now() < end {
            for (index, gate) in gates.enumerated() {
                gate.leave(try await gate.enter(tokens: tokens, isRetry: false), .served)
                counts[index] += 1
            }
        }
        return counts
    }

    @Test("the busy one has what the idle one leaves, and asks for it a few times a second", arguments: [600.0, 6000])
    func idle(_ perMinute: Double) async throws {
        let shelf = Shelf(clock, perSecond: LimitAmount(requests: perMinute / 60))
        let limits = HostLimits(requestsPerMinute: perMinute)
        let share = HostShare(shelf)
        let (busy, idle) = (gate(limits, share), gate(limits, HostShare(shelf)))
        let count = try await pass([busy], for: .seconds(30))[0]
        #expect(Double(count) > perMinute / 2 * 0.9 && Double(count) <= perMinute / 2 * 1.04 + 2)
        #expect(shelf.takes < 30 * 12)
        #expect(idle.snapshot().waiting == 0)
    }

    @Test("two that are busy keep to the limit together", arguments: [true, false])
    func busy(ofTokens: Bool) async throws {
        let shelf = Shelf(clock, perSecond: LimitAmount(requests: 20, tokens: 2000))
        let limits = HostLimits(
            requestsPerMinute: ofTokens ? nil : 1200, tokensPerMinute: ofTokens ? 120_000 : nil)
        let (one, other) = (HostShare(shelf), HostShare(shelf))
        let counts = try await pass([gate(limits, one), gate(limits, other)], tokens: 100, for: .seconds(60))
        let all = counts.reduce(0, +)
        #expect(all <= 1200 + 102 && all > 1000, "\(counts)")
        #expect(shelf.takes < 2 * 60 * 12)
    }

    @Test("what is taken and not used goes back, and what is used too much is paid for")
    func surplus() async throws {
        let shelf = Shelf(clock, perSecond: LimitAmount(requests: 10, tokens: 1000))
        let share = HostShare(shelf)
        let gate = gate(HostLimits(requestsPerMinute: 600, tokensPerMinute: 60_000), share)
        clock.advance(.seconds(1))
        _ = shelf.take(LimitWish(most: LimitAmount(), least: LimitAmount()), of: "h")
        clock.advance(.seconds(5))
        gate.leave(try await gate.enter(tokens: 50, isRetry: false), .served)
        // The tokens of a quarter of a minute more than it said.
        gate.correct(tokens: 15_000)
        try await share.exchange()
        #expect(shelf.left.tokens > 0)
        clock.advance(.seconds(3))
        try await share.exchange()
        #expect(shelf.left.tokens < -9000)
        let before = clock.transport.now()
        gate.leave(try await gate.enter(tokens: 50, isRetry: false), .served)
        #expect(clock.transport.now() - before > .seconds(6))
    }

    @Test("a rejection is told once, with what was served")
    func news() async throws {
        let shelf = Shelf(clock, perSecond: LimitAmount())
        let share = HostShare(shelf)
        let gate = gate(HostLimits(maxConnections: 10), share)
        for outcome in [AttemptOutcome.served, .served, .throttled(retryAfter: nil)] {
            let grant = try await gate.enter(tokens: 0, isRetry: false)
            clock.advance(.milliseconds(100))
            gate.leave(grant, outcome)
        }
        clock.advance(.milliseconds(400))
        try await share.exchange()
        try await share.exchange()
        #expect(
            shelf.news == [HostNews(served: 2, rejectedAfter: .milliseconds(500), isThrottled: true), HostNews()])
        #expect(shelf.takes == 0)
    }

    @Test("who hears of another's rejection slows down, waits without a place of its own, and goes on when it has one")
    func orders() async throws {
        let shelf = Shelf(clock, perSecond: LimitAmount())
        let share = HostShare(shelf)
        let gate = gate(HostLimits(maxConnections: 10), share)
        shelf.order(HostOrders(slots: 4, throttledAgo: .milliseconds(200)))
        try await share.exchange()
        #expect(gate.snapshot().concurrency == 4)
        #expect(gate.snapshot().requestsPerSecond != nil)
        shelf.order(HostOrders(slots: 0))
        try await share.exchange()
        #expect(gate.snapshot().concurrency == 0)
        let entering = Task { try await gate.enter(tokens: 0, isRetry: false) }
        while gate.snapshot().waiting == 0 { await Task.yield() }
        #expect(gate.snapshot().inFlight == 0)
        shelf.order(HostOrders(slots: 1))
        try await share.exchange()
        gate.leave(try await entering.value, .served)
        // Growth is that of all together.
        #expect(gate.snapshot().concurrency == 1)
    }

    @Test("a process by itself tells nobody anything")
    func alone() async throws {
        let share = HostShare()
        let gate = gate(HostLimits(maxConnections: 2, requestsPerMinute: 60), share)
        gate.leave(try await gate.enter(tokens: 0, isRetry: false), .served)
        try await share.exchange(isLast: true)
        #expect(gate.snapshot().concurrency == 2)
    }
}
