import Analysis
import Feedback
import Records
import SafetyGrid

/// Which parts of prompts find most.
struct PartsSection {
    /// The values of a part that are sure to find most.
    struct Table {
        let name: HTML
        let rows: [Row]
        let more: HTML?
    }

    /// The tests whose prompts have a value.
    struct Row {
        let value: HTML
        let judged: HTML
        let unsafe: HTML
        let distinct: HTML
        let share: HTML
        let range: HTML

        init(_ row: PartTally.Row) {
            value = HTML(row.value)
            judged = HTML(Figures.count(row.judged))
            unsafe = HTML(Figures.count(row.findings))
            distinct = HTML(Figures.count(row.distinct))
            share = HTML(Figures.percent(row.rate?.value))
            range = HTML(Figures.interval(row.rate?.interval))
        }
    }

    let note: HTML
    let tables: [Table]

    /// Most values of a part.
    private static let most = 10

    /// Nil where no test has a finding.
    init?(_ analysis: RunAnalysis) {
        let parts = analysis.statistics.parts
        guard analysis.statistics.unsafe > 0, !parts.isEmpty else { return nil }
        var note =
            "The values that are sure to find most, by the lower end of the interval. Shares are of the tests that had the "
            + "part: the policy chose their cells, so that they are no rates over the grid."
        if let distinct = analysis.statistics.distinct, let diversity = distinct.diversity {
            note +=
                " \(Figures.count(distinct.count)) of \(Figures.count(analysis.statistics.unsafe)) findings are distinct; over "
                + "\(analysis.run.grid.groups.id) they are as diverse as \(Figures.decimal(diversity, places: 1)) of "
                + "\(distinct.groups.count) values with equally many"
                + (distinct.evenness.map { ", evenness \(Figures.decimal($0, places: 2))." } ?? ".")
        }
        self.note = HTML(note)
        tables = parts.parts.map { part in
            let rows = parts.rows(of: part)
            return Table(
                name: HTML("By \(part)"), rows: rows.prefix(Self.most).map(Row.init),
                more: rows.count > Self.most
                    ? HTML(
                        "\(Figures.count(rows.count - Self.most)) more are in: sextant show \(analysis.run.id) --parts --json"
                    )
                    : nil)
        }
    }
}
