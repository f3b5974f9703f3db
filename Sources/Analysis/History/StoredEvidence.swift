import Feedback
import Records
import RunStore
import SafetyGrid

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

extension RunEvidence {
    /// What a run of the store saw of each cell of a grid.
    ///
    /// - Throws: the store's errors.
    package init(of run: String, on grid: Grid, in store: any Store) async throws {
        var verdicts = CellEvidence(cells: grid.cellCount)
        var sample = UniformSample(grid: grid)
        for tally in try await store.selectionTallies(of: run, on: grid) {
            verdicts.add(cell: tally.cell, judged: tally.judged, findings: tally.findings)
            sample.add(
                cell: tally.cell, reason: tally.reason, planned: tally.planned, judged: tally.judged,
                findings: tally.findings)
        }
        self.init(verdicts, sample: sample.evidence)
    }
}
