import Analysis
import Feedback
import Foundation
import Images
import Pipeline
import Records
import Reporting
import Retrieval
import SafetyGrid
import Storage

/// The parts of a night. Each may have been done before, in whole or in part, by a process that was killed.
struct NightParts {
    let configuration: RunConfiguration
    let nightly: NightlyConfiguration
    /// Where pages are kept.
    let pages: any PageStore & LinkStore & RobotsStore
    /// How pages are fetched; its hazards are those of the grid.
    let fetching: RetrieveRequest
    let isVerbose: Bool
    let attendant: any Attendant
    /// Takes what the night wrote.
    let written: @Sendable (NightResult) -> Void
    let store: any Store
    let night: NightRecord
    var run: RunRecord

    private var now: Double { Date().timeIntervalSince1970 }
    var isTimeOver: Bool { night.deadline.map { $0 <= now } ?? false }

    /// Fetches news from the feeds of the grid's hazards. A feed that can't be read costs the night nothing.
    ///
    /// - Throws: ``ConfigurationError``, ``StoreError``, ``Interrupted``.
    func refresh() async throws {
        guard nightly.refresh ?? run.request.generator.isChatModel, !isTimeOver else { return }
        let feeds = try FeedSeeds(seeds: configuration.places.seedFolder().path).byHazard
        let hazards = (run.grid.hazards?.values ?? []).map(\.id).filter { feeds[$0]?.isEmpty == false }
        guard !hazards.isEmpty else { return }
        attendant.hear(.progress("fetching the feeds of \(hazards.count) hazards"))
        var request = fetching
        request.hazards = hazards
        let library = try request.checked()
        let result = try await RetrieveSession(request, library: library, store: pages, attendant: attendant.quiet)
            .execute()
        if result.report.isCancelled { throw Interrupted() }
        if !result.isAnythingReached {
            attendant.hear(
                .warning("warning: no feed could be read; the night goes on with the pages that are there"))
        }
    }

    /// Tests the open findings of the last night again.
    ///
    /// - Throws: ``ChatError`` when target or oracle can't be used; ``StoreError``; ``Interrupted``.
    func retest() async throws {
        guard nightly.retests > 0, let last = night.lastRun, !isTimeOver else { return }
        let findings = try await OpenFindings.of(last, in: store).prefix(nightly.mostRetests)
        guard !findings.isEmpty else { return }
        attendant.hear(
            .progress("testing \(findings.count) open findings again, \(nightly.retests) times each"))
        var uncached = run
        uncached.request.connection.cache = nil
        let stages = try StageAssembly(
            run: uncached, places: configuration.places, applications: configuration.applications, store: store,
            isVerbose: isVerbose, patience: uncached.request.patience,
            log: { [attendant] in attendant.hear(.warning($0)) }
        ).stages()
        let stop = StopSignal()
        let retesting = Retesting(
            store: store, night: uncached, stages: stages, stop: stop, attempts: nightly.retests)
        try await attendant.attend(.nothing, stop: stop) {
            try await stop.raised(at: night.deadline) { _ = try await retesting.execute(Array(findings)) }
        }
        if stop.isRaised, !isTimeOver { throw Interrupted() }
    }

    /// Spends the budget, until the deadline or a cap.
    ///
    /// - Throws: the error that stopped the run; ``Interrupted``.
    func spend(_ session: RunSession, isOver: Bool) async throws {
        // It may have ended just before the process was killed.
        guard try await store.run(run.id).state == .unfinished else { return }
        let deadline = isOver ? now : night.deadline
        do {
            guard try await session.work(until: deadline) == .interrupted else { return }
            guard let deadline, deadline <= now else { throw Interrupted() }
            try await close("the time of the night was over")
        } catch let cap as BudgetExhausted {
            try await close("\(cap)")
        }
    }

    /// Ends the run with the tests that it has.
    private func close(_ reason: String) async throws {
        attendant.hear(.progress(TerminalText.safe("the night ends here: \(reason)")))
        let left = try await store.claim(run: run.id).filter(\.isUnfinished)
        for test in left {
            let stage: TestStage = test.testCase == nil ? .generated : test.response == nil ? .executed : .judged
            // Whoever resumes the night has them done, with the replies of batches that ended later.
            let failure = TestFailure(stage: stage, reason: "not done: \(reason)", retryable: true)
            try await store.record([.failed(ordinal: test.plan.ordinal, failure)], in: run.id)
        }
        try await store.update(run: run.id, state: .finished, addingSeconds: 0)
        // Whoever works on the run until its end does this then, and nobody comes after this one.
        let shelf = ImageShelf.of(run: run.id, in: configuration.places.output, depot: StorePlace.shared(store))
        try await shelf.sweepAll { try await RunImages.kept(of: run.id, in: store) }
    }

    /// Writes every file, hands the result of the night over, and reports a failed gate to a webhook.
    ///
    /// - Returns: whether the gate was passed
    /// - Throws: ``ReportError``; ``StoreError``.
    func write(_ session: RunSession) async throws -> Bool? {
        let export = try await session.export(isRedacted: nightly.isRedacted)
        let result = RunResult(export.analysis, isRedacted: nightly.isRedacted)
        _ = try ResultExporter.write(result, as: nightly.exports, to: export.folder)
        let retests = try await store.outcomes(of: run.id)
        var open = 0
        if let last = night.lastRun { open = try await OpenFindings.of(last, in: store).count }
        let file = NightFile(
            night: night, grid: run.grid, gate: export.analysis.gate, retests: retests,
            leftOut: nightly.retests > 0 ? max(0, open - retests.count) : 0,
            changes: try await changes(export), control: try await check(), heldBack: try await heldBack().map(\.name))
        try ResultExporter.write(String(decoding: file.bytes, as: UTF8.self), to: "\(export.folder)/\(NightFile.name)")
        written(NightResult(export: export, file: file))
        if export.analysis.gate?.passed == false { await session.alarm(export) }
        return export.analysis.gate?.passed
    }

    private func changes(_ export: RunExport) async throws -> [NightFile.Change] {
        let held = Set(try await heldBack().map(\.run))
        let known = Set(try await store.runs().map(\.id)).subtracting(held)
        let tonight = CellEvidence(export.analysis.byChance.harmful)
        var changes: [NightFile.Change] = []
        for case (let name, let id?) in named where known.contains(id) {
            // Last night has the nights before it at its side; a baseline is one run, because somebody chose it.
            if name == "last_night", let history = export.analysis.history, let last = history.earlier, last.run == id,
                let made = history.comparison
            {
                changes.append(
                    NightFile.Change(
                        name: name, earlier: last, comparison: made, overRefusals: history.overRefusals))
                continue
            }
            let earlier = EarlierRuns(run: id, evidence: try await CellEvidence(of: id, on: run.grid, in: store))
            let comparison = RunComparison(grid: run.grid, base: earlier.base, new: tonight)
            changes.append(
                NightFile.Change(
                    name: name, earlier: earlier, comparison: comparison,
                    overRefusals: try await overRefusals(export, id)))
        }
        return changes
    }

    private func overRefusals(_ export: RunExport, _ earlier: String) async throws -> OverRefusalChange? {
        OverRefusalChange(
            base: try await TwinCounts.of(store.run(earlier), in: store).overRefusal,
            new: export.analysis.statistics.overRefusals.rate)
    }

    /// Deletes nights of this target and grid that are older than the newest ones to keep.
    ///
    /// - Throws: ``StoreError``.
    func rotate() async throws {
        let runs = Dictionary(try await store.runs().map { ($0.id, $0) }) { first, _ in first }
        let alike = try await store.nights().map(\.run).filter { id in
            runs[id].map { $0.request.target.isSame(as: run.request.target) && $0.grid.id == run.grid.id } ?? false
        }
        for old in alike.dropFirst(nightly.keep) where old != nightly.baseline {
            _ = try await store.forget(run: old)
        }
        try await ForgottenNights.removeFolders(in: configuration.places.output, store: store)
        try await InputSweep(
            store, shelf: .inputs(in: configuration.places.output, depot: StorePlace.shared(store))
        ).execute()
    }
}

/// What a night wrote.
package struct NightResult: Sendable {
    /// The run's result, and where its files are.
    package let export: RunExport
    /// The changes and the findings that were tested again.
    package let file: NightFile
}
