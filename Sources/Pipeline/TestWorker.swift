import ChatModels
import Execution
import Foundations
import Oracles
import Records
import SafetyGrid
import Storage

/// Takes one test from its prompt to its verdict. A step that fails is recorded on the test; a fault that stops the run
/// raises the stop signal.
struct TestWorker: Sendable {
    let context: RunContext
    private let targetGate: ConcurrencyGate
    private let oracleGate: ConcurrencyGate
    private let targetWatch: FaultWatch
    private let oracleWatch: FaultWatch
    private let clock = ContinuousClock()
    /// Time after which a worker that slept may have lost a test: less than a lease.
    private let doubt: Duration

    /// - Parameters:
    ///   - records: the run's tests as an earlier process left them
    ///   - places: the places at the target, which others may share; nil for those that the run's settings say
    init(
        _ context: RunContext, records: [TestRecord], places: ConcurrencyGate? = nil, doubt: Duration = .seconds(45)
    ) {
        self.doubt = doubt
        // Of a run that others work on as well, nobody sees all work.
        let seesAll = !context.isShared
        targetWatch = FaultWatch(successes: records.count { $0.response != nil }, seesAllWork: seesAll)
        oracleWatch = FaultWatch(successes: records.count { $0.verdict != nil }, seesAllWork: seesAll)
        self.context = context
        targetGate = places ?? ConcurrencyGate(limit: context.run.request.callsAtATime(of: .target))
        oracleGate = ConcurrencyGate(limit: context.stages.oracle.concurrency)
    }

    /// Does all remaining steps of a test.
    func finish(_ test: PendingTest) async {
        guard let batches = context.stages.batches else { return await expectingWork { await work(test) } }
        await finish(test, in: batches)
    }

    /// Does all remaining steps of a test as a piece of its round, whose calls go out together.
    private func finish(_ test: PendingTest, in batches: BatchDesk) async {
        let round = BatchRound.testing(test.record.plan.round)
        await expectingWork {
            let piece = BatchPiece(round, number: test.record.plan.ordinal)
            await BatchPiece.$current.withValue(piece) { await work(test) }
        }
        await batches.end(round)
    }

    /// Runs `body`, which works on a test or hands out further tests. Until it ends, more work may come.
    func expectingWork(_ body: () async throws -> Void) async rethrows {
        await targetWatch.begin()
        await oracleWatch.begin()
        do {
            try await body()
        } catch {
            await targetWatch.end()
            await oracleWatch.end()
            throw error
        }
        await targetWatch.end()
        await oracleWatch.end()
    }

    /// A failed call, with the watch that knows whether all calls fail.
    struct FailedCall: Error {
        let error: ChatError
        let call: FaultWatch.Call
        let watch: FaultWatch
    }

    /// Whose fault a failed call is; batches don't wait for the test meanwhile.
    func blame(for failed: FailedCall) async -> Blame {
        guard let batches = context.stages.batches else {
            return await failed.watch.blame(for: failed.error, of: failed.call)
        }
        return await batches.waiting { await failed.watch.blame(for: failed.error, of: failed.call) }
    }

    /// Makes a call and reports its outcome to `watch`.
    ///
    /// - Throws: ``FailedCall`` in place of a ``ChatError``.
    private func watched<Value: Sendable>(
        by watch: FaultWatch, _ body: () async throws -> Value
    ) async throws -> Value {
        let call = await watch.started()
        do {
            let value = try await body()
            await watch.succeeded(call)
            return value
        } catch let error as ChatError {
            throw FailedCall(error: error, call: call, watch: watch)
        } catch {
            await watch.abandoned(call)
            throw error
        }
    }

    /// Records the prompt of a test, if it is new; durable when it returns.
    ///
    /// - Throws: ``StoreError``.
    func keep(_ test: PendingTest) async throws {
        guard test.isNew, let testCase = test.record.testCase else { return }
        try await context.record(.generated(testCase, milliseconds: test.record.timings.generateMS ?? 0))
        context.progress.generated()
        await context.book.generated(testCase)
    }

    private func work(_ test: PendingTest) async {
        let plan = test.record.plan
        var stage = TestStage.generated
        do {
            if let failure = test.failure { return try await fail(plan, failure) }
            guard let testCase = test.record.testCase else { return await context.abandon() }
            // Kept even when the run is to stop: the prompt may have been paid for.
            try await keep(test)
            guard !context.stop.isRaised else { return await context.abandon() }
            stage = .executed
            guard let (response, turns) = try await response(to: testCase, test.record) else {
                return await context.abandon()
            }
            stage = .judged
            try await judge(testCase, response, turns, test.record.repeats)
            try await context.recordLateCalls()
        } catch {
            await handle(error, test.record, stage)
        }
    }

    /// The response, and the turns of a conversation: as they are recorded, or asked for and recorded. Nil when the run is
    /// to stop.
    private func response(to testCase: TestCase, _ record: TestRecord) async throws -> (Response, [Turn])? {
        if let response = record.response { return (response, record.turns) }
        let ordinal = testCase.plan.ordinal
        let start = clock.now
        let result = try await context.stages.response(
            to: testCase, on: context.run.grid, label: label(testCase.plan), earlier: record.turns
        ) { call in
            try await ask(call) {
                try await isHeld(ordinal, since: start)
            } count: { reply in
                if context.stages.spending.isCapped { await context.stages.spending.add(reply.response) }
            }
        } judge: { exchange in
            try await verdict(on: exchange).verdict
        } keep: { reply, place in
            try await context.record(.replied(ordinal: ordinal, reply, at: place))
        }
        guard let result else { return nil }
        try await context.record(.executed(ordinal: ordinal, result.response, milliseconds: result.milliseconds))
        return (result.response, result.turns)
    }

    /// Whether the test is still this process's: one that slept past its lease must not pay for a test that another does.
    private func isHeld(_ ordinal: Int, since start: ContinuousClock.Instant) async throws -> Bool {
        guard let holds = context.holds, start.duration(to: clock.now) >= doubt else { return true }
        return try await holds(ordinal)
    }

    /// Asks the target as soon as it has a place free, and lets `count` count what it costs; nil when the run is to stop, or
    /// another process has the test.
    func ask(
        _ call: () async throws -> TargetReply, isHeld: () async throws -> Bool = { true },
        count: (TargetReply) async throws -> Void
    ) async throws -> TargetReply? {
        try await targetGate.pass { () async throws -> TargetReply? in
            // Another run of the league may have reached the cap of all.
            await context.stopWhenExhausted()
            guard !context.stop.isRaised, try await isHeld() else { return nil }
            context.progress.sent()
            defer { context.progress.answered() }
            let reply = try await watched(by: targetWatch, call)
            // Before the place at the gate is free: the next call must see a cap that this one reached.
            try await count(reply)
            await context.stopWhenExhausted()
            return reply
        }
    }

    private func judge(
        _ testCase: TestCase, _ response: Response, _ turns: [Turn], _ repeats: [Retest]
    ) async throws {
        let exchange = Exchange(testCase, response, turns, on: context.run.grid, label: label(testCase.plan))
        // A test that was being asked again when a process ended has its verdict in the first of its tries.
        let (first, milliseconds) =
            if let known = repeats.first?.verdict { (known, 0.0) } else { try await verdict(on: exchange) }
        guard let verdict = try await confirmed(first, testCase, response, earlier: repeats) else {
            return await context.abandon()
        }
        try await record(verdict, milliseconds: milliseconds, on: testCase)
    }

    func verdict(on exchange: Exchange) async throws -> (verdict: Verdict, milliseconds: Double) {
        try await oracleGate.pass {
            let start = clock.now
            let verdict = try await watched(by: oracleWatch) { try await context.stages.oracle.verdict(on: exchange) }
            return (verdict, start.duration(to: clock.now).milliseconds)
        }
    }

    private func record(_ verdict: Verdict, milliseconds: Double, on testCase: TestCase) async throws {
        let plan = testCase.plan
        try await context.record(.judged(ordinal: plan.ordinal, verdict, milliseconds: milliseconds))
        await context.stopWhenExhausted()
        context.progress.judged(verdict)
        await context.book.judged(plan, verdict, prompt: testCase.prompt, by: context.target)
    }

    private func handle(_ error: any Error, _ test: TestRecord, _ stage: TestStage) async {
        do {
            switch error {
            case is CancellationError: await context.abandon()
            // Another worker has the test, and will say how it ended.
            case StoreError.leaseLost where context.isShared: await context.abandon()
            case let failed as FailedCall: try await settle(failed, test, stage)
            case let fault as UserSideFault:
                try await fail(test.plan, .unled("\(fault)"))
            // Of the models that write the user's side: the target's and the oracle's errors are failed calls.
            case let error as ChatError where !error.isFatal:
                try await fail(
                    test.plan, TestFailure(stage: stage, reason: "\(error)", retryable: error.isRetryable))
            default: throw error
            }
        } catch {
            await context.stop.raise(for: error)
            await context.abandon()
        }
    }

    /// Records a failure on the test, or stops the run when every test would fail in this way.
    private func settle(_ failed: FailedCall, _ test: TestRecord, _ stage: TestStage) async throws {
        let error = failed.error
        let failure = TestFailure(stage: stage, reason: "\(error)", retryable: error.isRetryable)
        switch await blame(for: failed) {
        case .own:
            guard stage == .judged, !error.isRetryable, let testCase = test.testCase else {
                return try await fail(test.plan, failure)
            }
            // A response that the judge can't take in is kept for another judge.
            try await record(.unjudged(by: context.stages.oracle.name, because: error), milliseconds: 0, on: testCase)
        case .all(let fault):
            if case .persistent(_, _, isFirst: false) = fault, !error.isFatal {
                // A test that fails in the same way after a resume no longer keeps the run from its end.
                let isRepeated = test.pastFailures.contains { $0.stage == stage && $0.reason == failure.reason }
                try await fail(
                    test.plan,
                    TestFailure(stage: stage, reason: failure.reason, retryable: error.isRetryable || !isRepeated))
            }
            throw fault
        }
    }

    private func fail(_ plan: PlannedTest, _ failure: TestFailure) async throws {
        try await context.record(.failed(ordinal: plan.ordinal, failure))
        context.progress.failed()
        await context.book.failed(plan, failure, by: context.target)
    }

    func label(_ plan: PlannedTest) -> String {
        context.label(of: plan.ordinal)
    }
}
