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
    private let patience: Patience
    private let state: Locked<State>

    init(
        host: String, limits: HostLimits, retry: RetryPolicy, clock: TransportClock, patience: Patience = Patience(),
        share: HostShare = HostShare()
    ) {
        self.host = host
        self.clock = clock
        self.patience = patience
        state = Locked(State(gate: GateState(limits: limits, retry: retry, share: share)))
    }

    /// Waits until the request may start; every grant must be followed by one `leave`.
    /// - Throws: `HTTPError.circuitOpen`, or `CancellationError` when the task is cancelled or the waiting is over.
    func enter(tokens: Int, isRetry: Bool) async throws -> Grant {
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
        return try await waitAtHead(tokens: tokens)
    }

    private func waitAtHead(tokens: Int) async throws -> Grant {
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
            case .waitForSlot:
                try await park { state, id in
                    guard !state.gate.hasSlot else { return false }
                    state.slotWaiter = id
                    return true
                }
            }
        }
    }

    /// Gives back what `enter` granted.
    func leave(_ grant: Grant, _ outcome: AttemptOutcome, pause: Duration? = nil) {
        let now = clock.now()
        state.withLock { state in
            state.gate.finish(outcome, started: grant.started, at: now)
            if let pause { state.gate.pause(pause, at: now) }
            // A breaker that just opened is news for whoever waits for a slot, and `leave` always frees one.
            guard let id = state.slotWaiter, state.gate.hasSlot else { return }
            state.slotWaiter = nil
            state.parked.removeValue(forKey: id)?.call()
        }
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
