import Analysis
import ChatModels
import Feedback
import Foundation
import Foundations
import Generation
import HTTPTransport
import Pipeline
import Records
import Reporting
import Retrieval
import Storage

/// Executes a run: stages, interrupts, exports.
package struct RunSession {
    private let run: RunRecord
    private let store: any Store
    private let places: Places
    /// Whether the files report verified coverage; `show` and `report` always do.
    private let isVerifying: Bool
    /// The stages until the work begins: what they hold is given back before the files are written.
    private let stages: Locked<RunStages?>
    private let material: ReportMaterial
    private let webhook: Webhook?
    private let patience: Patience
    /// Whether the tests are left to workers.
    private let isPlanOnly: Bool
    private let share: HostShare
    private let attendant: any Attendant

    /// Makes the stages of a run; nothing is sent or stored yet.
    ///
    /// - Parameters:
    ///   - pages: what prompts may be made of
    ///   - seeds: what was read of the seeds already; nil reads it now
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every call to a model is a notice
    ///   - isVerifying: whether the files report verified coverage
    ///   - isPlanOnly: whether it plans and writes prompts, and leaves executing to workers
    ///   - webhook: hears of a failed gate
    ///   - attendant: sees progress, and may stop the run
    /// - Throws: what ``StageAssembly/stages()`` throws for a name that is unknown or a key that is missing.
    package init(
        _ run: RunRecord, store: any Store, pages: any PageStore, places: Places, seeds: RunSeeds? = nil,
        applications: [String: HTTPApplication], isVerbose: Bool, isVerifying: Bool, isPlanOnly: Bool = false,
        webhook: Webhook? = nil, attendant: any Attendant
    ) throws {
        guard !isPlanOnly || StorePlace.shared(store) != nil else {
            throw UsageError(
                "--plan-only leaves the tests to workers, and these need --store postgresql://…; a file is worked on by one process"
            )
        }
        self.isPlanOnly = isPlanOnly
        self.webhook = webhook
        let seeds = try seeds ?? RunSeeds(of: run.request, on: run.grid, in: places)
        material = seeds.material
        patience = run.request.patience
        share = HostShare(Self.shared(store, run).map { MachineLimits($0.limits(of: run.id)) })
        // The stored pages as they stood when the run began, as far as their age matters.
        let passages = PassageFinder(store: pages, now: { run.startedAt })
        let material = material
        var assembly = StageAssembly(
            run: run, places: places, applications: applications, store: store, isVerbose: isVerbose,
            patience: patience, log: { attendant.hear(.progress($0)) }, passages: passages, share: share)
        assembly.templates = seeds.templates
        var stages = try assembly.stages()
        stages.onPrompt = { await material.expect($0) }
        self.stages = Locked(stages)
        self.run = run
        self.store = store
        self.places = places
        self.isVerifying = isVerifying
        self.attendant = attendant
    }

    /// Does the remaining steps of the run; a session works once.
    ///
    /// - Parameter deadline: when to begin nothing more, in seconds since 1970; nil for never
    /// - Throws: the error that stopped the run.
    package func work(until deadline: Double? = nil) async throws -> RunOutcome {
        let taken = stages.withLock { stages in
            defer { stages = nil }
            return stages
        }
        guard let stages = taken else { preconditionFailure("a session works once") }
        let isShared = Self.shared(store, run) != nil
        if !isShared { try await LeftSessions.tell(of: run, in: store, to: attendant.hear) }
        try await material.ready()
        // The report is prepared while others wait for responses.
        async let _ = ReportFile.prepare()
        try await Self.fill(stages.generator, of: run, store: store, places: places)
        attendant.hear(.progress(RunTexts.opening(run)))
        let progress = RunProgress()
        let stop = StopSignal()
        let engine = RunEngine(
            store: store, run: run, stages: stages, progress: progress, stop: stop,
            sharing: try await sharing(stages, stop))
        do {
            let outcome = try await attendant.attend(.run(progress, patience), stop: stop) {
                try await stop.raised(at: deadline) { try await engine.execute() }
            }
            // Until all tests are done, workers have sessions open that they will end.
            if isShared, outcome == .finished { try await LeftSessions.tell(of: run, in: store, to: attendant.hear) }
            return outcome
        } catch {
            attendant.hear(
                .warning(RunTexts.resumeHint(of: run.id, output: places.output, database: places.database)))
            throw error
        }
    }

    /// The store of a run that other processes work on as well; nil for a store of its own, and where calls go out in
    /// batches: one process sends them and waits.
    private static func shared(_ store: any Store, _ run: RunRecord) -> (any SharedStore)? {
        run.request.connection.batch?.isEmpty ?? true ? StorePlace.shared(store) : nil
    }

    /// How the tests are left to workers, of whom this process is one unless it only plans; nil where nobody shares them.
    private func sharing(_ stages: RunStages, _ stop: StopSignal) async throws -> RunSharing? {
        guard let url = places.database, let shared = Self.shared(store, run) else { return nil }
        let heartbeat = Heartbeat(
            isPlanner: true, seeds: try SeedDigest.text(of: places),
            connections: isPlanOnly ? 0 : run.request.connection.maxConnections)
        let pulse = RunPulse(shared, run, stages, stop: stop, share: share, heartbeat: heartbeat)
        let assistant =
            isPlanOnly
            ? nil
            : WorkerEngine(
                store: try await StorePlace.openForWork(url, isAssistant: true), run: run, stages: stages, pulse: pulse,
                stop: stop)
        return RunSharing(store: shared, pulse: pulse, assistant: assistant)
    }

    /// Hands a generator what it is to use, and what the run has used.
    ///
    /// - Throws: ``StoreError``, ``ConfigurationError`` or ``UsageError``.
    static func fill(
        _ generator: any PromptGenerator, of run: RunRecord, store: any Store, places: Places
    ) async throws {
        try await DataSetRun(run: run, store: store).fill(generator)
        try await ItemRun(run: run, store: store, places: places).fill(generator)
        guard let recall = PromptRecall(generator, grid: run.grid) else { return }
        for try await page in store.tests(in: run.id) {
            for testCase in page.compactMap(\.testCase) { await recall.note(testCase) }
        }
    }

    /// Writes the files of the run in its present state, with or without its texts.
    ///
    /// - Throws: ``ReportError``; the store's errors.
    package func export(isRedacted: Bool = false) async throws -> RunExport {
        let finished = try await store.run(run.id)
        return try await material.exporter(store, to: places, isRedacted: isRedacted, isVerifying: isVerifying)
            .export(finished)
    }

    /// Reports a failed gate to the webhook.
    package func alarm(_ export: RunExport) async {
        await GateAlarm(webhook: webhook, notice: attendant.hear).send(export)
    }
}

extension StopSignal {
    /// Runs `body`, and raises the signal at a time, in seconds since 1970; nil for never.
    nonisolated func raised<Value: Sendable>(
        at deadline: Double?, _ body: () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let deadline {
                group.addTask {
                    try await Task.sleep(for: .seconds(max(0, deadline - Date().timeIntervalSince1970)))
                    await self.raiseOutOfTime()
                }
            }
            defer { group.cancelAll() }
            return try await body()
        }
    }
}
