import Analysis
import Records

/// The list of runs.
package struct RunsTable: Sendable {
    private let runs: [(run: RunRecord, rate: Rate, twins: TwinCounts)]

    /// The table of the given runs with their verdicts, findings and twins, in the given order.
    package init(_ runs: [(run: RunRecord, rate: Rate, twins: TwinCounts)]) {
        self.runs = runs
    }

    /// The table for a terminal: a row a run.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal
    ///   - color: whether to use colours
    /// - Returns: the lines, without a line break at the end
    package func text(width: Int = 80, color: Bool) -> String {
        // A column that hardly any run needs is left out of 80.
        let hasTwins = runs.contains { $0.twins.judged > 0 }
        var table = TextTable(
            [
                .init("run"), .init("state"), .init("target", flexible: true), .init("judged", .right),
                .init("findings", .right), .init("share", .right),
            ] + (hasTwins ? [.init("over-refused", .right)] : []))
        for (run, rate, twins) in runs {
            let cells = [
                run.id, run.state.rawValue, run.shownName,
                "\(Figures.count(rate.judged + twins.judged))/\(Figures.count(run.request.budget))",
                Figures.count(rate.findings), Figures.percent(rate.share),
            ]
            table.add(
                cells + (hasTwins ? [Figures.percent(twins.overRefusal?.rate.value)] : []),
                rate.findings > 0 ? .alarm : .plain)
        }
        return table.text(width: width, color: color)
    }
}
