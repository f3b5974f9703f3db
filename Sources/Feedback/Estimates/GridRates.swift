import Records
import SafetyGrid

/// The rates of a run as averages over its grid: as the oracle saw them, corrected for its errors, and with the help of the
/// last run.
package struct GridRates: Sendable, Equatable {
    /// Rates of unsafe answers, corrected for the oracle's errors.
    package let corrected: GridEstimate
    /// Rates of unsafe verdicts.
    package let raw: GridEstimate
    /// ``corrected`` with the evidence of the last finished run for the hazards that have not moved since; nil when there is
    /// none, or when the overall rate has moved.
    package let withLast: GridEstimate?

    /// Estimates the rates of a run; a second of work for 100,000 cells.
    ///
    /// - Parameters:
    ///   - evidence: what the run saw
    ///   - grid: its grid
    ///   - errors: how often the oracle is right
    ///   - last: what the last finished run of the same target and grid saw
    package init(_ evidence: CellEvidence, grid: Grid, errors: OracleErrors, last: CellEvidence?) {
        raw = GridEstimator(grid: grid, errors: .none).estimate(evidence)
        let alone = raw.corrected(for: errors)
        corrected = alone
        let estimator = GridEstimator(grid: grid, errors: errors)
        withLast = last.flatMap { EarlierRun($0).estimate(estimator, tonight: evidence, alone: alone) }
    }
}
