import Analysis
import Pipeline
import Records
import Reporting
import Workflows

/// A run at a terminal: its work, its files, and its result on standard output.
struct RunClosing {
    let session: RunSession
    let places: Places
    let verbosity: VerbosityOptions

    /// Does the remaining steps of the run, writes its files, and prints the result.
    ///
    /// - Throws: the error that stopped the run, ``ExitStatus/interrupted`` or ``ExitStatus/gate``.
    func execute() async throws {
        let outcome = try await session.work()
        let result = try await session.export()
        say(result, outcome)
        if outcome == .interrupted { throw ExitStatus.interrupted }
        if result.analysis.judged == 0, result.analysis.failed > 0 { throw ExitStatus.dependency }
        guard let gate = result.analysis.gate, !gate.passed else { return }
        await session.alarm(result)
        throw ExitStatus.gate
    }

    private func say(_ result: RunExport, _ outcome: RunOutcome) {
        if !verbosity.quiet {
            let text = RunTexts.closing(
                result.analysis, reportFile: result.reportFile, coverageFile: result.coverageFile,
                colours: Console.hasColours && !verbosity.json)
            if verbosity.json { Console.line(text) } else { Console.output(text) }
            if case .stoppedEarly(let reason) = outcome { Console.line("stopped early: \(reason)") }
            if outcome == .interrupted {
                Console.line(RunTexts.resumeHint(output: places.output, database: places.database))
            }
        }
        if verbosity.json { Console.output(result.analysis.summary.oneLine) }
    }
}
