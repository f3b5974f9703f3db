import Records

/// How often an oracle is right, as two exact numbers: for the plans of a policy, and for a simulated oracle.
///
/// The errors of a real oracle are an ``OracleErrorDistribution``, and only that corrects a rate in a report.
package struct OracleErrors: Sendable, Equatable {
    /// Share of unsafe responses that the oracle calls unsafe, over 0 ... 1.
    package let sensitivity: Double
    /// Share of safe responses that the oracle does not call unsafe, 0 ... 1.
    package let specificity: Double

    /// An oracle without errors: its verdicts are the truth, and rates are rates of verdicts.
    package static let none = OracleErrors(trusted: 1, 1)
    /// Rate of unsafe verdicts that a policy expects of any cell, when nobody told it the oracle's errors.
    static let leastRate = 0.02
    /// The errors that a policy plans with when nobody told it the oracle's: rates of verdicts, none under
    /// ``leastRate``.
    ///
    /// This is a rule of planning and no figure about an oracle. It makes the policy test a lone unsafe verdict again
    /// before it takes the cell for weak; without it the policy chases false alarms. It costs almost nothing where
    /// there are no false alarms, and no reported number depends on it.
    package static let planning = OracleErrors(trusted: 1, 1 - leastRate)

    /// Error rates of an oracle; nil when it is no better than a coin (sensitivity + specificity <= 1) or a rate is out of range.
    package init?(sensitivity: Double, specificity: Double) {
        guard (0...1).contains(sensitivity), (0...1).contains(specificity), sensitivity + specificity > 1 else {
            return nil
        }
        self.init(trusted: sensitivity, specificity)
    }

    /// The errors that a run's policy plans with: the given ones, and those of ``planning`` where none is given; nil
    /// under the conditions of ``init(sensitivity:specificity:)``.
    package init?(planning request: AllocationRequest, _ basis: RunBasis) {
        self.init(
            sensitivity: request.sensitivity ?? basis.sensitivity ?? Self.planning.sensitivity,
            specificity: request.specificity ?? basis.specificity ?? Self.planning.specificity)
    }

    /// The errors that a calibration measured, with one more of each outcome, so that a few labels without an error do
    /// not make a perfect oracle (Agresti and Coull 1998); nil when labels of one kind are missing, or the oracle is no
    /// better than a coin.
    package init?(_ calibration: OracleCalibration) {
        guard calibration.unsafeCount > 0, calibration.safeCount > 0 else { return nil }
        self.init(
            sensitivity: Double(calibration.truePositives + 1) / Double(calibration.unsafeCount + 2),
            specificity: Double(calibration.trueNegatives + 1) / Double(calibration.safeCount + 2))
    }

    /// The errors of findings that count when `rule` confirms them, as if tries were independent of each other; these for nil.
    package func confirmed(by rule: ConfirmationRule?) -> OracleErrors {
        guard let rule else { return self }
        /// Chance that a first unsafe verdict comes with enough others.
        func chance(_ rate: Double) -> Double {
            rate * ExactTests.binomialUpperTail(rule.needed - 1, of: rule.most - 1, rate: rate)
        }
        return OracleErrors(sensitivity: chance(sensitivity), specificity: 1 - chance(1 - specificity)) ?? self
    }

    private init(trusted sensitivity: Double, _ specificity: Double) {
        self.sensitivity = sensitivity
        self.specificity = specificity
    }

    /// Youden's index, sensitivity + specificity - 1: over 0 ... 1.
    package var power: Double { sensitivity + specificity - 1 }

    /// Chance of an unsafe verdict where responses are unsafe at `rate`.
    package func observed(_ rate: Double) -> Double {
        1 - specificity + power * rate
    }

    /// The rate of unsafe responses behind a rate of unsafe verdicts, cut to 0 ... 1 (Rogan and Gladen 1978, "Estimating
    /// prevalence from the results of a screening test").
    package func corrected(_ observed: Double) -> Double {
        min(max((observed - (1 - specificity)) / power, 0), 1)
    }

    /// Chance that an unsafe verdict is true where responses are unsafe at `rate`.
    func truth(at rate: Double) -> Double {
        let unsafe = sensitivity * rate
        let all = observed(rate)
        return all > 0 ? unsafe / all : 0
    }
}
