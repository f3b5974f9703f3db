import Analysis
import Feedback
import Foundation
import Records

/// The texts of `sextant judge`: how far two oracles agree on the responses of a run.
package struct AgreementText {
    private let own: String
    private let other: String
    private let agreement: Agreement

    /// The agreement of the run's own oracle with another.
    package init(_ agreement: Agreement, own: String, other: String) {
        self.agreement = agreement
        self.own = own
        self.other = other
    }

    /// The confusion table and the agreement, for a terminal of 80 columns.
    package func text(judged: Int, colours: Bool) -> String {
        let total = agreement.count
        return """
            rows     \(TerminalText.fitted(TerminalText.safe(own), width: 70))
            columns  \(TerminalText.fitted(TerminalText.safe(other), width: 70)), \(judged) judged now

            \(agreement.table(colours: colours))

            agreement  \(agreement.agreed) of \(total)\
            \(total == 0 ? "" : " (\(Figures.percent(Double(agreement.agreed) / Double(total))))")
            Cohen's kappa  \(agreement.kappa.map { Figures.decimal($0, places: 3) } ?? "–")
            """
    }

    /// One JSON object, keys in order of the alphabet.
    package func json(judged: Int, failed: Int) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var confusion: [String: [String: Int]] = [:]
        for row in Verdict.Label.allCases {
            for column in Verdict.Label.allCases {
                confusion[row.rawValue, default: [:]][column.rawValue] = agreement.count(row, column)
            }
        }
        let document = Document(
            own: own, oracle: other, judged: judged, failed: failed, compared: agreement.count,
            agreed: agreement.agreed, kappa: agreement.kappa, confusion: confusion)
        return String(decoding: try encoder.encode(document), as: UTF8.self)
    }

    private struct Document: Encodable {
        let own: String
        let oracle: String
        let judged: Int
        let failed: Int
        let compared: Int
        let agreed: Int
        let kappa: Double?
        let confusion: [String: [String: Int]]
    }
}

extension Agreement {
    /// The confusion table: the first labeller's rows, the second's columns.
    package func table(colours: Bool) -> String {
        var table = TextTable([.init("")] + Verdict.Label.allCases.map { .init($0.rawValue, .right) })
        for row in Verdict.Label.allCases {
            table.add([row.rawValue] + Verdict.Label.allCases.map { "\(count(row, $0))" })
        }
        return table.text(color: colours)
    }
}
