import Execution
import Foundations
import Generation
import Records
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
    private let groups: [RunGroup]
    private let stop: StopSignal
    private let sharing: RunSharing?
    private let clock = ContinuousClock()

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
        groups = [
            RunGroup(targets: [RunTarget(run: run, stages: stages, progress: progress, stop: stop)], stop: stop)
        ]
        self.stop = stop
        self.sharing = sharing
    }

    /// An engine for the runs of a league, which the store already knows.
    ///
    /// - Parameters:
    ///   - store: where every step is recorded
    ///   - league: the targets in order of their places, by the variant of the generator that they are tested with; 1 or more of
    ///     each, and the same targets with every variant. Every test of a variant's first target is one of all its targets
    ///   - stop: asks for an early, resumable end of all
    package init(store: any Store, league: [[RunTarget]], stop: StopSignal) {
        self.store = store
        groups = league.map { RunGroup(targets: $0, stop: league.count == 1 ? stop : StopSignal()) }
        self.stop = stop
        sharing = nil
    }

    private var targets: [RunTarget] { groups.flatMap(\.targets) }

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
        let enough: [String?]
        do {
            enough = try await executeHoldingLeases()
        } catch {
            // The fault that stopped the run is reported, not a fault of the store on the way out.
            for target in targets { try? await close(target, .unfinished, since: start) }
            throw error
        }
        var outcomes: [Result<RunOutcome, any Error>] = []
        for (group, reason) in zip(groups, enough) {
            for target in group.targets {
                let outcome = await outcome(of: target, in: group, enough: reason)
                switch outcome {
                case .success(.interrupted): try await close(target, .unfinished, since: start)
                case .success: try await close(target, .finished, since: start)
                // As above.
                case .failure: try? await close(target, .unfinished, since: start)
                }
                outcomes.append(outcome)
            }
        }
        return outcomes
    }

    private func outcome(
        of target: RunTarget, in group: RunGroup, enough: String?
    ) async -> Result<RunOutcome, any Error> {
        var fault = await target.stop.fault
        if fault == nil { fault = await group.stop.fault }
        if fault == nil { fault = await stop.fault }
        if let fault {
            // The last test may reach a cap, and then nothing is left that the cap could forbid.
            return fault is BudgetExhausted && target.isOver ? .success(.finished) : .failure(fault)
        }
        if stop.isRaised || group.stop.isRaised || target.stop.isRaised { return .success(.interrupted) }
        return .success(enough.map(RunOutcome.stoppedEarly) ?? .finished)
    }

    private func close(
        _ target: RunTarget, _ state: RunState, since start: ContinuousClock.Instant
    ) async throws {
        try await store.update(run: target.run.id, state: state, addingSeconds: start.duration(to: clock.now).seconds)
    }

    private func executeHoldingLeases() async throws -> [String?] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for target in targets { group.addTask { await renewLeases(target) } }
            group.addTask { await StopSignal.link(groups.map(\.stop), to: stop) }
            for part in groups { group.addTask { await StopSignal.link(part.targets.map(\.stop), to: part.stop) } }
            defer { group.cancelAll() }
            return try await serving(targets[...]) { try await executeRounds() }
        }
    }

    /// Runs `body` while every target is served what it needs, until it is to stop.
    private func serving(
        _ targets: ArraySlice<RunTarget>, _ body: () async throws -> [String?]
    ) async throws -> [String?] {
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

    /// Does the remaining rounds of all groups side by side. Returns, for each, the reason when they ended before the budget was
    /// spent.
    private func executeRounds() async throws -> [String?] {
        // Variants that ask the same target share its connections.
        var places: [Int: ConcurrencyGate] = [:]
        for target in targets where places[target.place] == nil {
            places[target.place] = ConcurrencyGate(limit: target.run.request.callsAtATime(of: .target))
        }
        var works: [GroupWork] = []
        // What was spent earlier counts before anybody spends more.
        for group in groups {
            works.append(try await GroupWork(beginning: group, in: store, places: places, sharing: sharing))
        }
        // One memory, so that no prompt of a group is known to another.
        let request = groups[0].first.run.request
        let memory = PromptMemory(threshold: request.generator.novelty ?? PromptMemory.defaultThreshold)
        try await memory.load(from: store)
        return try await works.concurrentMap(limit: works.count) { work in
            do {
                return Result<String?, any Error>.success(try await work.execute(memory))
            } catch {
                await stop.raise(for: error)
                return .failure(error)
            }
        }.map { try $0.get() }
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
