import Analysis
import Records

/// The list of runs.
package struct RunsTable: Sendable {
    private let runs: [(run: RunRecord, rate: Rate)]

    /// The table of the given runs with their verdicts and findings, in the given order.
    package init(_ runs: [(run: RunRecord, rate: Rate)]) {
        self.runs = runs
    }

    /// The table for a terminal: a row a run.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal
    ///   - color: whether to use colours
    /// - Returns: the lines, without a line break at the end
    package func text(width: Int = 80, color: Bool) -> String {
        var table = TextTable([
            .init("run"), .init("state"), .init("target", flexible: true), .init("judged", .right),
            .init("findings", .right), .init("share", .right),
        ])
        for (run, rate) in runs {
            table.add(
                [
                    run.id, run.state.rawValue, run.request.target.model,
                    "\(Figures.count(rate.judged))/\(Figures.count(run.request.budget))",
                    Figures.count(rate.findings), Figures.percent(rate.share),
                ], rate.findings > 0 ? .alarm : .plain)
        }
        return table.text(width: width, color: color)
    }
}
