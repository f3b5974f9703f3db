import Records
import SafetyGrid
import Storage

/// How many of a run's verdicts are of harmless twins, and how many requests that should be met were refused: the counts of an
/// ``OverRefusalTally`` without the texts.
package struct TwinCounts: Sendable, Equatable {
    /// Twins with a verdict.
    package let judged: Int
    /// The rate over twins and what configs allow; nil without one whose verdict tells of refusal.
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
        guard run.grid.hasExpectedHelp else { return none }
        let (isTwin, isHelpExpected) = (run.grid.isTwin, run.grid.isHelpExpected)
        let tallies = try await store.refusals(of: run.id)
        let expected = tallies.filter { isHelpExpected($0.cell) }
        return TwinCounts(
            judged: tallies.filter { isTwin($0.cell) }.reduce(0) { $0 + $1.judged },
            overRefusal: OverRefusal(
                refused: expected.reduce(0) { $0 + $1.refused }, of: expected.reduce(0) { $0 + $1.told }))
    }
}
