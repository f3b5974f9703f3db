import Execution
import Foundations
import Records
import Storage

/// Plans the rounds of a run, has their prompts written, and hands every test to the workers of its targets.
struct RoundLoop: Sendable {
    /// What plans and writes: the stages of the first target, and the signal that stops all.
    let context: RunContext
    let writer: PromptWriter
    /// The targets; the first one's tests are the plan.
    let targets: [TargetWork]

    /// Most prompts that wait to be passed to ``RunStages/onPrompt``; it does not get those beyond.
    private static let mostWaiting = 4096

    private var followers: ArraySlice<TargetWork> { targets.dropFirst() }

    /// Does the remaining rounds. Returns the reason when they ended before the budget was spent.
    func execute(_ first: RoundPlanner) async -> String? {
        await withDiscardingTaskGroup(returning: String?.self) { tests in
            // One task for all prompts: a group looks for each that ends among all that it has.
            let prompts = AsyncStream.makeStream(of: TestCase.self, bufferingPolicy: .bufferingOldest(Self.mostWaiting))
            defer { prompts.continuation.finish() }
            if let onPrompt = context.stages.onPrompt {
                tests.addTask(priority: .utility) {
                    for await testCase in prompts.stream { await onPrompt(testCase) }
                }
            } else {
                prompts.continuation.finish()
            }
            var planner = first
            do {
                for round in 0... {
                    guard !context.stop.isRaised else { break }
                    switch try await planner.next(round) {
                    case .none(let enough): return enough
                    case .tests(let records):
                        for follower in followers { try await follower.follow(records) }
                        for target in targets { await target.announce(records, of: round) }
                        try await expecting(targets[...]) {
                            if !followers.isEmpty {
                                for record in records where !record.isUnfinished {
                                    tests.addTask { await hand(PendingTest(record: record), to: followers) }
                                }
                            }
                            try await writer.complete(records) { written in
                                for test in written {
                                    tests.addTask {
                                        await (followers.isEmpty ? targets[0].worker.finish(test) : share(test))
                                    }
                                }
                                for testCase in written.compactMap(\.record.testCase) {
                                    prompts.continuation.yield(testCase)
                                }
                            }
                        }
                    }
                }
            } catch {
                await stop(for: error)
            }
            return nil
        }
    }

    /// Has a test of the plan done by all targets.
    private func share(_ test: PendingTest) async {
        await expecting(targets[...]) {
            var test = test
            do {
                // The first target's prompt is the one that all get: durable before any other has it.
                try await targets[0].worker.keep(test)
                test.isNew = false
            } catch {
                return await stop(for: error)
            }
            await hand(test, to: targets[...])
        }
    }

    /// Gives a test of the plan to targets, and waits until they are through with it.
    private func hand(_ test: PendingTest, to targets: ArraySlice<TargetWork>) async {
        await withDiscardingTaskGroup { group in
            for target in targets {
                guard let own = target.own(test) else { continue }
                group.addTask { await target.worker.finish(own) }
            }
        }
    }

    private func stop(for error: any Error) async {
        await context.stop.raise(for: error)
        await context.book.abandon()
    }

    /// Runs `body`, from which more work may come for every target.
    private func expecting(_ targets: ArraySlice<TargetWork>, _ body: () async throws -> Void) async rethrows {
        guard let first = targets.first else { return try await body() }
        try await first.worker.expectingWork { try await expecting(targets.dropFirst(), body) }
    }
}

/// The work on one target's tests.
struct TargetWork: Sendable {
    let context: RunContext
    let worker: TestWorker
    /// The tests as an earlier process left them.
    let records: [TestRecord]
    private let earlier: [Int: TestRecord]

    /// - Parameters:
    ///   - records: the tests as an earlier process left them
    ///   - places: the places at the target, which all its runs share; nil for its own
    init(_ context: RunContext, records: [TestRecord], places: ConcurrencyGate?) {
        self.context = context
        self.records = records
        worker = TestWorker(context, records: records, places: places)
        earlier = context.target == 0 ? [:] : Dictionary(uniqueKeysWithValues: records.map { ($0.plan.ordinal, $0) })
    }

    /// Plans the tests of a round as those of the first target, as far as an earlier process has not, and tells the book
    /// how those ended that it finished.
    ///
    /// - Throws: ``StoreError``.
    func follow(_ round: [TestRecord]) async throws {
        let missing = round.map(\.plan).filter { earlier[$0.ordinal] == nil }
        if !missing.isEmpty { try await context.store.plan(missing, in: context.run.id) }
        for record in round.compactMap({ earlier[$0.plan.ordinal] }) {
            if let verdict = record.verdict {
                await context.book.judged(
                    record.plan, verdict, prompt: record.testCase?.prompt, by: context.target)
            } else if let failure = record.failure {
                await context.book.failed(record.plan, failure, by: context.target)
            }
        }
    }

    /// Tells those who gather calls into batches how many tests of a round are to come.
    func announce(_ records: [TestRecord], of round: Int) async {
        guard let batches = context.stages.batches else { return }
        let pieces = records.count { context.target == 0 ? $0.isUnfinished : own(PendingTest(record: $0)) != nil }
        await batches.begin(.testing(round), pieces: pieces)
    }

    /// This target's own test of a test of the plan; nil when it is finished.
    func own(_ test: PendingTest) -> PendingTest? {
        guard context.target > 0 else { return test }
        var record = earlier[test.record.plan.ordinal] ?? TestRecord(plan: test.record.plan)
        guard record.isUnfinished else { return nil }
        guard record.testCase == nil else { return PendingTest(record: record) }
        record.testCase = test.record.testCase
        record.timings.generateMS = 0
        let isNew = record.testCase != nil
        return PendingTest(record: record, isNew: isNew, failure: isNew ? nil : test.failure ?? test.record.failure)
    }
}
