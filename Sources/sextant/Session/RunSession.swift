import Analysis
import ChatModels
import Execution
import Feedback
import Foundation
import Generation
import HTTPTransport
import Oracles
import Pipeline
import Records
import Reporting
import Retrieval
import RunStore
import SafetyGrid
import Workflows

/// Executes a run from this terminal: stages, progress, interrupts, exports.
struct RunSession {
    private let run: RunRecord
    private let store: any Store & PageStore
    private let places: Places
    private let verbosity: VerbosityOptions
    /// Whether the files report verified coverage; `show` and `report` always do.
    private let isVerifying: Bool
    private let stages: RunStages
    private let reference: GradeReference?
    private let webhook: Webhook?
    private let patience: Patience
    /// The messages of the stages for people.
    private let messages: AsyncStream<String>
    private let sink: AsyncStream<String>.Continuation

    /// Makes the stages of a run; nothing is sent or stored yet.
    ///
    /// - Throws: what ``StageAssembly/stages()`` throws for a name that is unknown or a key that is missing.
    init(
        _ run: RunRecord, store: any Store & PageStore, places: Places, applications: [String: HTTPApplication],
        verbosity: VerbosityOptions, isVerifying: Bool, webhook: Webhook? = nil
    ) throws {
        self.webhook = webhook
        patience = run.settings.patience
        let (messages, sink) = AsyncStream.makeStream(of: String.self)
        // The stored pages as they stood when the run began, as far as their age matters.
        let passages = PassageFinder(store: store, now: { run.startedAt })
        stages = try StageAssembly(
            run: run, places: places, applications: applications, store: store, isVerbose: verbosity.verbose,
            patience: patience, log: { sink.yield($0) }, passages: passages
        ).stages()
        // A file that can't be read is reported before anything is spent.
        reference = try places.gradeReference()
        self.run = run
        self.store = store
        self.places = places
        self.verbosity = verbosity
        self.isVerifying = isVerifying
        self.messages = messages
        self.sink = sink
    }

    /// Does the remaining steps of the run, writes its files, and prints the result.
    ///
    /// - Throws: the error that stopped the run, ``ExitStatus/interrupted`` or ``ExitStatus/gate``.
    func execute() async throws {
        let outcome = try await work()
        let result = try await export()
        say(result, outcome)
        if outcome == .interrupted { throw ExitStatus.interrupted }
        if result.analysis.judged == 0, result.analysis.failed > 0 { throw ExitStatus.dependency }
        guard let gate = result.analysis.gate, !gate.passed else { return }
        await GateAlarm(webhook: webhook).send(result)
        throw ExitStatus.gate
    }

    /// Does the remaining steps of the run.
    ///
    /// - Parameter deadline: when to begin nothing more, in seconds since 1970; nil for never
    /// - Throws: the error that stopped the run.
    func work(until deadline: Double? = nil) async throws -> RunOutcome {
        try await DataSetRun(run: run, store: store).fill(stages.generator)
        if !verbosity.quiet { Console.line(RunTexts.opening(run)) }
        defer { sink.finish() }
        return try await engineOutcome(deadline)
    }

    /// Writes the files of the run in its present state, with or without its texts.
    ///
    /// - Throws: ``ReportError``; the store's errors.
    func export(isRedacted: Bool = false) async throws -> RunExport {
        let finished = try await store.run(run.id)
        return try await RunExporter(
            store: store, outputFolder: places.output, coverageFolder: places.coverage,
            reference: reference, isRedacted: isRedacted, check: try places.promptCheck(), showsVerified: isVerifying
        ).export(finished)
    }

    private func engineOutcome(_ deadline: Double?) async throws -> RunOutcome {
        let progress = RunProgress()
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        let engine = RunEngine(store: store, run: run, stages: stages, progress: progress, stop: stop)
        do {
            return try await withThrowingTaskGroup(of: Void.self) { group in
                if !verbosity.quiet {
                    group.addTask {
                        await ProgressReporter(progress: progress, patience: patience).run(messages: messages)
                    }
                }
                if let deadline {
                    group.addTask {
                        try await Task.sleep(for: .seconds(max(0, deadline - Date().timeIntervalSince1970)))
                        await stop.raise()
                    }
                }
                defer { group.cancelAll() }
                return try await engine.execute()
            }
        } catch {
            Console.line(RunTexts.resumeHint(output: places.output))
            throw error
        }
    }

    /// Prints the result of the run.
    func say(_ result: RunExport, _ outcome: RunOutcome) {
        if !verbosity.quiet {
            let text = RunTexts.closing(
                result.analysis, reportFile: result.reportFile, coverageFile: result.coverageFile,
                colours: Console.hasColours && !verbosity.json)
            if verbosity.json { Console.line(text) } else { Console.output(text) }
            if case .stoppedEarly(let reason) = outcome { Console.line("stopped early: \(reason)") }
            if outcome == .interrupted { Console.line(RunTexts.resumeHint(output: places.output)) }
        }
        if verbosity.json { Console.output(result.analysis.summary.oneLine) }
    }
}
