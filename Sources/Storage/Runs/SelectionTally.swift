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
    /// Verdicts with a grade.
    package let graded: Int
    /// The sum of their scores, 0 ... ``graded``.
    package let score: Double
    /// Whether the policy chose their parts too: they are as unsafe as those parts are, and tell nothing of the cell's rate.
    package let hasChosenParts: Bool

    /// The verdicts among them that the rules of a scenario decided.
    package let byRules: ExactCount

    package init(
        cell: Int, reason: SelectionReason, planned: Int, judged: Int, findings: Int, graded: Int = 0,
        score: Double = 0, hasChosenParts: Bool = false, byRules: ExactCount = ExactCount()
    ) {
        self.byRules = byRules
        self.graded = graded
        self.score = score
        self.hasChosenParts = hasChosenParts
        self.cell = cell
        self.reason = reason
        self.planned = planned
        self.judged = judged
        self.findings = findings
    }
}
