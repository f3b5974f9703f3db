import Analysis
import Pipeline
import Records
import Reporting
import Workflows

/// A run at a terminal: its work, its files, and its result on standard output.
package struct RunClosing {
    private let session: RunSession
    private let places: Places
    private let verbosity: Verbosity

    /// A session that has not worked yet.
    package init(session: RunSession, places: Places, verbosity: Verbosity) {
        self.session = session
        self.places = places
        self.verbosity = verbosity
    }

    /// Does the remaining steps of the run, writes its files, and prints the result.
    ///
    /// - Throws: the error that stopped the run, ``ExitStatus/interrupted`` or ``ExitStatus/gate``.
    package func execute() async throws {
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
        var hints: [String] = []
        if case .stoppedEarly(let reason) = outcome { hints.append("stopped early: \(reason)") }
        if outcome == .interrupted {
            hints.append(
                RunTexts.resumeHint(
                    of: result.analysis.run.id, output: places.output, database: places.database))
        }
        verbosity.give(
            text: { hasColours in
                RunTexts.closing(
                    result.analysis, reportFile: result.reportFile, coverageFile: result.coverageFile,
                    colours: hasColours)
            }, hints: hints, json: { result.analysis.summary.oneLine })
    }
}
