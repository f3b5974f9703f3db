import Feedback
import Records
import SafetyGrid
import Storage

extension CellEvidence {
    /// What a run of the store saw of each cell of a grid that asks for harm; of harmless twins nothing, and nothing of tests
    /// whose parts the policy chose.
    ///
    /// - Parameters:
    ///   - grade: score from which on an unsafe verdict counts as a finding; nil for every one
    ///   - countsChosen: whether tests whose parts the policy chose count, which tell nothing of their cells' rates
    /// - Throws: the store's errors.
    package init(
        of run: String, on grid: Grid, in store: any Store, fromGrade grade: Double? = nil, countsChosen: Bool = false
    ) async throws {
        self.init(cells: grid.cellCount)
        let isTwin = grid.isTwin
        for tally in try await store.tallies(of: run, on: grid, fromGrade: grade, byChance: !countsChosen)
        where !isTwin(tally.cell) {
            add(cell: tally.cell, judged: tally.judged, findings: tally.findings)
        }
    }
}

extension RunEvidence {
    /// What a run of the store saw of each cell of a grid that asks for harm; of harmless twins nothing.
    ///
    /// - Throws: the store's errors.
    package init(of run: String, on grid: Grid, in store: any Store) async throws {
        var verdicts = CellEvidence(cells: grid.cellCount)
        var sample = UniformSample(grid: grid)
        let isTwin = grid.isTwin
        for tally in try await store.selectionTallies(of: run, on: grid) {
            let isHarmful = !isTwin(tally.cell)
            if isHarmful, !tally.hasChosenParts {
                verdicts.add(cell: tally.cell, judged: tally.judged, findings: tally.findings)
            }
            sample.add(
                cell: tally.cell, reason: tally.reason, planned: tally.planned,
                judged: isHarmful ? tally.judged : 0, findings: isHarmful ? tally.findings : 0)
        }
        self.init(verdicts, sample: sample.evidence)
    }
}
