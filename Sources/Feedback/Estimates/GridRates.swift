import Records
import SafetyGrid

/// The rates of a run as averages over its grid: as the oracle saw them, corrected for its errors, and with the help of the
/// last run.
package struct GridRates: Sendable, Equatable {
    /// Rates of unsafe verdicts.
    package let raw: GridEstimate
    /// Rates of unsafe answers, corrected for the oracle's errors.
    package let corrected: GridEstimate
    /// ``corrected`` with the evidence of the last finished run for the hazards that have not moved since; nil when there is
    /// none, or when the overall rate has moved.
    package let withLast: GridEstimate?
    private let rawWithLast: GridEstimate?

    /// Estimates the rates of a run; ten seconds of work for 100,000 cells, and as much again with a last run.
    ///
    /// - Parameters:
    ///   - evidence: what the run saw
    ///   - grid: its grid
    ///   - errors: how often the oracle is right
    ///   - last: what the last finished run of the same target and grid saw
    package init(_ evidence: RunEvidence, grid: Grid, errors: OracleErrors, last: RunEvidence?) {
        let estimator = GridEstimator(grid: grid, errors: .none)
        let raw = estimator.estimate(evidence)
        self.init(
            raw: raw,
            rawWithLast: last.flatMap { EarlierRun($0).estimate(estimator, tonight: evidence, alone: raw) }
        ) { $0.corrected(for: errors) }
    }

    private init(raw: GridEstimate, rawWithLast: GridEstimate?, correct: (GridEstimate) -> GridEstimate) {
        self.raw = raw
        self.rawWithLast = rawWithLast
        corrected = correct(raw)
        withLast = rawWithLast.map(correct)
    }

    /// The same rates, corrected by a calibration, whose own uncertainty the intervals then count; where it can't correct
    /// (``CorrectedRate/roganGladen(_:calibration:)``) nothing changes.
    package func corrected(by calibration: OracleCalibration) -> GridRates {
        guard CorrectedRate.roganGladen(raw.overall, calibration: calibration) != nil else { return self }
        return GridRates(raw: raw, rawWithLast: rawWithLast) { estimate in
            estimate.map { rate in
                guard let corrected = CorrectedRate.roganGladen(rate, calibration: calibration) else { return rate }
                return RateEstimate(
                    value: corrected.estimate, lower: corrected.interval.lowerBound,
                    upper: corrected.interval.upperBound)
            }
        }
    }
}
