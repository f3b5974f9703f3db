import Analysis
import Feedback
import Records
import SafetyGrid

/// What the tests cover of a framework, for a terminal.
package enum FrameworkTexts {
    /// A row for each item with its title below, those that nothing covers too, and then why, or what would.
    ///
    /// - Parameters:
    ///   - coverage: the framework on the run's grid
    ///   - run: the newest of the runs that are counted
    package static func table(_ coverage: FrameworkCoverage, run: RunRecord) -> String {
        let framework = coverage.framework
        var table = TextTable([
            .init(framework.id, flexible: true), .init("judged", .right), .init("findings", .right),
            .init("ASR", .right), .init("95 % interval", .right), .init("state"),
        ])
        for row in coverage.rows {
            let rate = row.state == .tested ? row.direct : row.related
            table.add(
                [
                    row.item.id, "\(rate.judged)", "\(rate.findings)", Figures.percent(rate.value),
                    Figures.interval(rate.interval), row.state.rawValue,
                ], row.state == .noTest ? .alarm : row.state == .tested ? .plain : .faint)
        }
        let simulated = run.simulated ? " (simulated)" : ""
        let head = [
            "\(TerminalText.safe(run.request.target.shownName))\(simulated): \(run.grid.id) in \(framework.title), "
                + framework.version,
            TerminalText.safe(framework.url),
        ]
        let lines = table.text(color: false).split(separator: "\n").map(String.init)
        let items = zip(lines.dropFirst(), coverage.rows).flatMap { line, row in
            [line] + TerminalText.wrapped(TerminalText.safe(row.item.title), width: 76).map { "    " + $0 }
        }
        return (head + lines.prefix(1) + items + [summary(of: coverage)] + holes(coverage) + foot(coverage))
            .joined(separator: "\n")
    }

    /// One line: how many items are in each state.
    package static func summary(of coverage: FrameworkCoverage) -> String {
        let states = FrameworkCoverage.State.allCases.map { "\(coverage.count($0)) \($0.rawValue)" }
        return "\(coverage.rows.count) items: \(states.joined(separator: ", "))"
    }

    private static func holes(_ coverage: FrameworkCoverage) -> [String] {
        coverage.rows.compactMap { row in
            row.advice.map { TerminalText.wrapped("\(row.item.id): \(TerminalText.safe($0))", width: 76) }
        }.flatMap { lines in lines.enumerated().map { ($0 == 0 ? "  " : "    ") + $1 } }
    }

    private static func foot(_ coverage: FrameworkCoverage) -> [String] {
        var lines = [
            "A test counts in every item that its values belong to; the rates are of the",
            "tests themselves. The state 'related' says that tests say something of an item",
            "and do not cover it. A passed test proves no compliance.",
        ]
        if coverage.grid.isUnmapped {
            let hazards = coverage.grid.hazards ?? "values"
            lines.append("The framework does not map the grid's \(hazards): add it to its file.")
        }
        if let note = coverage.framework.note { lines += TerminalText.wrapped(TerminalText.safe(note), width: 80) }
        return lines
    }
}
