import Foundations

/// The line before one host: requests start in the order they came, retries before new ones, as the limits allow.
///
/// Only the first in line ever sleeps, and looks again when it wakes, so that a limit learned meanwhile holds at once.
final class HostGate: Sendable {
    /// Permission for one attempt.
    struct Grant: Sendable {
        let started: Duration
    }

    private struct State: Sendable {
        var gate: GateState
        var isTurnTaken = false
        var retries = Line()
        var newcomers = Line()
        var parked: [UInt64: Ticket] = [:]
        var slotWaiter: UInt64?
        var lastID: UInt64 = 0
    }

    private let host: String
    private let clock: TransportClock
    private let share: HostShare
    private let state: Locked<State>

    init(
        host: String, limits: HostLimits, retry: RetryPolicy, clock: TransportClock, share: HostShare = HostShare()
    ) {
        self.host = host
        self.clock = clock
        self.share = share
        state = Locked(State(gate: GateState(limits: limits, retry: retry, isShared: share.isShared)))
        share.add(self)
    }

    /// Waits until the request may start; every grant must be followed by one `leave`.
    ///
    /// - Parameter patience: who waits, and whether waiting is over
    /// - Throws: `HTTPError.circuitOpen`, or `CancellationError` when the task is cancelled or the waiting is over.
    func enter(tokens: Int, isRetry: Bool, patience: Patience = Patience()) async throws -> Grant {
        let now = clock.now()
        let isGranted = state.withLock { state in
            guard !state.isTurnTaken else { return false }
            if case .start = state.gate.decide(tokens: tokens, at: now) { return true }
            return false
        }
        if isGranted { return Grant(started: now) }
        try await park { state, id in
            guard state.isTurnTaken else {
                state.isTurnTaken = true
                return false
            }
            if isRetry { state.retries.append(id) } else { state.newcomers.append(id) }
            return true
        }
        defer { passTurn() }
        return try await waitAtHead(tokens: tokens, patience)
    }

    private func waitAtHead(tokens: Int, _ patience: Patience) async throws -> Grant {
        var note: UInt64?
        defer { patience.forget(note) }
        while true {
            try Task.checkCancellation()
            guard !patience.isOver else { throw CancellationError() }
            let now = clock.now()
            switch state.withLock({ $0.gate.decide(tokens: tokens, at: now) }) {
            case .start: return Grant(started: now)
            case .refuse(let lastError): throw HTTPError.circuitOpen(host: host, lastError: lastError)
            // In short pieces, because the breaker may open while a long pause is waited for.
            case .wait(let duration):
                if note == nil { note = patience.note(duration, for: host, unixTime: clock.unixTime()) }
                try await clock.sleep(min(duration, .seconds(1)))
            case .take:
                let wait = try await takeShared(tokens: tokens)
                if wait > .zero {
                    if note == nil { note = patience.note(wait, for: host, unixTime: clock.unixTime()) }
                    try await clock.sleep(min(wait, .seconds(1)))
                }
            case .waitForSlot:
                try await park { state, id in
                    guard !state.gate.hasSlot else { return false }
                    state.slotWaiter = id
                    return true
                }
            }
        }
    }

    /// Takes what all in line need of the limits that are shared. Returns how long to wait when there was nothing.
    private func takeShared(tokens: Int) async throws -> Duration {
        guard let source = share.source else { return .zero }
        let now = clock.now()
        let wish = state.withLock { state in
            let waiting = 1 + state.retries.count + state.newcomers.count
            return state.gate.credit?.wish(tokens: Double(tokens), waiting: waiting, at: now)
        }
        guard let wish else { return .zero }
        let grant = try await source.take(wish, of: host)
        let then = clock.now()
        state.withLock { $0.gate.credit?.add(grant.amount, at: then) }
        return grant.amount == LimitAmount() ? max(grant.wait, .milliseconds(1)) : .zero
    }

    /// Tells what was seen of the host and does what all know of it; puts back what was taken and not used.
    func exchange(with source: any LimitSource, isLast: Bool) async throws {
        let now = clock.now()
        let (news, surplus, most) = state.withLock { state in
            (
                state.gate.takeNews(at: now), state.gate.credit?.surplus(at: now, isLast: isLast),
                state.gate.limits.maxConnections
            )
        }
        if let surplus { try await source.putBack(surplus, of: host) }
        let orders = try await source.exchange(news, of: host, most: most)
        let then = clock.now()
        state.withLock { state in
            state.gate.follow(orders, after: news, at: then)
            callSlotWaiter(&state)
        }
    }

    /// Gives back what `enter` granted.
    func leave(_ grant: Grant, _ outcome: AttemptOutcome, pause: Duration? = nil) {
        let now = clock.now()
        state.withLock { state in
            state.gate.finish(outcome, started: grant.started, at: now)
            if let pause { state.gate.pause(pause, at: now) }
            // A breaker that just opened is news for whoever waits for a slot, and `leave` always frees one.
            callSlotWaiter(&state)
        }
    }

    private func callSlotWaiter(_ state: inout State) {
        guard let id = state.slotWaiter, state.gate.hasSlot else { return }
        state.slotWaiter = nil
        state.parked.removeValue(forKey: id)?.call()
    }

    /// Takes `difference` more tokens (or gives them back, if negative) than were estimated.
    func correct(tokens difference: Int) {
        let now = clock.now()
        state.withLock { $0.gate.correct(tokens: difference, at: now) }
    }

    /// What the gate has learned, for reports and tests.
    func snapshot() -> HostSnapshot {
        let now = clock.now()
        return state.withLock { state in
            HostSnapshot(
                inFlight: state.gate.inFlight, concurrency: state.gate.concurrency, waiting: state.parked.count,
                requestsPerSecond: state.gate.learnedRate(at: now))
        }
    }

    private func passTurn() {
        state.withLock { state in
            while let id = state.retries.popFirst() ?? state.newcomers.popFirst() {
                // One that was cancelled is still in line, but hears no call.
                if let ticket = state.parked.removeValue(forKey: id), ticket.call() { return }
            }
            state.isTurnTaken = false
        }
    }

    /// Suspends until called or cancelled, unless `register` says that there is nothing to wait for.
    private func park(_ register: @Sendable (inout State, UInt64) -> Bool) async throws {
        let ticket = Ticket()
        let id = state.withLock { state -> UInt64? in
            state.lastID += 1
            guard register(&state, state.lastID) else { return nil }
            state.parked[state.lastID] = ticket
            return state.lastID
        }
        guard let id else { return }
        do {
            try await ticket.wait()
        } catch {
            state.withLock { state in
                if state.slotWaiter == id { state.slotWaiter = nil }
                state.parked[id] = nil
            }
            throw error
        }
    }
}

/// First in, first out; amortised constant time.
struct Line: Sendable {
    private var ids: [UInt64] = []
    private var head = 0

    /// How many are in it, those included that left it in the middle.
    var count: Int { ids.count - head }

    mutating func append(_ id: UInt64) {
        ids.append(id)
    }

    mutating func popFirst() -> UInt64? {
        guard head < ids.count else { return nil }
        defer {
            head += 1
            if head > 1024, head * 2 > ids.count {
                ids.removeFirst(head)
                head = 0
            }
        }
        return ids[head]
    }
}

/// What a client knows of a host at one moment.
package struct HostSnapshot: Sendable, Equatable {
    /// Requests sent that have no response yet.
    package var inFlight: Int
    /// How many may be in flight at present.
    package var concurrency: Int
    /// Requests waiting in line.
    package var waiting: Int
    /// The request rate the host was found to accept; `nil` if it never rejected one.
    package var requestsPerSecond: Double?
}
