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
        return TwinCounts(judged: twins.reduce(0) { $0 + $1.judged }, overRefusal: OverRefusal(twins))
    }
}

extension OverRefusal {
    /// The refusals of all that a run of the store should have met, harmless twins and what configs allow; nil without any.
    ///
    /// - Throws: the store's errors.
    package init?(of run: RunRecord, in store: any TallyStore) async throws {
        guard run.grid.hasExpectedHelp else { return nil }
        let isHelpExpected = run.grid.isHelpExpected
        self.init(try await store.refusals(of: run.id).filter { isHelpExpected($0.cell) })
    }

    fileprivate init?(_ tallies: [RefusalTally]) {
        self.init(refused: tallies.reduce(0) { $0 + $1.refused }, of: tallies.reduce(0) { $0 + $1.told })
    }
}
