import Feedback
import Records
import RunStore
import SafetyGrid

/// What earlier runs teach a new one: last night's posterior is this night's prior, discounted.
package struct PriorRuns {
    /// Weight of a test of the last run; each run before it counts by this factor less, because a target changes.
    static let discount = 0.5
    /// Runs that are looked back on: an eighth one would count less than a hundredth.
    package static let most = 7

    private let store: any Store
    private let run: RunRecord

    init(store: any Store, run: RunRecord) {
        self.store = store
        self.run = run
    }

    /// The runs that a new run builds on: finished, of the same target and grid, newest first.
    ///
    /// - Parameters:
    ///   - store: the store
    ///   - run: the new run
    ///   - limit: most runs, 0 or more
    package static func ids(in store: any Store, before run: RunRecord, limit: Int) async throws -> [String] {
        guard limit > 0 else { return [] }
        let earlier = try await store.runs().filter { other in
            other.id != run.id && other.state == .finished && other.startedAt <= run.startedAt
                && other.grid.id == run.grid.id && other.settings.isSameTarget(as: run.settings)
        }
        return earlier.prefix(limit).map(\.id)
    }

    /// The discounted counts of the runs that this one builds on; nil when there are none.
    func evidence() async throws -> CellEvidence? {
        guard let ids = run.settings.priorRuns, !ids.isEmpty else { return nil }
        var evidence = CellEvidence(cells: run.grid.cellCount)
        var weight = Self.discount
        for id in ids {
            for tally in try await store.tallies(of: id, on: run.grid) {
                evidence.add(cell: tally.cell, judged: tally.judged, findings: tally.findings, weight: weight)
            }
            weight *= Self.discount
        }
        return evidence
    }
}

extension RunSettings {
    /// Whether two runs test the same thing and label it alike.
    fileprivate func isSameTarget(as other: RunSettings) -> Bool {
        target == other.target && targetBaseURL == other.targetBaseURL && systemPrompt == other.systemPrompt
            && oracle == other.oracle && judge == other.judge
            && (epoch == nil || other.epoch == nil || epoch == other.epoch)
    }
}
