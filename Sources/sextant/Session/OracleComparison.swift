import Analysis
import Feedback
import Foundation
import Records
import Reporting
import RunStore
import SafetyGrid

/// How far two oracles agree on the responses of a run.
struct OracleComparison {
    let own: String
    let other: String
    let agreement: Agreement

    /// Compares the run's own verdicts with those of another oracle.
    ///
    /// - Throws: ``StoreError``.
    init(_ store: any VerdictStore, run: String, own: String, other: String) async throws {
        var agreement = Agreement()
        for try await page in store.verdicts(in: run) {
            for verdicts in page {
                guard let first = verdicts.own, let second = verdicts.further.first(where: { $0.oracle == other })
                else { continue }
                agreement.add(first.label, second.label)
            }
        }
        self.own = own
        self.other = other
        self.agreement = agreement
    }

    /// The confusion table and the agreement, for a terminal of 80 columns.
    func text(judged: Int, colours: Bool) -> String {
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
    func json(judged: Int, failed: Int) throws -> String {
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
    func table(colours: Bool) -> String {
        var table = TextTable([.init("")] + Verdict.Label.allCases.map { .init($0.rawValue, .right) })
        for row in Verdict.Label.allCases {
            table.add([row.rawValue] + Verdict.Label.allCases.map { "\(count(row, $0))" })
        }
        return table.text(color: colours)
    }
}
