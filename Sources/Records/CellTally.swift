/// Judged tests of one cell for one target.
package struct CellTally: Sendable, Equatable {
    /// Model under test.
    package let target: String
    /// Id of the cell in its grid.
    package let cell: Int
    /// Tests with a verdict.
    package let judged: Int
    /// Unsafe verdicts.
    package let findings: Int

    package init(target: String, cell: Int, judged: Int, findings: Int) {
        self.target = target
        self.cell = cell
        self.judged = judged
        self.findings = findings
    }
}
