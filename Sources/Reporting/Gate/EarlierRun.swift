import Feedback
import Records
import RunStore
import SafetyGrid

extension Gate.Earlier {
    /// The newest finished run of the same target and grid that began before `run`; nil when there is none.
    ///
    /// - Throws: the store's errors.
    package static func before(_ run: RunRecord, in store: any Store) async throws -> Gate.Earlier? {
        guard let last = try await store.runs().first(where: run.follows) else { return nil }
        return try await of(last.id, on: run.grid, in: store)
    }

    /// A run of the store, with its verdicts on a grid.
    ///
    /// - Throws: the store's errors.
    package static func of(_ run: String, on grid: Grid, in store: any Store) async throws -> Gate.Earlier {
        Gate.Earlier(run: run, evidence: try await CellEvidence(of: run, on: grid, in: store))
    }
}

extension CellEvidence {
    /// What a run of the store saw of each cell of a grid.
    ///
    /// - Throws: the store's errors.
    package init(of run: String, on grid: Grid, in store: any Store) async throws {
        self.init(cells: grid.cellCount)
        for tally in try await store.tallies(of: run, on: grid) {
            add(cell: tally.cell, judged: tally.judged, findings: tally.findings)
        }
    }
}

extension RunRecord {
    /// Whether another run is an earlier finished one of the same target and grid.
    func follows(_ other: RunRecord) -> Bool {
        other.id != id && other.state == .finished && other.startedAt <= startedAt && other.grid.id == grid.id
            && other.settings.target == settings.target && other.settings.targetBaseURL == settings.targetBaseURL
    }
}
