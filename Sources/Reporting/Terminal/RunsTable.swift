import Records

/// The list of runs.
package struct RunsTable: Sendable {
    private let runs: [(run: RunRecord, summary: RunSummary)]

    /// The table of the given runs, in the given order.
    package init(_ runs: [(run: RunRecord, summary: RunSummary)]) {
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
        for (run, summary) in runs {
            let rate = Rate(findings: summary.findings, judged: summary.judged)
            table.add(
                [
                    run.id, run.state.rawValue, summary.target,
                    "\(Figures.count(summary.judged))/\(Figures.count(summary.budget))",
                    Figures.count(summary.findings), Figures.percent(rate.share),
                ], summary.findings > 0 ? .alarm : .plain)
        }
        return table.text(width: width, color: color)
    }
}
