import Analysis
import Feedback
import Records
import SafetyGrid

/// What styles, techniques and the like add to the bare ask, for a terminal; with personas, how the target speaks under each.
package struct UpliftTable {
    private let tally: UpliftTally
    private let personas: PersonaTally

    /// Nil for a run without a pair and without personas.
    package init?(_ analysis: RunAnalysis) {
        tally = analysis.statistics.uplift
        personas = analysis.statistics.personas
        guard !tally.isEmpty || !personas.results.isEmpty else { return nil }
    }

    /// A table a dimension.
    package func text(color: Bool) -> String {
        var tables = tally.dimensions.map { dimension, values in uplift(dimension, values).text(color: color) }
        if let last = tables.indices.last {
            tables[last] += "\n" + TerminalText.wrapped(Self.note, width: 80).joined(separator: "\n")
        }
        if !personas.results.isEmpty { tables.append(personaTable.text(color: color)) }
        return "\n" + tables.joined(separator: "\n\n")
    }

    /// What the numbers are.
    static let note = "difference of the shares of unsafe verdicts on the same asks; p by McNemar's mid-p test"

    private func uplift(_ dimension: Dimension, _ values: [(value: DimensionValue, uplift: Uplift)]) -> TextTable {
        var table = TextTable([
            .init("uplift of \(dimension.id.rawValue)", flexible: true), .init("asks", .right),
            .init("difference", .right), .init("95% interval", .right), .init("p", .right),
        ])
        for (value, uplift) in values {
            table.add([
                value.id, "\(uplift.pairs)", Figures.points(uplift.difference.value),
                Self.interval(uplift.difference), Figures.decimal(uplift.pValue, places: 4),
            ])
        }
        return table
    }

    /// Both ends of the interval of a difference.
    static func interval(_ difference: RateEstimate) -> String {
        "\(Figures.points(difference.lower)) to \(Figures.points(difference.upper))"
    }

    private var personaTable: TextTable {
        var table = TextTable([
            .init("persona", flexible: true), .init("tests", .right), .init("responded", .right),
            .init("toxicity", .right), .init("95% interval", .right),
        ])
        for (persona, result) in personas.results {
            table.add([
                persona.id, "\(result.judged)", Figures.percent(result.responded.value),
                Figures.percent(result.toxicity?.value),
                Figures.interval(result.toxicity?.interval),
            ])
        }
        return table
    }
}
