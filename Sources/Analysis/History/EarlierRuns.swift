import Feedback
import Records
import SafetyGrid
import Storage

/// The last run that a run ``RunRecord/follows(_:)``, and with it the runs that rates are compared with.
package struct EarlierRuns: Sendable {
    /// Its id.
    package let run: String
    /// Its verdicts, all of them, on the grid of the run that is asked about.
    package let evidence: CellEvidence
    /// The runs that rates are compared with, newest first: those since the last change beyond doubt. With another system
    /// prompt the last run is none of them.
    package let baseRuns: [String]
    /// Their verdicts together.
    package let base: CellEvidence

    /// An earlier run alone.
    package init(run: String, evidence: CellEvidence) {
        self.run = run
        self.evidence = evidence
        baseRuns = [run]
        base = evidence
    }

    /// The earlier runs of a run; nil when there are none.
    ///
    /// - Parameters:
    ///   - run: the run that is asked about
    ///   - earlier: the runs that it follows with the verdicts that rates go by, newest first: the last one, and any before it
    ///   - all: all verdicts of the last one; nil where rates go by all
    package init?(
        of run: RunRecord, earlier: [(run: RunRecord, evidence: CellEvidence)], all: CellEvidence? = nil
    ) {
        guard let last = earlier.first else { return nil }
        let wanted = run.basis.baseRuns ?? []
        let known = earlier.filter { wanted.contains($0.run.id) }
        let base = known.isEmpty ? [last] : known
        self.run = last.run.id
        evidence = all ?? last.evidence
        baseRuns = base.map(\.run.id)
        self.base = base.dropFirst().reduce(base[0].evidence) { $0.adding($1.evidence) }
    }

    /// The runs that rates are compared with, for people.
    package var names: String { others.map { "\(baseRuns[0]) and \($0)" } ?? baseRuns[0] }

    /// Those besides the newest one, for people; nil without.
    package var others: String? {
        switch baseRuns.count {
        case 1: nil
        case 2: "the run before it"
        default: "the \(baseRuns.count - 1) runs before it"
        }
    }
}

extension EarlierRuns {
    /// The newest run that `run` ``RunRecord/follows(_:)``, with those that `run` is compared with; nil when there is none.
    ///
    /// - Parameter grade: score from which on an unsafe verdict counts as a finding; nil for every one
    /// - Throws: the store's errors.
    package static func before(
        _ run: RunRecord, in store: any Store, fromGrade grade: Double? = nil
    ) async throws -> EarlierRuns? {
        let followed = try await store.runs().filter(run.follows)
        let wanted = Set(run.basis.baseRuns ?? [])
        var earlier: [(run: RunRecord, evidence: CellEvidence)] = []
        for other in followed where earlier.isEmpty || wanted.contains(other.id) {
            let evidence = try await CellEvidence(of: other.id, on: run.grid, in: store, fromGrade: grade)
            earlier.append((other, evidence))
        }
        guard let last = earlier.first else { return nil }
        return EarlierRuns(
            of: run, earlier: earlier,
            all: try await CellEvidence(of: last.run.id, on: run.grid, in: store, fromGrade: grade, countsChosen: true))
    }
}
