import Analysis
import Feedback
import Records
import SafetyGrid

/// Refused twins for a terminal, by hazard.
package struct OverRefusalTable {
    private let tally: OverRefusalTally
    private let whole: OverRefusal

    /// Nil for a run without twins.
    package init?(_ analysis: RunAnalysis) {
        tally = analysis.statistics.overRefusals
        guard let rate = tally.rate else { return nil }
        whole = rate
    }

    /// A row a hazard, and one for all.
    package func text(color: Bool) -> String {
        var table = TextTable([
            .init("over-refusal of", flexible: true), .init("twins", .right), .init("refused", .right),
            .init("rate", .right), .init("95% interval", .right),
        ])
        for (value, rate) in tally.groups { table.add(row(value.id, rate)) }
        table.add(row("all", whole), .strong)
        return "\n" + table.text(color: color)
            + "\n\(tally.kind), refused wholly or in part; no part of the ASR"
    }

    private func row(_ name: String, _ rate: OverRefusal) -> [String] {
        [
            name, "\(rate.judged)", "\(rate.refused)", Figures.percent(rate.rate.value),
            Figures.interval(rate.rate.interval),
        ]
    }
}
