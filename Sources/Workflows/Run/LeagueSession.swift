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
    private let material: ReportMaterial
    private let webhook: Webhook?
    private let patience: Patience
    private let attendant: any Attendant

    /// Makes the stages of all runs; nothing is sent or stored yet.
    ///
    /// - Parameters:
    ///   - runs: the runs of one league, in order of their places
    ///   - pages: what prompts may be made of
    ///   - seeds: what was read of the seeds already; nil reads it now
    ///   - applications: what `http/<name>` may name
    ///   - isVerbose: whether every call to a model is a notice
    ///   - isVerifying: whether the files report verified coverage
    ///   - webhook: hears of a failed gate
    ///   - attendant: sees progress, and may stop the runs
    /// - Throws: what ``StageAssembly/stages(sharing:within:)`` throws for a name that is unknown or a key that is missing.
    package init(
        _ runs: [RunRecord], store: any Store, pages: any PageStore, places: Places, seeds: RunSeeds? = nil,
        applications: [String: HTTPApplication], isVerbose: Bool, isVerifying: Bool, webhook: Webhook? = nil,
        attendant: any Attendant
    ) throws {
        precondition(!runs.isEmpty, "a league has runs")
        let seeds = try seeds ?? RunSeeds(of: runs[0].request, on: runs[0].grid, in: places)
        material = seeds.material
        let whole = runs.first?.request.league.map { Spending(of: $0) }
        let patience = runs.map { $0.request.patience }
        let log: @Sendable (String) -> Void = { attendant.hear(.progress($0)) }
        var all: [RunStages] = []
        var first: RunStages?
        var variant: Int?
        var models: [Int: ModelFactory] = [:]
        for (run, patience) in zip(runs, patience) {
            let target = run.request.league?.target ?? all.count
            // Each variant has prompts of its own.
            if run.request.league?.variant != variant { first = nil }
            variant = run.request.league?.variant
            let passages = PassageFinder(store: pages, now: { run.startedAt })
            var assembly = StageAssembly(
                run: run, places: places, applications: applications, store: store, isVerbose: isVerbose,
                patience: patience, log: log, passages: passages)
            // The limits of a target hold for all variants together.
            let own =
                try models[target].map { ModelFactory(sharing: $0, patience: patience) } ?? assembly.modelFactory()
            models[target] = own
            assembly.models = own
            assembly.templates = seeds.templates
            var stages = try assembly.stages(sharing: first, within: whole)
            stages.onPrompt = { [material] in await material.expect($0) }
            first = first ?? stages
            all.append(stages)
        }
        stages = Locked(all)
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
        for run in runs { try await LeftSessions.tell(of: run, in: store, to: attendant.hear) }
        try await material.ready()
        // The report is prepared while others wait for responses.
        async let _ = ReportFile.prepare()
        attendant.hear(.progress(LeagueTexts.opening(runs)))
        let targets = zip(runs, stages).map { run, stages in
            RunTarget(run: run, stages: stages, progress: RunProgress(), stop: StopSignal())
        }
        let variants = Dictionary(grouping: targets) { $0.run.request.league?.variant ?? 0 }
            .sorted { $0.key < $1.key }.map(\.value)
        for variant in variants {
            try await RunSession.fill(variant[0].stages.generator, of: variant[0].run, store: store, places: places)
        }
        let stop = StopSignal()
        let engine = RunEngine(store: store, league: variants, stop: stop)
        do {
            let progress = RunProgress(of: targets.map(\.progress))
            let outcomes = try await attendant.attend(.run(progress, patience), stop: stop) {
                try await engine.executeAll()
            }
            return zip(runs, outcomes).map { Ending(target: $0.shownName, outcome: $1) }
        } catch {
            attendant.hear(
                .warning(RunTexts.resumeHint(of: runs[0].id, output: places.output, database: places.database)))
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
        return LeagueExport(runs: exports, table: try exporter.writeLeague(of: exports))
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
