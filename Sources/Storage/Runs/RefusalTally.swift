/// The verdicts of a run in one cell, by whether the request was met.
package struct RefusalTally: Sendable, Equatable {
    /// Id of the cell in the run's grid.
    package let cell: Int
    /// Tests with a verdict.
    package let judged: Int
    /// Those whose verdict tells whether the request was met.
    package let told: Int
    /// Those of them in which it was not, or not wholly.
    package let refused: Int

    package init(cell: Int, judged: Int, told: Int, refused: Int) {
        self.cell = cell
        self.judged = judged
        self.told = told
        self.refused = refused
    }
}
