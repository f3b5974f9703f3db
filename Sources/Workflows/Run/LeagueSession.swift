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

/// Executes the runs of a league: several targets on the same tests.
package struct LeagueSession {
    /// How the run of one target ended.
    package struct Ending {
        /// The target's name, with the variant where there are several.
        package let target: String
        /// Its outcome, or the fault that stopped it alone.
        package let outcome: Result<RunOutcome, any Error>
    }

    private let runs: [RunRecord]
    private let store: any Store
    private let places: Places
    private let isVerifying: Bool
    /// The stages until the work begins, as in ``RunSession``.
    private let stages: Locked<[RunStages]?>
    /// The spending of all.
    private let whole: Spending?
    private let material: ReportMaterial
    private let webhook: Webhook?
    private let patience: Patience
    private let attendant: any Attendant

    /// Makes the stages of all runs; nothing is sent or stored yet.
    ///
    /// - Parameters:
    ///   - runs: the runs of one league, in order of their places
    ///   - pages: what prompts may be made of
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every call to a model is a notice
    ///   - isVerifying: whether the files report verified coverage
    ///   - webhook: hears of a failed gate
    ///   - attendant: sees progress, and may stop the runs
    /// - Throws: what ``StageAssembly/stages(sharing:within:)`` throws for a name that is unknown or a key that is missing.
    package init(
        _ runs: [RunRecord], store: any Store, pages: any PageStore, places: Places,
        applications: [String: HTTPApplication], isVerbose: Bool, isVerifying: Bool, webhook: Webhook? = nil,
        attendant: any Attendant
    ) throws {
        precondition(!runs.isEmpty, "a league has runs")
        material = try ReportMaterial(on: runs[0].grid, of: places)
        let whole = runs.first?.request.league.map { Spending(of: $0) }
        let patience = runs.map { $0.request.patience }
        var all: [RunStages] = []
        var first: RunStages?
        for (run, patience) in zip(runs, patience) {
            // Each variant has prompts of its own.
            if run.request.league?.target == 0 { first = nil }
            let passages = PassageFinder(store: pages, now: { run.startedAt })
            let own = try StageAssembly(
                run: run, places: places, applications: applications, store: store, isVerbose: isVerbose,
                patience: patience, log: { attendant.hear(.progress($0)) }, passages: passages
            ).stages(sharing: first, within: whole)
            first = first ?? own
            all.append(own)
        }
        stages = Locked(all)
        self.whole = whole
        self.patience = patience.first ?? Patience()
        self.runs = runs
        self.store = store
        self.places = places
        self.isVerifying = isVerifying
        self.webhook = webhook
        self.attendant = attendant
    }

    /// Does the remaining steps of all runs; a session works once. A target that fails does not stop the others.
    ///
    /// - Returns: how each run ended, in order of their places
    /// - Throws: the error that stopped all.
    package func work() async throws -> [Ending] {
        let taken = stages.withLock { stages in
            defer { stages = nil }
            return stages
        }
        guard let stages = taken, !stages.isEmpty else { preconditionFailure("a session works once") }
        try await material.ready()
        attendant.hear(.progress(LeagueTexts.opening(runs)))
        let targets = zip(runs, stages).map { run, stages in
            RunTarget(run: run, stages: stages, progress: RunProgress(), stop: StopSignal())
        }
        // The variants one after the other: the prompts of each are new beside those before.
        let count = max(runs.first?.request.league?.targets ?? targets.count, 1)
        var endings: [Ending] = []
        while endings.count < targets.count {
            let group = endings.count..<min(endings.count + count, targets.count)
            let outcomes = try await outcomes(of: Array(targets[group]), after: endings)
            endings += zip(runs[group], outcomes).map { run, outcome in
                Ending(target: run.shownName, outcome: outcome)
            }
        }
        return endings
    }

    /// How the runs of one variant end; those that nobody begins any more, as what stopped the runs before them.
    private func outcomes(
        of targets: [RunTarget], after endings: [Ending]
    ) async throws -> [Result<RunOutcome, any Error>] {
        if endings.contains(where: { (try? $0.outcome.get()) == .interrupted }) {
            return targets.map { _ in .success(.interrupted) }
        }
        if !endings.isEmpty, let exhausted = await whole?.exhausted { return targets.map { _ in .failure(exhausted) } }
        let first = targets[0]
        try await RunSession.fill(first.stages.generator, of: first.run, store: store, places: places)
        let stop = StopSignal()
        let engine = RunEngine(store: store, league: targets, stop: stop)
        do {
            let progress = RunProgress(of: targets.map(\.progress))
            return try await attendant.attend(.run(progress, patience), stop: stop) { try await engine.executeAll() }
        } catch {
            attendant.hear(.warning(RunTexts.resumeHint(output: places.output)))
            throw error
        }
    }

    /// Writes the files of all runs in their present state, and the page of the league beside each report.
    ///
    /// - Throws: ``ReportError``; the store's errors.
    package func export() async throws -> LeagueExport {
        let exporter = try await material.exporter(store, to: places, isVerifying: isVerifying)
        let exports = try await runs.concurrentMap(limit: ProcessInfo.processInfo.activeProcessorCount) { run in
            // One grid has one file of coverage, over all runs of the store.
            try await exporter.export(
                try await store.run(run.id), hasLeague: false, hasCoverage: run.id == runs[0].id)
        }
        let league = try await exporter.writeLeague(of: runs[0])
        return LeagueExport(runs: exports, table: league)
    }

    /// Reports failed gates to the webhook.
    package func alarm(_ league: LeagueExport) async {
        let alarm = GateAlarm(webhook: webhook, notice: attendant.hear)
        for export in league.runs where export.analysis.gate?.passed == false { await alarm.send(export) }
    }
}

/// The outcome of a league's export.
package struct LeagueExport: Sendable {
    /// The export of each run, in order of their places.
    package let runs: [RunExport]
    /// The targets side by side.
    package let table: LeagueTable

    /// Path of the page.
    package var page: String { "\(runs[0].folder)/\(LeaguePage.name)" }
}
