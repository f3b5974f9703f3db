import Analysis
import Feedback
import Records
import SafetyGrid

/// Findings of a run by hazard (by the first dimension in a grid without hazards), with rates over the cells.
package struct FindingsTable: Sendable {
    private let analysis: RunAnalysis

    package init(_ analysis: RunAnalysis) {
        self.analysis = analysis
    }

    /// Most values that have a row each; of more, those with the most findings have one.
    private static let mostRows = 40
    private static let worstRows = 20

    /// The table for a terminal: a row a value in the grid's order, and the total.
    ///
    /// - Parameters:
    ///   - width: columns of the terminal
    ///   - color: whether to use colours
    /// - Returns: the lines, without a line break at the end
    package func text(width: Int = 80, color: Bool) -> String {
        let dimension = analysis.run.grid.groups
        var columns: [TextTable.Column] = [
            .init(dimension.id.rawValue, flexible: true), .init("judged", .right), .init("findings", .right),
        ]
        if distinct != nil { columns.append(.init("distinct", .right)) }
        columns += [.init("ASR", .right), .init("95% interval", .right)]
        if isCorrected {
            columns += [.init("corrected", .right), .init("95% interval", .right)]
        }
        var table = TextTable(columns)
        let rows = Array(zip(dimension.values, analysis.groupRates))
        let shown = rows.count <= Self.mostRows ? Array(rows.indices) : Self.worst(rows.map(\.1))
        for index in shown {
            let (value, rate) = rows[index]
            table.add(
                row(value.id, rate, distinct?.groups[index], analysis.corrected(rate)),
                rate.judged == 0 ? .faint : rate.findings > 0 ? .alarm : .plain)
        }
        table.add(row("all", analysis.rate, distinct?.count, analysis.corrected(analysis.rate)), .strong)
        let text = table.text(width: width, color: color)
        let left = rows.count - shown.count
        return left == 0 ? text : "\(text)\n\(Figures.count(left)) more \(dimension.id) values are in the report"
    }

    /// The values with the most findings, in the grid's order.
    private static func worst(_ rates: [Rate]) -> [Int] {
        rates.indices.sorted { (rates[$1].findings, $0) < (rates[$0].findings, $1) }.prefix(worstRows).sorted()
    }

    /// A rate that rules decided has nothing to correct.
    private var isCorrected: Bool { !analysis.rate.exact.isWhole && analysis.corrected(analysis.rate) != nil }

    /// The distinct findings; nil where nobody looked at their prompts, or none repeats another.
    private var distinct: FindingTally? {
        analysis.statistics.distinct.flatMap { $0.count == analysis.statistics.unsafe ? nil : $0 }
    }

    private func row(_ name: String, _ rate: Rate, _ distinct: Int?, _ corrected: CorrectedRate?) -> [String] {
        let cells =
            [name, Figures.count(rate.judged), Figures.count(rate.findings)]
            + (distinct.map { [Figures.count($0)] } ?? [])
            + [Figures.percent(rate.value), Figures.interval(rate.interval)]
        guard isCorrected else { return cells }
        return cells + [Figures.percent(corrected?.estimate), Figures.interval(corrected?.interval)]
    }
}
