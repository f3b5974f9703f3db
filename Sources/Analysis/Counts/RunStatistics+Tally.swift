import Feedback
import Records
import SafetyGrid
import Storage

extension RunStatistics {
    /// What a run adds up to by the counts of the database: everything but the texts of findings and the pages that prompts
    /// were written from, of which there are none in it.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - tally: its counts
    package init(_ run: RunRecord, tally: RunTally) {
        self.init(run)
        let isTwin = run.grid.isTwin
        for selection in tally.selections {
            let twins = isTwin(selection.cell)
            planned += selection.planned
            judged += selection.judged
            if twins { judgedTwins += selection.judged } else { unsafe += selection.findings }
            exact.add(selection.byRules, to: selection.cell)
            coverage.add(
                cell: selection.cell, judged: selection.judged, findings: twins ? 0 : selection.findings)
            grades.add(selection)
            if !selection.hasChosenParts {
                byChance.add(
                    cell: selection.cell, judged: selection.judged, findings: twins ? 0 : selection.findings)
            }
            uniformSample.add(
                cell: selection.cell, reason: selection.reason, planned: selection.planned,
                judged: twins ? 0 : selection.judged, findings: twins ? 0 : selection.findings)
        }
        grades.add(tally.severities)
        unknown = tally.unknown
        blocked = tally.blocked
        behaviours = tally.behaviours
        simulated = simulated || tally.isSimulated
        for group in tally.failures {
            failed += group.count
            if group.failure.isExhaustion { exhausted.tests += group.count }
            if failures.count < limits.reasons {
                failures.append(
                    FailureGroup(failure: group.failure, count: group.count, firstOrdinal: group.firstOrdinal))
            } else {
                failuresLeftOut += group.count
            }
        }
        exhausted.cells = tally.exhaustedCells
        refused = tally.refused
        leftToTemplates = tally.leftToTemplates
    }

    /// The verdicts of the run on its grid, for estimates over it: those of tests whose parts the policy chose tell nothing of
    /// their cells.
    package var evidence: RunEvidence {
        RunEvidence(CellEvidence(byChance.harmful), sample: uniformSample.evidence)
    }
}
