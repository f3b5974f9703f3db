import Analysis
import Feedback
import Records

/// The accuracy of a run of items for a terminal, by category, beside what chance and a reference reach.
package struct AccuracyTable {
    private let categories: [(id: String, title: String, accuracy: ItemAccuracy)]
    private let whole: ItemAccuracy
    private let reference: ItemReference?
    private let bias: PositionBias?

    /// Nil for a run of prompts.
    package init?(_ analysis: RunAnalysis) {
        guard let whole = analysis.accuracy else { return nil }
        self.whole = whole
        categories = analysis.accuracyByCategory
        reference = analysis.run.basis.itemReference
        bias = analysis.statistics.items.positionBias
    }

    /// A row a category, and one for all.
    package func text(color: Bool) -> String {
        var columns: [TextTable.Column] = [
            .init("accuracy of", flexible: true), .init("right", .right), .init("of", .right),
            .init("accuracy", .right),
            .init("95% interval", .right), .init("chance", .right),
        ]
        if reference != nil { columns.append(.init("ref.", .right)) }
        var table = TextTable(columns)
        for (id, _, accuracy) in categories {
            table.add(row(id, accuracy), accuracy.isBelowReference ? .alarm : .plain)
        }
        table.add(row("all", whole), .strong)
        return (["", table.text(color: color)] + notes).joined(separator: "\n")
    }

    private func row(_ name: String, _ accuracy: ItemAccuracy) -> [String] {
        var cells = [
            TerminalText.safe(name), "\(accuracy.right)", "\(accuracy.asked)", Figures.percent(accuracy.rate.value),
            Figures.interval(accuracy.rate.interval), Figures.percent(accuracy.chance),
        ]
        if reference != nil { cells.append(accuracy.reference.map { Figures.percent($0) } ?? "") }
        return cells
    }

    private var notes: [String] {
        var lines: [String] = []
        if let reference {
            lines.append("ref. is \(TerminalText.safe(reference.title)) (\(TerminalText.safe(reference.source)))")
        }
        if whole.unreadable > 0 {
            lines.append("\(whole.unreadable) responses have no solution that can be read; they count as not right")
        }
        if let text = bias?.text { lines.append(text) }
        return lines
    }
}

extension PositionBias {
    /// How far the recall of the places lies apart, beside what chance alone gives; nil when there are too few.
    var text: String? {
        guard let recallDeviation, let expectedDeviation else { return nil }
        let shares = places.map { "\($0.letter) \($0.recall.map { Figures.percent($0) } ?? "–")" }
        return "right by the place of the right option: \(shares.joined(separator: ", ")); deviation "
            + "\(Figures.percent(recallDeviation)), without any bias about \(Figures.percent(expectedDeviation))"
    }
}
