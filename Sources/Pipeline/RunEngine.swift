import Execution
import Feedback
import Generation
import Images
import Records
import SafetyGrid
import Storage

/// How a run ended when nothing went wrong.
package enum RunOutcome: Sendable, Equatable {
    /// Every planned test is judged or has failed.
    case finished
    /// Every planned test is judged or has failed, and the stopping rule ended the run before its budget was spent, for
    /// the reason given.
    case stoppedEarly(String)
    /// It was asked to stop; `sextant resume` goes on.
    case interrupted
}

/// Joins the stages into a run: plans rounds, and moves each test from planned to judged.
///
/// The same call begins a run and resumes one: steps that the store already has are not repeated.
///
/// ```swift
/// let engine = RunEngine(store: store, run: run, stages: stages, progress: progress, stop: stop)
/// let outcome = try await engine.execute()
/// ```
package struct RunEngine: Sendable {
    private let store: any Store
    private let run: RunRecord
    private let stages: RunStages
    private let progress: RunProgress
    private let stop: StopSignal
    private let sharing: RunSharing?
    private let clock = ContinuousClock()
    /// Most findings of earlier runs that are looked at, the newest.
    private static let earlierFindings = 5_000

    /// An engine for a run that the store already knows.
    ///
    /// - Parameters:
    ///   - store: where every step is recorded
    ///   - run: the run to begin or resume
    ///   - stages: the parts that plan, write, ask and label
    ///   - progress: counts for an observer
    ///   - stop: asks for an early, resumable end
    ///   - sharing: how its tests are left to workers; nil when this process executes all of them
    package init(
        store: any Store, run: RunRecord, stages: RunStages, progress: RunProgress, stop: StopSignal,
        sharing: RunSharing? = nil
    ) {
        self.sharing = sharing
        self.store = store
        self.run = run
        self.stages = stages
        self.progress = progress
        self.stop = stop
    }

    /// Does all remaining steps of the run.
    ///
    /// - Returns: whether it is finished or was asked to stop.
    /// - Throws: ``StoreError``, ``ChatError`` or ``BudgetExhausted`` when the run can't go on; it can be resumed then.
    package func execute() async throws -> RunOutcome {
        let start = clock.now
        let outcome: RunOutcome
        do {
            outcome = try await executeHoldingLeases()
        } catch {
            // The fault that stopped the run is reported, not a fault of the store on the way out.
            try? await close(.unfinished, since: start)
            throw error
        }
        try await close(outcome == .interrupted ? .unfinished : .finished, since: start)
        return outcome
    }

    private func close(_ state: RunState, since start: ContinuousClock.Instant) async throws {
        try await store.update(run: run.id, state: state, addingSeconds: start.duration(to: clock.now).seconds)
    }

    private func executeHoldingLeases() async throws -> RunOutcome {
        let enough = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await renewLeases() }
            defer { group.cancelAll() }
            return try await stages.serving {
                try await stop.watched(onRaise: endWaits) { try await executeRounds() }
            }
        }
        if let fault = await stop.fault {
            // The last test may reach a cap, and then nothing is left that the cap could forbid.
            if fault is BudgetExhausted, progress.snapshot.isOver { return .finished }
            throw fault
        }
        if stop.isRaised { return .interrupted }
        return enough.map(RunOutcome.stoppedEarly) ?? .finished
    }

    /// Ends the waits for rate limits and for batches.
    @Sendable private func endWaits() async {
        stages.onStop()
        await stages.batches?.stop(cancelling: await stop.isFinal)
    }

    /// Does the remaining rounds. Returns the reason when they ended before the budget was spent.
    private func executeRounds() async throws -> String? {
        let records = try await store.claim(run: run.id)
        // What a process that was killed kept and did not record.
        try stages.shelf?.sweep(keeping: records.flatMap(\.images))
        progress.start(budget: run.request.budget, records: records)
        let context = RunContext(
            store: store, run: run, stages: stages, progress: progress, stop: stop,
            book: RoundBook(grid: run.grid, archive: try await earlierFindings(), space: stages.space))
        let prior = PriorRuns(store: store, run: run)
        let first = RoundPlanner(
            context, records: records, prior: try await prior.evidence(), earlierRates: try await prior.rates())
        try await stages.spending.begin(run, records: records, store: store)
        try await stages.batches?.open(StoreBatchLedger(store: store, run: run.id))
        let writer = PromptWriter(context, memory: try await promptMemory())
        await context.stopWhenExhausted()
        if let sharing {
            let rounds = SharedRounds(context: context, sharing: sharing, writer: writer)
            return try await rounds.execute(first)
        }
        let worker = TestWorker(context, records: records)
        let enough = await withDiscardingTaskGroup(returning: String?.self) { tests in
            var planner = first
            do {
                for round in 0... {
                    guard !stop.isRaised else { break }
                    switch try await planner.next(round) {
                    case .none(let enough): return enough
                    case .tests(let records):
                        await stages.batches?.begin(.testing(round), pieces: records.count(where: \.isUnfinished))
                        try await worker.expectingWork {
                            try await writer.complete(records) { written in
                                for test in written { tests.addTask { await worker.finish(test) } }
                            }
                        }
                    }
                }
            } catch {
                await stop.raise(for: error)
                await context.book.abandon()
            }
            return nil
        }
        try await context.recordLateCalls()
        try await sweepImages()
        return enough
    }

    /// Removes images that no response refers to, such as those of findings that were asked again.
    private func sweepImages() async throws {
        guard let shelf = stages.shelf, shelf.exists else { return }
        var kept: Set<ImageReference> = []
        for try await page in store.tests(in: run.id) { kept.formUnion(page.flatMap(\.images)) }
        try shelf.sweep(keeping: kept)
    }

    private func promptMemory() async throws -> PromptMemory {
        let memory = PromptMemory(threshold: run.request.generator.novelty ?? PromptMemory.defaultThreshold)
        try await memory.load(from: store)
        return memory
    }

    /// Findings of earlier runs on the grid in the target; nil when the generator has no use for them.
    private func earlierFindings() async throws -> ExemplarArchive? {
        guard stages.generator.usesExemplars else { return nil }
        var archive = ExemplarArchive(grid: run.grid)
        for finding in try await store.findings(before: run.id, limit: Self.earlierFindings) {
            archive.insert(
                Exemplar(
                    run: finding.run, ordinal: finding.ordinal, cell: finding.cell, prompt: finding.prompt,
                    effectiveness: finding.confidence))
        }
        return archive
    }

    /// Keeps the leases alive until cancelled.
    private func renewLeases() async {
        do {
            while true {
                try await Task.sleep(for: .seconds(20))
                try await store.renewLeases(run: run.id)
            }
        } catch is CancellationError {
            return
        } catch {
            await stop.raise(for: error)
        }
    }
}
