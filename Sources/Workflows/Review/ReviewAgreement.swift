import Feedback
import Records
import Storage

/// How far the annotators of a run agree, two at a time, and each with the run's own oracle.
package struct ReviewAgreement {
    /// Two annotators, or an annotator and the oracle, and how far they agree.
    package let pairs: [(first: String, second: String, agreement: Agreement)]
    /// Tests that somebody labelled.
    package let labelled: Int
    /// Those of them that were drawn at random.
    package let controls: Int

    /// Counts the labels of a run.
    ///
    /// - Throws: ``StoreError``.
    package init(_ store: any VerdictStore, run: RunRecord) async throws {
        let book = LabelBook(try await store.labels(in: run.id))
        var verdicts: [Int: OracleVote] = [:]
        for try await page in store.verdicts(in: run.id) {
            for test in page where book.labels[test.ordinal] != nil { verdicts[test.ordinal] = test.own }
        }
        var pairs: [(String, String, Agreement)] = []
        let annotators = book.annotators
        // The run's own oracle, and the rules of scenarios where they decided in its place.
        let oracles = Set(verdicts.values.map(\.oracle)).sorted()
        for (index, first) in annotators.enumerated() {
            for second in annotators[(index + 1)...] {
                var agreement = Agreement()
                for labels in book.labels.values {
                    if let a = labels[first], let b = labels[second] { agreement.add(a, b) }
                }
                pairs.append((first, second, agreement))
            }
            for oracle in oracles.isEmpty ? [run.request.oracleName] : oracles {
                var agreement = Agreement()
                for (ordinal, labels) in book.labels {
                    if let a = labels[first], let b = verdicts[ordinal], b.oracle == oracle {
                        agreement.add(a, b.label)
                    }
                }
                pairs.append((first, oracle, agreement))
            }
        }
        self.pairs = pairs
        labelled = book.labels.count
        controls = book.controls.count
    }
}
