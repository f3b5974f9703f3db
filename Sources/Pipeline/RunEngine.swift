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

/// A target of a run, with the stages of its own tests. An ordinary run has one; in a league each has a run of its own.
package struct RunTarget: Sendable {
    package let run: RunRecord
    package let stages: RunStages
    package let progress: RunProgress
    let stop: StopSignal

    /// A target.
    ///
    /// - Parameters:
    ///   - run: its run, which the store already knows
    ///   - stages: the parts that ask and label; those of the first target also plan and write
    ///   - progress: counts for an observer
    ///   - stop: raised for a fault of this target alone
    package init(run: RunRecord, stages: RunStages, progress: RunProgress, stop: StopSignal) {
        self.run = run
        self.stages = stages
        self.progress = progress
        self.stop = stop
    }

    var isOver: Bool { progress.snapshot.isOver }
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
    private let targets: [RunTarget]
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
        self.store = store
        targets = [RunTarget(run: run, stages: stages, progress: progress, stop: stop)]
        self.stop = stop
        self.sharing = sharing
    }

    /// An engine for the runs of a league, which the store already knows: every test of the first is one of all.
    ///
    /// - Parameters:
    ///   - store: where every step is recorded
    ///   - targets: the targets in order of their places, 1 or more
    ///   - stop: asks for an early, resumable end of all
    package init(store: any Store, league targets: [RunTarget], stop: StopSignal) {
        self.store = store
        self.targets = targets
        self.stop = stop
        sharing = nil
    }

    private var first: RunTarget { targets[0] }
    private var run: RunRecord { first.run }
    private var stages: RunStages { first.stages }

    /// Does all remaining steps of the run.
    ///
    /// - Returns: whether it is finished or was asked to stop.
    /// - Throws: ``StoreError``, ``ChatError`` or ``BudgetExhausted`` when the run can't go on; it can be resumed then.
    package func execute() async throws -> RunOutcome { try await executeAll()[0].get() }

    /// Does all remaining steps of the runs of a league.
    ///
    /// - Returns: how each run ended: a fault of one target is the outcome of its run alone
    /// - Throws: ``StoreError`` or another error that stops all runs; they can be resumed then.
    package func executeAll() async throws -> [Result<RunOutcome, any Error>] {
        let start = clock.now
        let enough: String?
        do {
            enough = try await executeHoldingLeases()
        } catch {
            // The fault that stopped the run is reported, not a fault of the store on the way out.
            for target in targets { try? await close(target, .unfinished, since: start) }
            throw error
        }
        var outcomes: [Result<RunOutcome, any Error>] = []
        for target in targets {
            let outcome = await outcome(of: target, enough: enough)
            switch outcome {
            case .success(.interrupted): try await close(target, .unfinished, since: start)
            case .success: try await close(target, .finished, since: start)
            // As above.
            case .failure: try? await close(target, .unfinished, since: start)
            }
            outcomes.append(outcome)
        }
        return outcomes
    }

    private func outcome(of target: RunTarget, enough: String?) async -> Result<RunOutcome, any Error> {
        var fault = await target.stop.fault
        if fault == nil { fault = await stop.fault }
        if let fault {
            // The last test may reach a cap, and then nothing is left that the cap could forbid.
            return fault is BudgetExhausted && target.isOver ? .success(.finished) : .failure(fault)
        }
        if stop.isRaised || target.stop.isRaised { return .success(.interrupted) }
        return .success(enough.map(RunOutcome.stoppedEarly) ?? .finished)
    }

    private func close(
        _ target: RunTarget, _ state: RunState, since start: ContinuousClock.Instant
    ) async throws {
        try await store.update(run: target.run.id, state: state, addingSeconds: start.duration(to: clock.now).seconds)
    }

    private func executeHoldingLeases() async throws -> String? {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for target in targets { group.addTask { await renewLeases(target) } }
            for target in targets where target.stop !== stop { group.addTask { await link(target) } }
            defer { group.cancelAll() }
            return try await serving(targets[...]) { try await executeRounds() }
        }
    }

    /// Runs `body` while every target is served what it needs, until it is to stop.
    private func serving(
        _ targets: ArraySlice<RunTarget>, _ body: () async throws -> String?
    ) async throws -> String? {
        guard let target = targets.first else { return try await body() }
        return try await target.stages.serving {
            try await target.stop.watched(onRaise: { await endWaits(of: target) }) {
                try await serving(targets.dropFirst(), body)
            }
        }
    }

    /// Ends the waits for rate limits and for batches.
    private func endWaits(of target: RunTarget) async {
        target.stages.onStop()
        await target.stages.batches?.stop(cancelling: await target.stop.isFinal)
    }

    /// Stops a target when all are to stop, and all when no target is left.
    private func link(_ target: RunTarget) async {
        await withDiscardingTaskGroup { group in
            group.addTask {
                await stop.untilRaised()
                if stop.isRaised { await target.stop.raise() }
            }
            group.addTask {
                await target.stop.untilRaised()
                if targets.allSatisfy({ $0.stop.isRaised }) { await stop.raise() }
            }
        }
    }

    /// Does the remaining rounds. Returns the reason when they ended before the budget was spent.
    private func executeRounds() async throws -> String? {
        let book = RoundBook(
            grid: run.grid, archive: try await earlierFindings(), space: stages.space, targets: targets.count)
        var works: [TargetWork] = []
        for (place, target) in targets.enumerated() {
            let records = try await store.claim(run: target.run.id)
            // What a process that was killed kept and did not record.
            try target.stages.shelf?.sweep(
                keeping: records.flatMap(\.keptImages) + (try await neutralImages(target.run)))
            target.progress.start(budget: target.run.request.budget, records: records)
            try await target.stages.spending.begin(target.run, records: records, store: store)
            try await target.stages.batches?.open(StoreBatchLedger(store: store, run: target.run.id))
            let context = RunContext(
                store: store, run: target.run, stages: target.stages, progress: target.progress, stop: target.stop,
                book: book, target: place)
            works.append(TargetWork(context, records: records))
        }
        let context = RunContext(
            store: store, run: run, stages: stages, progress: first.progress, stop: stop, book: book)
        let planner = try await planner(context, records: works[0].records)
        let writer = PromptWriter(context, memory: try await promptMemory())
        for work in works {
            await work.context.stopWhenExhausted()
            try await work.context.drawNeutralPrompts()
        }
        if let sharing {
            let enough = try await SharedRounds(context: context, sharing: sharing, writer: writer).execute(planner)
            if !stop.isRaised { try await sweepImages(context) }
            return enough
        }
        let loop = RoundLoop(context: context, writer: writer, targets: works)
        let enough = await loop.execute(planner)
        for work in works {
            try await work.context.recordLateCalls()
            try await sweepImages(work.context)
        }
        return enough
    }

    /// A league's plan begins where the earlier runs of any target found most. It watches for no rise: its own rates, of what
    /// any target fails, are above those of each.
    private func planner(_ context: RunContext, records: [TestRecord]) async throws -> RoundPlanner {
        guard targets.count == 1 else {
            var priors: [CellEvidence] = []
            for target in targets {
                if let prior = try await PriorRuns(store: store, run: target.run).evidence() { priors.append(prior) }
            }
            return RoundPlanner(
                context, records: records, prior: CellEvidence.worst(of: priors), earlierRates: nil)
        }
        let prior = PriorRuns(store: store, run: run)
        return RoundPlanner(
            context, records: records, prior: try await prior.evidence(), earlierRates: try await prior.rates())
    }

    /// Removes images that no response refers to, such as those of findings that were asked again.
    private func sweepImages(_ context: RunContext) async throws {
        guard let shelf = context.stages.shelf, shelf.exists else { return }
        var kept = Set(try await neutralImages(context.run))
        for try await page in store.tests(in: context.run.id) { kept.formUnion(page.flatMap(\.keptImages)) }
        try await shelf.sweepAll(keeping: kept)
    }

    private func neutralImages(_ run: RunRecord) async throws -> [ImageReference] {
        try await store.fairnessSamples(of: run.id).compactMap(\.image)
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

    /// Keeps the leases of a target's tests alive until cancelled.
    private func renewLeases(_ target: RunTarget) async {
        do {
            while true {
                try await Task.sleep(for: .seconds(20))
                try await store.renewLeases(run: target.run.id)
            }
        } catch is CancellationError {
            return
        } catch {
            await stop.raise(for: error)
        }
    }
}
