import Analysis
import Feedback
import Records
import SafetyGrid

/// The rises and falls between two runs, for a terminal.
package struct ComparisonTable: Sendable {
    private let comparison: RunComparison
    private let grid: Grid
    private let level: Double

    /// The table of a comparison.
    ///
    /// - Parameter level: adjusted p-value up to which a change counts as certain
    package init(_ comparison: RunComparison, grid: Grid, level: Double) {
        self.comparison = comparison
        self.grid = grid
        self.level = level
    }

    /// The certain rises and falls, the overall rate, and where nothing is certain what comes closest.
    ///
    /// - Parameters:
    ///   - most: rows of each part
    ///   - color: whether to use colours
    package func text(most: Int = 20, color: Bool) -> String {
        let (rises, falls) = (comparison.rises(at: level), comparison.falls(at: level))
        var parts: [String] = []
        if let overall = comparison.comparisons.first { parts.append(table([overall], rise: true, .plain, color)) }
        parts.append(part("rose", rises, most, rise: true, .alarm, color))
        parts.append(part("fell", falls, most, rise: false, .plain, color))
        if rises.isEmpty {
            let closest = comparison.comparisons.sorted { $0.risePValue < $1.risePValue }.prefix(3)
            parts.append("closest to a rise\n" + table(Array(closest), rise: true, .faint, color))
        }
        return parts.joined(separator: "\n\n")
    }

    private func part(
        _ name: String, _ rows: [Comparison], _ most: Int, rise: Bool, _ emphasis: TextTable.Emphasis, _ color: Bool
    ) -> String {
        guard !rows.isEmpty else { return "\(name): nothing that is certain" }
        let more = rows.count > most ? "\nand \(rows.count - most) more, with --json" : ""
        return "\(name)\n" + table(Array(rows.prefix(most)), rise: rise, emphasis, color) + more
    }

    private func table(
        _ rows: [Comparison], rise: Bool, _ emphasis: TextTable.Emphasis, _ color: Bool
    ) -> String {
        var table = TextTable([
            .init("what", flexible: true), .init("before", .right), .init("now", .right), .init("rate", .right),
            .init(rise ? "P(rise)" : "P(fall)", .right), .init("q", .right),
        ])
        for row in rows {
            let certain = rise ? row.riseProbability : 1 - row.riseProbability
            table.add(
                [
                    row.group.name(in: grid), "\(row.base.findings)/\(row.base.tests)",
                    "\(row.new.findings)/\(row.new.tests)",
                    "\(Figures.percent(row.baseRate)) → \(Figures.percent(row.newRate))",
                    Figures.decimal(certain, places: 3),
                    Figures.decimal(rise ? row.riseQValue : row.fallQValue, places: 4),
                ], emphasis)
        }
        return table.text(color: color)
    }

    /// The change of the mean score of graded responses.
    package static func grades(_ change: GradeChange) -> String {
        let difference = change.difference
        return "\nharm grade    \(GradeText.mean(change.base)) → \(GradeText.mean(change.new)), difference "
            + "\(GradeText.signed(difference.value)) (\(GradeText.signed(difference.lower)) to "
            + "\(GradeText.signed(difference.upper)))"
    }

    /// The change of the CoSA-Score, which is no part of the rates above it.
    package static func cosa(_ base: CosaScore, _ new: CosaScore) -> String {
        func side(_ score: CosaScore) -> String {
            "\(CosaTable.number(score.score.value)) (\(CosaTable.interval(score.score)))"
        }
        return "\nCoSA-Score    \(side(base)) → \(side(new))"
    }

    /// The runs that are compared, and what their rates mean.
    ///
    /// - Parameters:
    ///   - base: the earlier runs
    ///   - pairs: test cases that both sides have
    package static func head(_ base: [RunRecord], _ new: RunRecord, pairs: Int) -> String {
        func line(_ name: String, _ run: RunRecord) -> String {
            let simulated = run.simulated ? " (simulated)" : ""
            let unfinished = run.state == .unfinished ? ", unfinished" : ""
            return "\(name)  \(run.id)  \(TerminalText.safe(run.shownName))\(simulated)\(unfinished)"
        }
        let shared = base.count == 1 ? "\(pairs) test cases are in both" : "the \(base.count) base runs count as one"
        let lines =
            base.map { line("base", $0) } + [
                line("new ", new), "\(shared); rates are means over cells,",
                "q is a p-value adjusted over all comparisons", "",
            ]
        return lines.joined(separator: "\n")
    }

    /// The distinct findings of both sides, which are counts and no rates.
    package static func distinct(_ change: DistinctChange) -> String {
        func side(_ tally: FindingTally) -> String {
            Figures.count(tally.count)
                + (tally.evenness.map { " (evenness \(Figures.decimal($0, places: 2)))" } ?? "")
        }
        return "\ndistinct findings  \(side(change.base)) → \(side(change.new))"
    }

    /// The change of over-refusal, which is no part of the rates above it.
    package static func overRefusals(_ change: OverRefusalChange) -> String {
        func side(_ refusal: OverRefusal) -> String {
            "\(refusal.refused)/\(refusal.judged), \(Figures.percent(refusal.rate.value)) "
                + "(\(Figures.interval(refusal.rate.interval)))"
        }
        return "\nover-refusal  \(side(change.base)) → \(side(change.new)), P of a rise by chance "
            + Figures.decimal(change.risePValue, places: 4)
    }
}
