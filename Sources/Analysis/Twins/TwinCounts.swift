import Records
import SafetyGrid
import Storage

/// How many of a run's verdicts are of harmless twins, and how many of those were refused: the counts of an
/// ``OverRefusalTally`` without the texts.
package struct TwinCounts: Sendable, Equatable {
    /// Twins with a verdict.
    package let judged: Int
    /// The rate; nil without a twin whose verdict tells of refusal.
    package let overRefusal: OverRefusal?

    package init(judged: Int, overRefusal: OverRefusal?) {
        self.judged = judged
        self.overRefusal = overRefusal
    }

    /// No twins.
    package static let none = TwinCounts(judged: 0, overRefusal: nil)

    /// The counts of a run of the store.
    ///
    /// - Throws: the store's errors.
    package static func of(_ run: RunRecord, in store: any TallyStore) async throws -> TwinCounts {
        guard run.grid.hasTwins else { return none }
        let isTwin = run.grid.isTwin
        let twins = try await store.refusals(of: run.id).filter { isTwin($0.cell) }
        return TwinCounts(
            judged: twins.reduce(0) { $0 + $1.judged },
            overRefusal: OverRefusal(
                refused: twins.reduce(0) { $0 + $1.refused }, of: twins.reduce(0) { $0 + $1.told }))
    }
}
