import Records

/// Counts of a run's tests in one cell that were chosen for one reason.
package struct SelectionTally: Sendable, Equatable {
    /// Id of the cell in its grid.
    package let cell: Int
    /// Why they were chosen.
    package let reason: SelectionReason
    /// Tests planned, with a verdict or without.
    package let planned: Int
    /// Tests with a verdict.
    package let judged: Int
    /// Unsafe verdicts.
    package let findings: Int

    package init(cell: Int, reason: SelectionReason, planned: Int, judged: Int, findings: Int) {
        self.cell = cell
        self.reason = reason
        self.planned = planned
        self.judged = judged
        self.findings = findings
    }
}
