import Foundations
import Records
import Storage

/// Why a worker has ended when nothing went wrong.
package enum WorkerEnd: Sendable, Equatable {
    /// The run is over.
    case finished
    /// It was asked to stop, or to drain.
    case stopped
    /// No test waits, and nobody plans more.
    case idle
}

/// Takes tests that another process planned, and brings each from its prompt to its verdict.
///
/// ```swift
/// let engine = WorkerEngine(store: store, run: run, stages: stages, pulse: pulse, stop: stop)
/// let end = try await engine.execute()
/// ```
package struct WorkerEngine: Sendable {
    private let store: any SharedStore
    private let context: RunContext
    private let worker: TestWorker
    private let pulse: RunPulse
    private let stop: StopSignal
    private let hands = Hands()
    private let bell = Bell()
    /// Most tests at once: those at the target, and as many as keep it busy while others are judged and written.
    private let room: Int

    /// How often one looks for tests when no news came, and for how long before giving up on a run that nobody plans.
    private static let glance = Duration.seconds(1)
    private static let renewal = Duration.seconds(15)

    /// A worker for a run.
    ///
    /// - Parameters:
    ///   - store: the store as a worker opens it
    ///   - stages: the parts that ask and label
    ///   - pulse: says how the process is
    package init(
        store: any SharedStore, run: RunRecord, stages: RunStages, pulse: RunPulse, stop: StopSignal
    ) {
        self.store = store
        self.pulse = pulse
        self.stop = stop
        let connections = run.request.connection.maxConnections
        room = connections + max(4, connections / 4)
        context = RunContext(
            store: store, run: run, stages: stages, progress: RunProgress(), stop: stop,
            book: RoundBook(grid: run.grid), isShared: true,
            holds: { try await store.renew([$0], in: run.id) == 1 })
        worker = TestWorker(context, records: [])
    }

    /// Works as a process of its own, until the run is over, nothing is left, or it is to stop; what it has begun it finishes.
    ///
    /// - Throws: ``StoreError``, ``ChatError`` or ``BudgetExhausted`` when it can't go on.
    package func execute() async throws -> WorkerEnd {
        let stages = context.stages
        try await stages.spending.begin(context.run, store: store)
        let orders = Locked(try await pulse.beat())
        let end = try await stages.serving {
            try await stop.watched(onRaise: stages.onStop) {
                try await beside {
                    try await pulse.run { heard in
                        orders.withLock { $0 = heard }
                        await bell.ring()
                    }
                } _: {
                    try await work(hearing: [.tests, .orders]) { orders.withLock { $0 } }
                }
            }
        }
        try await pulse.beat(isLast: true)
        if let fault = await stop.fault { throw fault }
        return end
    }

    /// Works in the process that plans, until cancelled or asked to stop.
    ///
    /// - Parameter ended: is called when tests are done
    func assist(ended: @escaping @Sendable () async -> Void) async throws {
        // The process that plans hears of orders itself.
        _ = try await work(hearing: [.tests], ended: ended) {
            var orders = WorkOrders()
            orders.isPlanned = true
            return orders
        }
    }

    private func work(
        hearing news: [WorkNews], ended: @escaping @Sendable () async -> Void = {},
        _ orders: @Sendable () -> WorkOrders
    ) async throws -> WorkerEnd {
        let subscription = try await store.listen(for: news) { [bell, pulse] news in
            Task { await news == .orders ? pulse.quicken() : bell.ring() }
        }
        defer { withExtendedLifetime(subscription) {} }
        return try await beside {
            try await renew()
        } _: {
            let end = try await withThrowingDiscardingTaskGroup(returning: WorkerEnd.self) { tests in
                try await take(orders) { test in
                    tests.addTask {
                        await worker.finish(PendingTest(record: test))
                        await hands.done(test.plan.ordinal)
                        pulse.done()
                        await bell.ring()
                        await ended()
                    }
                }
            }
            try await settle()
            try await context.recordLateCalls()
            return end
        }
    }

    /// Takes tests as long as there are any, and settles those that are done.
    private func take(
        _ orders: @Sendable () -> WorkOrders, _ begin: (TestRecord) -> Void
    ) async throws -> WorkerEnd {
        var idleGlances = 0
        var isIdle = false
        while true {
            guard !stop.isRaised, !orders().isDraining, !Task.isCancelled else { return .stopped }
            try await settle()
            let free = room - (await hands.held)
            // A batch costs a commit: few small ones, as long as the target stays busy.
            var taken: [TestRecord] = []
            if free >= max(1, room / 8) {
                taken = try await store.take(free, of: context.run.id)
                await hands.take(taken.map(\.plan.ordinal))
                for test in taken { begin(test) }
            }
            if taken.isEmpty {
                let now = orders()
                if await hands.held == 0 {
                    if now.isFinished { return .finished }
                    if !isIdle { try await store.tell(.idleness) }
                    isIdle = true
                    idleGlances = now.isPlanned ? 0 : idleGlances + 1
                    if idleGlances > 3 { return .idle }
                }
                await bell.wait(atMost: Self.glance)
            } else {
                idleGlances = 0
                isIdle = false
            }
        }
    }

    private func settle() async throws {
        let done = await hands.takeDone()
        guard !done.isEmpty else { return }
        try await store.settle(done, in: context.run.id)
    }

    private func renew() async throws {
        while !Task.isCancelled {
            try await Task.sleep(for: Self.renewal)
            try await store.renew(await hands.ordinals, in: context.run.id)
        }
    }

    /// Runs `body`, and `other` beside it until that ends. A fault of `other` raises the signal, and what is begun is finished.
    private func beside<Value: Sendable>(
        _ other: @escaping @Sendable () async throws -> Void, _ body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask {
                do {
                    try await other()
                } catch is CancellationError {
                } catch {
                    await stop.raise(for: error)
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}

/// The tests that a worker holds.
private actor Hands {
    private(set) var ordinals: [Int] = []
    private var finished: [Int] = []

    /// Tests that are begun and not done.
    var held: Int { ordinals.count - finished.count }

    func take(_ taken: [Int]) { ordinals += taken }

    func done(_ ordinal: Int) { finished.append(ordinal) }

    /// The tests that are done and not yet settled; they are held no more.
    func takeDone() -> [Int] {
        defer {
            let gone = Set(finished)
            ordinals.removeAll(where: gone.contains)
            finished = []
        }
        return finished
    }
}
