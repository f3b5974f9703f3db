import Foundations
import HTTPTransport
import Records
import Storage

/// Says once a second, and when there is news, how a process is that works on a shared run, and does what it hears: keeps to its
/// part of the limits, and stops when a cap is reached, by whomever.
package struct RunPulse: Sendable {
    let store: any SharedStore
    let run: RunRecord
    let spending: Spending
    let stop: StopSignal
    let share: HostShare
    /// What it says of itself, but for what has to be counted.
    let heartbeat: Heartbeat
    private let bell = Bell()
    private let clock = ContinuousClock()
    /// Tests done, and those of the last seconds.
    private let counts = Locked(Counts())

    private struct Counts: Sendable {
        var tests = 0
        var marks: [(time: ContinuousClock.Instant, tests: Int)] = []
    }

    /// The pulse of a process.
    ///
    /// - Parameters:
    ///   - stages: what the process works with
    ///   - share: the limits that its calls keep to
    ///   - heartbeat: whether it plans, and how many calls it makes at once
    package init(
        _ store: any SharedStore, _ run: RunRecord, _ stages: RunStages, stop: StopSignal, share: HostShare,
        heartbeat: Heartbeat
    ) {
        self.store = store
        self.run = run
        spending = stages.spending
        self.stop = stop
        self.share = share
        self.heartbeat = heartbeat
    }

    /// Counts a test that is done.
    func done() { counts.withLock { $0.tests += 1 } }

    /// Says how the process is, and hears what it is to do.
    ///
    /// - Throws: ``StoreError``.
    @discardableResult
    func beat(isLast: Bool = false) async throws -> WorkOrders {
        var beat = heartbeat
        (beat.tests, beat.rate) = counts.withLock { [now = clock.now] counts in
            counts.marks.append((now, counts.tests))
            if counts.marks.count > 11 { counts.marks.removeFirst() }
            let (first, seconds) = (counts.marks[0], counts.marks[0].time.duration(to: now).seconds)
            return (counts.tests, seconds > 0 ? Double(counts.tests - first.tests) / seconds * 60 : 0)
        }
        beat.spent = await spending.own
        beat.isLast = isLast
        if spending.isCapped, let own = await spending.exhausted { try await store.note(own.cap, in: run.id) }
        let orders = try await store.beat(beat, in: run.id)
        await spending.set(others: orders.othersSpent)
        try await share.exchange(isLast: isLast)
        await spending.stopWhenExhausted(stop)
        if let cap = orders.cap { await stop.raise(for: BudgetExhausted(cap)) }
        return orders
    }

    /// Beats at once, rather than within the second.
    func quicken() async { await bell.ring() }

    /// Beats until cancelled.
    ///
    /// - Parameter heard: takes what each beat brings
    /// - Throws: ``StoreError``.
    func run(_ heard: @Sendable (WorkOrders) async -> Void = { _ in }) async throws {
        while true {
            await bell.wait(atMost: .seconds(1))
            try Task.checkCancellation()
            await heard(try await beat())
        }
    }
}

extension BudgetExhausted {
    /// The cap that stopped a run, by whichever process reached it.
    package init(_ cap: CapReached) {
        self =
            switch cap {
            case .cost(let spent, let cap): .cost(spent: spent, cap: cap)
            case .tokens(let spent, let cap): .tokens(spent: spent, cap: cap)
            }
    }

    /// What other processes are told.
    var cap: CapReached {
        switch self {
        case .cost(let spent, let cap, _): .cost(spent: spent, cap: cap)
        case .tokens(let spent, let cap, _): .tokens(spent: spent, cap: cap)
        }
    }
}
