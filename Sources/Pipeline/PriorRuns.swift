import Feedback
import Records
import SafetyGrid
import Storage

/// The knowledge that a new run takes from earlier runs. Last night's posterior, discounted, is tonight's prior; and
/// the policy watches for rates above those of all nights since the last change.
package struct PriorRuns {
    /// Weight of a test of the last run, and the factor by which each run before it counts less, because a target
    /// changes.
    static let discount = 0.5
    /// Most runs behind the prior: an eighth run would count less than a hundredth.
    package static let most = 7
    /// Most runs that a new one is compared with: two weeks of nights, each with some forty tests of a hazard.
    static let mostBase = 14
    /// Cells up to which runs are compared before a new one begins; on a larger grid that would take seconds, and the base
    /// is the last run alone.
    private static let mostComparedCells = 20_000

    private let store: any Store
    private let run: RunRecord

    init(store: any Store, run: RunRecord) {
        self.store = store
        self.run = run
    }

    /// The runs that a new run builds on (``RunRecord/buildsOn(_:)``), newest first.
    ///
    /// - Parameters:
    ///   - store: the store
    ///   - run: the new run
    ///   - limit: most runs, 0 or more
    package static func ids(in store: any Store, before run: RunRecord, limit: Int) async throws -> [String] {
        guard limit > 0 else { return [] }
        return try await earlier(in: store, before: run).prefix(limit).map(\.id)
    }

    /// The runs that a new run is compared with, newest first: the last one and the runs that the last one was compared
    /// with. If something rose or fell between those beyond doubt (``RunComparison/isQuiet``), it is the last run
    /// alone. So a change starts the base anew, and the night after a worse one is compared with that night alone.
    ///
    /// - Parameters:
    ///   - store: the store
    ///   - run: the new run
    package static func baseIDs(in store: any Store, before run: RunRecord) async throws -> [String] {
        let earlier = try await earlier(in: store, before: run)
        guard let last = earlier.first else { return [] }
        let known = Set(earlier.map(\.id))
        let base = (last.basis.baseRuns ?? []).filter(known.contains)
        guard !base.isEmpty, run.grid.cellCount <= mostComparedCells else { return [last.id] }
        let comparison = RunComparison(
            grid: run.grid, base: try await sum(of: base, on: run.grid, in: store),
            new: try await sum(of: [last.id], on: run.grid, in: store))
        return comparison.isQuiet ? Array(([last.id] + base).prefix(mostBase)) : [last.id]
    }

    /// The discounted counts of the runs that this one builds on; nil when there are none.
    func evidence() async throws -> CellEvidence? {
        guard let ids = run.basis.priorRuns, !ids.isEmpty else { return nil }
        return try await Self.sum(of: ids, discount: Self.discount, on: run.grid, in: store)
    }

    /// The rates of unsafe verdicts that the runs of the base predict, by cell id; nil without a base, and for a policy
    /// that watches no hazard.
    func rates() async throws -> [Double]? {
        guard run.request.allocation.policy == .adaptive, let ids = run.basis.baseRuns, !ids.isEmpty else {
            return nil
        }
        return AllocationHistory.rates(
            try await Self.sum(of: ids, on: run.grid, in: store), on: run.grid,
            errors: OracleErrors(planning: run.request.allocation, run.basis) ?? .planning)
    }

    private static func earlier(in store: any Store, before run: RunRecord) async throws -> [RunRecord] {
        try await store.runs().filter(run.buildsOn)
    }

    /// The verdicts of runs together, but those of tests whose parts a policy chose. Each run counts `discount` times the run
    /// after it, and the newest counts `discount`.
    private static func sum(
        of ids: [String], discount: Double = 1, on grid: Grid, in store: any Store
    ) async throws -> CellEvidence {
        var evidence = CellEvidence(cells: grid.cellCount)
        var weight = discount
        for id in ids {
            for tally in try await store.tallies(of: id, on: grid, fromGrade: nil, byChance: true) {
                evidence.add(cell: tally.cell, judged: tally.judged, findings: tally.findings, weight: weight)
            }
            weight *= discount
        }
        return evidence
    }
}
