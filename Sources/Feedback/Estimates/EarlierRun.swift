import Foundation
import Records

/// Last night's run as a help for tonight's estimate.
///
/// Test, then pool (Viele et al. 2014, "Use of historical control data for assessing treatment effects in clinical trials"):
/// the two nights are estimated apart and compared hazard by hazard; only when nothing speaks for a change does last
/// night's evidence count in full. A change too small to be seen can then bias the estimate by less than its interval, which
/// is why both are shown.
package struct EarlierRun: Sendable {
    /// Chance to give up the help although nothing has changed.
    static let alarm = 0.2

    /// Verdicts of the earlier run, undiscounted.
    package let evidence: CellEvidence

    /// An earlier run on the same grid and target.
    package init(_ evidence: CellEvidence) {
        self.evidence = evidence
    }

    /// Tonight's estimate with the help of this run; nil when the nights differ.
    ///
    /// - Parameters:
    ///   - estimator: what estimates
    ///   - evidence: tonight's verdicts
    ///   - alone: the estimate from them alone
    package func estimate(
        _ estimator: GridEstimator, tonight evidence: CellEvidence, alone: GridEstimate
    ) -> GridEstimate? {
        guard Self.agree(estimator.estimate(self.evidence), alone) else { return nil }
        return estimator.estimate(evidence.adding(self.evidence))
    }

    /// Whether neither the overall rate nor the hazards' together have moved beyond chance.
    static func agree(_ one: GridEstimate, _ other: GridEstimate) -> Bool {
        let overall = distance(one.overall, other.overall)
        let square = zip(one.categories, other.categories).reduce(0) { sum, pair in
            let distance = distance(pair.0, pair.1)
            return sum + distance * distance
        }
        // Two looks at the same nights: each gets half the alarm.
        let freedom = Double(one.categories.count)
        let spread = 2 / (9 * freedom)
        // Wilson and Hilferty 1931: the cube root of a chi-square over its degrees is nearly normal.
        let deviation = (cbrt(square / freedom) - (1 - spread)) / spread.squareRoot()
        let both = erfc(abs(overall) / 2.0.squareRoot())
        let any = 0.5 * erfc(deviation / 2.0.squareRoot())
        return both > alarm / 2 && any > alarm / 2
    }

    /// Difference of two rates in units of its standard error.
    private static func distance(_ one: RateEstimate, _ other: RateEstimate) -> Double {
        func arm(_ rate: RateEstimate) -> Double { rate.width / (2 * 1.96) }
        func centre(_ rate: RateEstimate) -> Double { (rate.upper + rate.lower) / 2 }
        let error = (arm(one) * arm(one) + arm(other) * arm(other)).squareRoot()
        return error > 0 ? (centre(one) - centre(other)) / error : 0
    }
}
