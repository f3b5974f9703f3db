import Analysis
import Feedback
import Records

/// Which parts of prompts find most, for a terminal.
package struct PartsTable: Sendable {
    private let parts: PartTally

    package init(_ analysis: RunAnalysis) { parts = analysis.statistics.parts }

    /// A table a part, the values that are sure to find most first.
    ///
    /// - Parameters:
    ///   - most: rows of each
    ///   - color: whether to use colours
    package func text(most: Int = 10, color: Bool) -> String {
        guard !parts.isEmpty else { return "no prompt was judged yet" }
        let tables = parts.parts.map { part in
            var table = TextTable([
                .init(part, flexible: true), .init("judged", .right), .init("findings", .right),
                .init("distinct", .right), .init("share", .right), .init("95% interval", .right),
            ])
            let rows = parts.rows(of: part)
            for row in rows.prefix(most) {
                table.add(
                    [
                        Self.ending(of: row.value), Figures.count(row.judged), Figures.count(row.findings),
                        Figures.count(row.distinct), Figures.percent(row.rate?.value),
                        Figures.interval(row.rate?.interval),
                    ], row.findings > 0 ? .plain : .faint)
            }
            let more = rows.count > most ? "\nand \(Figures.count(rows.count - most)) more, with --json" : ""
            return table.text(color: color) + more
        }
        return (tables + [Self.note]).joined(separator: "\n\n")
    }

    /// A name of up to 30 characters, or the end of a longer one: that is what tells parts apart.
    private static func ending(of name: String) -> String {
        let name = TerminalText.safe(name)
        return name.count > 30 ? "…" + name.suffix(29) : name
    }

    static let note =
        "Shares are of the tests that had the part: the policy chose their cells, so that they\nare no rates over the grid."
}

/// The same as JSON.
package enum PartsJSON {
    /// One object: the run, and for each part the tests of its values.
    package static func text(_ analysis: RunAnalysis) -> String {
        let parts = analysis.statistics.parts
        let document = OrderedJSON.object([
            ("run", .string(analysis.run.id)),
            (
                "parts",
                .object(parts.parts.map { part in (part, .array(parts.rows(of: part).map(row))) })
            ),
        ])
        return String(decoding: document.compact, as: UTF8.self)
    }

    private static func row(_ row: PartTally.Row) -> OrderedJSON {
        .object([
            ("value", .string(row.value)), ("judged", .int(row.judged)), ("findings", .int(row.findings)),
            ("distinct", .int(row.distinct)), ("share", row.rate.map(OrderedJSON.rate) ?? .null),
        ])
    }
}
