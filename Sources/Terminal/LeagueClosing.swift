import Analysis
import Pipeline
import Records
import Reporting
import Workflows

/// A league at a terminal: its work, its files, and its table on standard output.
package struct LeagueClosing {
    private let session: LeagueSession
    private let places: Places
    private let verbosity: Verbosity

    /// A session that has not worked yet.
    package init(session: LeagueSession, places: Places, verbosity: Verbosity) {
        self.session = session
        self.places = places
        self.verbosity = verbosity
    }

    /// Does the remaining steps of all runs, writes their files, and prints the table.
    ///
    /// - Throws: the error that stopped all, ``ExitStatus/dependency`` when it stopped one, ``ExitStatus/interrupted`` or
    ///   ``ExitStatus/gate``.
    package func execute() async throws {
        let endings = try await session.work()
        let league = try await session.export()
        say(league, endings)
        let faults = endings.compactMap { ending in
            if case .failure(let fault) = ending.outcome { fault } else { nil }
        }
        // When every target failed, the command fails as a run of the first alone would.
        if faults.count == endings.count, let fault = faults.first { throw fault }
        guard faults.isEmpty else { throw ExitStatus.dependency }
        if endings.contains(where: { (try? $0.outcome.get()) == .interrupted }) { throw ExitStatus.interrupted }
        let analyses = league.runs.map(\.analysis)
        if analyses.allSatisfy({ $0.judged == 0 && $0.failed > 0 }) { throw ExitStatus.dependency }
        guard analyses.contains(where: { $0.gate?.passed == false }) else { return }
        await session.alarm(league)
        throw ExitStatus.gate
    }

    private func say(_ league: LeagueExport, _ endings: [LeagueSession.Ending]) {
        for ending in endings {
            guard case .failure(let fault) = ending.outcome else { continue }
            Console.line(TerminalText.safe("target \(ending.target) stopped: \(fault)"))
        }
        let first = endings.contains { (try? $0.outcome.get()) != .finished } ? league.runs.first : nil
        verbosity.give(
            text: { text(of: league, endings, hasColours: $0) },
            hints: first.map {
                [RunTexts.resumeHint(of: $0.analysis.run.id, output: places.output, database: places.database)]
            } ?? [],
            json: { LeagueJSON.text(league.table) })
    }

    private func text(of league: LeagueExport, _ endings: [LeagueSession.Ending], hasColours: Bool) -> String {
        var lines = [LeagueTexts.result(league.table, colours: hasColours), ""]
        for (ending, export) in zip(endings, league.runs) {
            guard let gate = export.analysis.gate else { continue }
            lines += [TerminalText.safe(ending.target)] + RunTexts.gate(gate).map { "  " + $0 }
        }
        lines += LeagueTexts.batches(of: league.runs.map(\.analysis.batches)).map { [$0] } ?? []
        lines.append("league         \(TerminalText.safe(league.page))")
        return lines.joined(separator: "\n")
    }
}
