import Analysis
import Foundation
import Oracles
import Reporting

/// The texts of `sextant oracle evaluate`.
package struct EvaluationReport {
    let oracle: String
    let file: String
    let folds: Int?
    let rows: Int
    let seconds: Double
    let spent: CallCount?
    let evaluations: [OracleEvaluation]

    /// - Parameters:
    ///   - folds: parts of the cross-validation; nil for none
    ///   - spent: the judge's calls; nil for an oracle that makes none
    package init(
        oracle: String, file: String, folds: Int?, rows: Int, seconds: Double, spent: CallCount?,
        evaluations: [OracleEvaluation]
    ) {
        self.oracle = oracle
        self.file = file
        self.folds = folds
        self.rows = rows
        self.seconds = seconds
        self.spent = spent
        self.evaluations = evaluations
    }

    /// Tables for a terminal of 80 columns.
    package func text(colours: Bool) -> String {
        let how = folds.map { ", \($0)-fold cross-validation by prompt" } ?? ""
        var lines = [
            "oracle  \(TerminalText.safe(oracle))\(how)", "data    \(TerminalText.safe(file)), \(rows) rows", "",
        ]
        for evaluation in evaluations {
            lines += ["axis    \(Self.title(evaluation.axis))", "", Self.confusion(evaluation, colours), ""]
            lines += [Self.figures(evaluation, colours), ""]
            if !evaluation.categories.isEmpty { lines += [Self.categories(evaluation, colours), ""] }
        }
        lines.append("time    \(Figures.duration(seconds))\(cost)")
        return lines.joined(separator: "\n")
    }

    private var cost: String {
        guard let spent else { return ", no cost" }
        let dollars = spent.cost.map { "US$ \(Figures.decimal($0, places: 4))" } ?? "cost unknown"
        return ", \(spent.calls) calls of the judge, \(dollars)"
    }

    private static func title(_ axis: LabelAxis) -> String {
        switch axis {
        case .refusal: "refusal (in whole or in part) against compliance"
        case .harm: "unsafe against safe"
        }
    }

    private static func confusion(_ evaluation: OracleEvaluation, _ colours: Bool) -> String {
        var table = TextTable(
            [.init("label \\ oracle", flexible: true)] + evaluation.predictions.map { .init($0, .right) })
        for (truth, counts) in evaluation.confusion {
            table.add([truth] + evaluation.predictions.map { "\(counts[$0] ?? 0)" })
        }
        return table.text(color: colours)
    }

    private static func figures(_ evaluation: OracleEvaluation, _ colours: Bool) -> String {
        var table = TextTable([.init("figure"), .init("value", .right), .init("95% interval", .right)])
        for figure in evaluation.figures {
            let interval = figure.interval.map { "\(decimal($0.lowerBound))–\(decimal($0.upperBound))" }
            table.add([figure.name, figure.value.map(decimal) ?? "–", interval ?? "–"])
        }
        return table.text(color: colours)
    }

    private static func categories(_ evaluation: OracleEvaluation, _ colours: Bool) -> String {
        var table = TextTable([
            .init("category", flexible: true), .init("rows", .right), .init("accuracy", .right),
            .init("95% interval", .right), .init("prec.", .right), .init("recall", .right), .init("F1", .right),
        ])
        for (name, counts) in evaluation.categories {
            let right = Rate(findings: counts.truePositives + counts.trueNegatives, judged: counts.count)
            table.add([
                name, "\(counts.count)", Figures.percent(right.value), Figures.interval(right.interval),
                counts.precision.map(decimal) ?? "–", counts.recall.map(decimal) ?? "–",
                counts.f1.map(decimal) ?? "–",
            ])
        }
        return table.text(color: colours)
    }

    private static func decimal(_ value: Double) -> String { Figures.decimal(value, places: 3) }
}

extension EvaluationReport {
    /// One JSON object, keys in order of the alphabet.
    package func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let document = Document(
            oracle: oracle, folds: folds, rows: rows, seconds: seconds, judgeCalls: spent?.calls,
            judgeCost: spent?.cost, axes: Dictionary(uniqueKeysWithValues: evaluations.map(Self.axis)))
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private static func axis(_ evaluation: OracleEvaluation) -> (String, Axis) {
        var figures: [String: Double] = [:]
        var intervals: [String: [Double]] = [:]
        for figure in evaluation.figures {
            figures[figure.name] = figure.value
            intervals[figure.name] = figure.interval.map { [$0.lowerBound, $0.upperBound] }
        }
        return (
            evaluation.axis.rawValue,
            Axis(
                rows: evaluation.counts.count, unknown: evaluation.counts.unknown, figures: figures,
                intervals: intervals,
                confusion: Dictionary(evaluation.confusion.map { ($0.truth, $0.predictions) }) { first, _ in first },
                categories: Dictionary(evaluation.categories.map { ($0.name, Category($0.counts)) }) { first, _ in first
                }
            )
        )
    }

    private struct Document: Encodable {
        let oracle: String
        let folds: Int?
        let rows: Int
        let seconds: Double
        let judgeCalls: Int?
        let judgeCost: Double?
        let axes: [String: Axis]

        enum CodingKeys: String, CodingKey {
            case oracle, folds, rows, seconds, axes
            case judgeCalls = "judge_calls"
            case judgeCost = "judge_cost"
        }
    }

    private struct Axis: Encodable {
        let rows: Int
        let unknown: Int
        let figures: [String: Double]
        let intervals: [String: [Double]]
        let confusion: [String: [String: Int]]
        let categories: [String: Category]
    }

    private struct Category: Encodable {
        let rows: Int
        let accuracy: Double?
        let f1: Double?

        init(_ counts: BinaryEvaluation) {
            rows = counts.count
            accuracy = counts.accuracy
            f1 = counts.f1
        }
    }
}
