import Feedback
import Records

/// What is known of the oracle whose verdicts a run has.
package struct OracleKnowledge: Sendable {
    /// How it did on labelled responses; nil when it was not calibrated, or ``objection`` stands against that.
    package let calibration: OracleCalibration?
    /// Why a calibration does not count for this run; nil when it does, or there is none.
    package let objection: String?
    /// People's labels of tests that were drawn at random, beside the oracle's verdicts; nil without any.
    package let humanLabels: HumanLabels?
    /// The known errors of the oracle: from its calibration, else from labelled sets that it had not learned from; nil when
    /// neither counts for it.
    package let errors: OracleErrorDistribution?

    /// - Parameters:
    ///   - run: the run
    ///   - calibration: the calibration of its oracle, whatever weights it was measured with
    ///   - humanLabels: labels of its tests that were drawn at random
    package init(_ run: RunRecord, calibration: OracleCalibration? = nil, humanLabels: HumanLabels? = nil) {
        // Where rules decide in the oracle's place, its errors have no part in anything.
        let calibration = run.request.isDecidedByRules ? nil : calibration
        objection = calibration?.objection(toWeights: run.basis.classifierWeights)
        self.calibration = objection == nil ? calibration : nil
        self.humanLabels = humanLabels
        errors =
            self.calibration.flatMap { OracleErrorDistribution($0) }
            ?? run.basis.unseenErrors?.of(weights: run.basis.classifierWeights)
            .flatMap { OracleErrorDistribution($0) }
    }

    /// Why nothing is known of the errors of a run's oracle.
    func obstacle(_ run: RunRecord) -> CorrectionObstacle {
        if let objection { return .otherWeights(objection) }
        if let calibration {
            return .labelsOfOneKind(unsafe: calibration.unsafeCount, safe: calibration.safeCount)
        }
        guard let unseen = run.basis.unseenErrors?.of(weights: run.basis.classifierWeights) else {
            return .unmeasured(oracle: run.request.oracleName)
        }
        return .fewSets(unseen.sets.count)
    }
}
