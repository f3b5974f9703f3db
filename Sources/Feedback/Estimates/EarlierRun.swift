import Foundation
import Records
import SafetyGrid

/// Last night's run as a help for tonight's estimate.
///
/// Test, then pool (Viele et al. 2014, "Use of historical control data for assessing treatment effects in clinical trials"):
/// the two nights are estimated apart and compared; only where nothing speaks for a change, overall and in a hazard,
/// does last night's evidence of that hazard count in full. A change too small to be seen can then bias the estimate by
/// less than its interval, which is why both are shown.
package struct EarlierRun: Sendable {
    /// Probability of giving up all help although nothing has changed.
    static let overallAlarm = 0.05
    /// Probability of giving up the help for at least one hazard although nothing has changed. It is greater, because
    /// that costs less.
    static let hazardAlarm = 0.15

    /// Verdicts of the earlier run, undiscounted.
    package let evidence: RunEvidence

    /// An earlier run on the same grid and target.
    package init(_ evidence: RunEvidence) {
        self.evidence = evidence
    }

    /// Tonight's estimate with the help of this run, hazard by hazard; nil when the nights differ overall.
    ///
    /// - Parameters:
    ///   - estimator: what estimates
    ///   - evidence: tonight's verdicts
    ///   - alone: the estimate from them alone
    package func estimate(
        _ estimator: GridEstimator, tonight evidence: RunEvidence, alone: GridEstimate
    ) -> GridEstimate? {
        guard let hazards = Self.agreeing(estimator.estimate(self.evidence), alone) else { return nil }
        let axis = estimator.grid.axis(estimator.grid.groupAxis)
        return estimator.estimate(evidence.adding(self.evidence) { hazards[axis.index(of: $0)] })
    }

    /// For each hazard whether nothing speaks for a change; nil when the overall rates differ.
    static func agreeing(_ one: GridEstimate, _ other: GridEstimate) -> [Bool]? {
        guard chance(one.overall, other.overall) > overallAlarm else { return nil }
        let share = 1 - pow(1 - hazardAlarm, 1 / Double(one.groups.count))
        return zip(one.groups, other.groups).map { chance($0, $1) > share }
    }

    /// Chance of a difference as large as that of two rates, had nothing changed.
    private static func chance(_ one: RateEstimate, _ other: RateEstimate) -> Double {
        func arm(_ rate: RateEstimate) -> Double { rate.width / (2 * RateEstimate.quantile) }
        func centre(_ rate: RateEstimate) -> Double { (rate.upper + rate.lower) / 2 }
        let error = (arm(one) * arm(one) + arm(other) * arm(other)).squareRoot()
        return error > 0 ? erfc(abs(centre(one) - centre(other)) / error / 2.0.squareRoot()) : 1
    }
}
