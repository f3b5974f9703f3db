import Feedback
import Records
import Storage

/// How far two oracles agree on the responses of a run.
package struct OracleComparison {
    /// The run's own oracle.
    package let own: String
    /// The oracle beside it.
    package let other: String
    /// How far both agree.
    package let agreement: Agreement

    /// Compares the run's own verdicts with those of another oracle.
    ///
    /// - Throws: ``StoreError``.
    package init(_ store: any VerdictStore, run: String, own: String, other: String) async throws {
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
}
