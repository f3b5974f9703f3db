/// The findings of each cell, and its tests in flight, while a round is planned.
struct CellProgress {
    /// True findings expected among the cell's unsafe verdicts of this run.
    let findings: [Double]
    /// Judged tests of this run and, discounted, of earlier ones.
    let judged: [Double]
    /// How much more a first finding is worth than a further one.
    let firstFinding: Double
    /// Tests without a verdict: those in flight, and those placed in this round.
    private(set) var waiting: [Double]

    init(_ posterior: RatePosterior, _ history: AllocationHistory, errors: OracleErrors, firstFinding: Double) {
        self.firstFinding = firstFinding
        judged = history.evidence.judged
        waiting = history.inFlight.map(Double.init)
        var expected = history.verdicts.findings.map(Double.init)
        posterior.forEach(expected.indices.filter { expected[$0] > 0 }) { cell, integral in
            expected[cell] *= integral.truth(errors)
        }
        findings = expected
    }

    /// Counts a test that was placed.
    mutating func place(_ cell: Int) {
        waiting[cell] += 1
    }
}
