import ChatModels
import Execution
import Feedback
import Foundation
import Generation
import Oracles
import Pipeline
import Records
import Reporting
import Retrieval
import RunStore
import SafetyGrid

/// Executes a run from this terminal: stages, progress, interrupts, exports.
struct RunSession {
    let store: any Store & PageStore
    let places: Places
    let applications: [String: HTTPApplication]
    let verbosity: VerbosityOptions

    /// Does what is left of a run, writes its files, and says what came of it.
    ///
    /// - Throws: the error that stopped the run, or ``ExitStatus/interrupted``.
    func execute(_ run: RunRecord) async throws {
        let (messages, sink) = AsyncStream.makeStream(of: String.self)
        let stages = try StageAssembly(
            run: run, places: places, applications: applications, store: store, isVerbose: verbosity.verbose,
            log: { sink.yield($0) }, passages: passages(for: run)
        ).stages()
        try await DataSetRun(run: run, store: store).fill(stages.generator)
        if !verbosity.quiet { Console.line(RunTexts.opening(run)) }
        let outcome = try await engineOutcome(run, stages, messages)
        sink.finish()
        let finished = try await store.run(run.id)
        let result = try await RunExporter(
            store: store, outputFolder: places.output, coverageFolder: places.coverage
        ).export(finished)
        say(result, outcome)
        if outcome == .interrupted { throw ExitStatus.interrupted }
    }

    /// The stored pages as they stood when the run began, as far as their age matters.
    private func passages(for run: RunRecord) -> any PassageSource {
        PassageFinder(store: store, now: { run.startedAt })
    }

    private func engineOutcome(
        _ run: RunRecord, _ stages: RunStages, _ messages: AsyncStream<String>
    ) async throws -> RunOutcome {
        let progress = RunProgress()
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        let engine = RunEngine(store: store, run: run, stages: stages, progress: progress, stop: stop)
        do {
            return try await withThrowingTaskGroup(of: Void.self) { group in
                if !verbosity.quiet {
                    group.addTask { await ProgressReporter(progress: progress).run(messages: messages) }
                }
                defer { group.cancelAll() }
                return try await engine.execute()
            }
        } catch {
            Console.line(RunTexts.resumeHint(places))
            throw error
        }
    }

    private func say(_ result: RunExport, _ outcome: RunOutcome) {
        if !verbosity.quiet {
            let text = RunTexts.closing(result, colours: Console.hasColours && !verbosity.json)
            if verbosity.json { Console.line(text) } else { Console.output(text) }
            if case .stoppedEarly(let reason) = outcome { Console.line("stopped early: \(reason)") }
            if outcome == .interrupted { Console.line(RunTexts.resumeHint(places)) }
        }
        if verbosity.json { Console.output(result.summary.oneLine) }
    }
}
