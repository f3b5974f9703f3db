import Analysis
import ArgumentParser
import Feedback
import Foundation
import Pipeline
import Records
import Reporting
import Retrieval
import RunStore
import SafetyGrid
import Workflows

/// The parts of a night. Each may have been done before, in whole or in part, by a process that was killed.
struct NightParts {
    let configuration: RunConfiguration
    let nightly: NightlyConfiguration
    let options: RunOptions
    let store: SQLiteStore
    let night: NightRecord
    let run: RunRecord

    private var isQuiet: Bool { options.verbosity.quiet }
    private var now: Double { Date().timeIntervalSince1970 }
    private var isTimeOver: Bool { night.deadline.map { $0 <= now } ?? false }

    /// Fetches news from the feeds of the grid's hazards. A feed that can't be read costs the night nothing.
    ///
    /// - Throws: ``ConfigurationError``, ``StoreError``, ``ExitStatus/interrupted``.
    func refresh() async throws {
        let generator = run.settings.generator
        guard nightly.refresh ?? (generator.contains("/") && !generator.hasPrefix("dataset/")), !isTimeOver else {
            return
        }
        let places = configuration.places
        let feeds = try FeedSeeds(seeds: places.seedFolder().path).byHazard
        let hazards = (run.grid.hazards?.values ?? []).map(\.id).filter { feeds[$0]?.isEmpty == false }
        guard !hazards.isEmpty else { return }
        var arguments = hazards.flatMap { ["--hazard", $0] } + ["--quiet", "--output", places.output]
        if let seeds = places.seeds { arguments += ["--seeds", seeds] }
        if let file = options.config { arguments += ["--config", file] }
        if !isQuiet { Console.line("fetching the feeds of \(hazards.count) hazards") }
        let retrieve = try RetrieveConfiguration(RetrieveOptions.parse(arguments))
        let result = try await RetrieveSession(configuration: retrieve, store: store).execute()
        if result.report.isCancelled { throw ExitStatus.interrupted }
        if !result.isAnythingReached {
            Console.line("warning: no feed could be read; the night goes on with the pages that are there")
        }
    }

    /// Tests the open findings of the last night again.
    ///
    /// - Throws: ``ChatError`` when target or oracle can't be used; ``StoreError``; ``ExitStatus/interrupted``.
    func retest() async throws {
        guard nightly.retests > 0, let last = night.lastRun, !isTimeOver else { return }
        let findings = try await OpenFindings.of(last, in: store).prefix(nightly.mostRetests)
        guard !findings.isEmpty else { return }
        if !isQuiet { Console.line("testing \(findings.count) open findings again, \(nightly.retests) times each") }
        var uncached = run
        uncached.settings.cache = nil
        let stages = try StageAssembly(
            run: uncached, places: configuration.places, applications: configuration.applications, store: store,
            isVerbose: options.verbosity.verbose, patience: uncached.settings.patience, log: { Console.line($0) }
        ).stages()
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        let retesting = Retesting(
            store: store, night: uncached, stages: stages, stop: stop, attempts: nightly.retests)
        let deadline = night.deadline
        try await withThrowingTaskGroup(of: Void.self) { group in
            if let deadline {
                group.addTask {
                    try await Task.sleep(for: .seconds(max(0, deadline - Date().timeIntervalSince1970)))
                    await stop.raise()
                }
            }
            defer { group.cancelAll() }
            _ = try await retesting.execute(Array(findings))
        }
        if await stop.isRaised, !isTimeOver { throw ExitStatus.interrupted }
    }

    /// Spends the budget, until the deadline or a cap.
    ///
    /// - Throws: the error that stopped the run; ``ExitStatus/interrupted``.
    func spend(_ session: RunSession, isOver: Bool) async throws {
        // It may have ended just before the process was killed.
        guard try await store.run(run.id).state == .unfinished else { return }
        let deadline = isOver ? now : night.deadline
        do {
            guard try await session.work(until: deadline) == .interrupted else { return }
            guard let deadline, deadline <= now else { throw ExitStatus.interrupted }
            try await close("the time of the night was over")
        } catch let cap as BudgetExhausted {
            try await close("\(cap)")
        }
    }

    /// Ends the run with the tests that it has.
    private func close(_ reason: String) async throws {
        if !isQuiet { Console.line(TerminalText.safe("the night ends here: \(reason)")) }
        let left = try await store.claim(run: run.id).filter(\.isUnfinished)
        for test in left {
            let stage: TestStage = test.testCase == nil ? .generated : test.response == nil ? .executed : .judged
            let failure = TestFailure(stage: stage, reason: "not done: \(reason)", retryable: false)
            try await store.record([.failed(ordinal: test.plan.ordinal, failure)], in: run.id)
        }
        try await store.update(run: run.id, state: .finished, addingSeconds: 0)
    }

    /// Writes every file, prints the result of the night, and reports a failed gate to a webhook.
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
            changes: try await changes(export))
        try ResultExporter.write(String(decoding: file.bytes, as: UTF8.self), to: "\(export.folder)/\(NightFile.name)")
        if !isQuiet {
            let text =
                ([
                    RunTexts.closing(
                        export.analysis, reportFile: export.reportFile, coverageFile: export.coverageFile,
                        colours: Console.hasColours && !options.verbosity.json)
                ] + file.lines)
                .joined(separator: "\n")
            if options.verbosity.json { Console.line(text) } else { Console.output(text) }
        }
        if options.verbosity.json { Console.output(file.oneLine) }
        if export.analysis.gate?.passed == false { await GateAlarm(webhook: configuration.webhook).send(export) }
        return export.analysis.gate?.passed
    }

    private func changes(_ export: RunExport) async throws -> [NightFile.Change] {
        let known = Set(try await store.runs().map(\.id))
        let named = [("last_night", night.lastRun), ("baseline", nightly.baseline)]
        let tonight = CellEvidence(export.analysis.coverage)
        var changes: [NightFile.Change] = []
        for case (let name, let id?) in named where known.contains(id) {
            // Last night has the nights before it at its side; a baseline is one run, because somebody chose it.
            if name == "last_night", let history = export.analysis.history, let last = history.earlier, last.run == id,
                let made = history.comparison
            {
                changes.append(NightFile.Change(name: name, earlier: last, comparison: made))
                continue
            }
            let earlier = Gate.Earlier(run: id, evidence: try await CellEvidence(of: id, on: run.grid, in: store))
            let comparison = RunComparison(grid: run.grid, base: earlier.base, new: tonight)
            changes.append(NightFile.Change(name: name, earlier: earlier, comparison: comparison))
        }
        return changes
    }

    /// Deletes nights of this target and grid that are older than the newest ones to keep.
    ///
    /// - Throws: ``StoreError``.
    func rotate() async throws {
        let runs = Dictionary(try await store.runs().map { ($0.id, $0) }) { first, _ in first }
        let alike = try await store.nights().map(\.run).filter { id in
            runs[id].map { $0.settings.target == run.settings.target && $0.grid.id == run.grid.id } ?? false
        }
        for old in alike.dropFirst(nightly.keep) where old != nightly.baseline {
            _ = try await store.forget(run: old)
        }
        // Folders of nights whose runs are gone: a process may have been killed between the two.
        let left = Set(try await store.runs().map(\.id))
        for old in try await store.nights().map(\.run) where !left.contains(old) {
            let folder = "\(configuration.places.output)/\(old)"
            if FileManager.default.fileExists(atPath: folder) { try FileManager.default.removeItem(atPath: folder) }
        }
    }
}
