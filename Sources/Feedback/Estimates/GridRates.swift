import Records
import SafetyGrid

/// The rates of a run as averages over its grid: as the oracle saw them, corrected for its errors, and with the help of the
/// last run.
package struct GridRates: Sendable, Equatable {
    /// Rates of unsafe answers, corrected for the oracle's errors.
    package let corrected: GridEstimate
    /// Rates of unsafe verdicts.
    package let raw: GridEstimate
    /// ``corrected`` with the evidence of the last finished run; nil when there is none, or when it differs.
    package let withLast: GridEstimate?

    /// Estimates the rates of a run; a second of work for 100,000 cells.
    ///
    /// - Parameters:
    ///   - verdicts: what the run saw
    ///   - errors: how often the oracle is right
    ///   - last: what the last finished run of the same target and grid saw
    package init(_ verdicts: CoverageMatrix, errors: OracleErrors, last: CellEvidence?) {
        let evidence = CellEvidence(verdicts)
        let estimator = GridEstimator(grid: verdicts.grid, errors: errors)
        corrected = estimator.estimate(evidence)
        raw = GridEstimator(grid: verdicts.grid, errors: .none).estimate(evidence)
        let alone = corrected
        withLast = last.flatMap { EarlierRun($0).estimate(estimator, tonight: evidence, alone: alone) }
    }
}
