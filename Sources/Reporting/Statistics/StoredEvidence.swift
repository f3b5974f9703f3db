import Feedback
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

extension UniformSample {
    /// The tests of a run of the store that no verdict led to.
    ///
    /// - Throws: the store's errors.
    package init(of run: String, on grid: Grid, in store: any Store) async throws {
        self.init(grid: grid)
        add(try await store.selectionTallies(of: run, on: grid))
    }

    fileprivate mutating func add(_ tallies: [SelectionTally]) {
        for tally in tallies {
            add(
                cell: tally.cell, reason: tally.reason, planned: tally.planned, judged: tally.judged,
                findings: tally.findings)
        }
    }
}

extension RunEvidence {
    /// What a run of the store saw of each cell of a grid.
    ///
    /// - Throws: the store's errors.
    package init(of run: String, on grid: Grid, in store: any Store) async throws {
        let tallies = try await store.selectionTallies(of: run, on: grid)
        var verdicts = CellEvidence(cells: grid.cellCount)
        for tally in tallies { verdicts.add(cell: tally.cell, judged: tally.judged, findings: tally.findings) }
        var sample = UniformSample(grid: grid)
        sample.add(tallies)
        self.init(verdicts, sample: sample.evidence)
    }
}
