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
            .init("ASR", .right), .init("95% interval", .right),
        ]
        if isCorrected {
            columns += [.init("corrected", .right), .init("95% interval", .right)]
        }
        var table = TextTable(columns)
        for (value, rate) in zip(dimension.values, analysis.groupRates) {
            table.add(
                row(value.id, rate, analysis.corrected(rate)),
                rate.judged == 0 ? .faint : rate.findings > 0 ? .alarm : .plain)
        }
        table.add(row("all", analysis.rate, analysis.corrected(analysis.rate)), .strong)
        return table.text(width: width, color: color)
    }

    private var isCorrected: Bool { analysis.corrected(analysis.rate) != nil }

    private func row(_ name: String, _ rate: Rate, _ corrected: CorrectedRate?) -> [String] {
        let cells = [
            name, Figures.count(rate.judged), Figures.count(rate.findings), Figures.percent(rate.value),
            Figures.interval(rate.interval),
        ]
        guard isCorrected else { return cells }
        return cells + [Figures.percent(corrected?.estimate), Figures.interval(corrected?.interval)]
    }
}
