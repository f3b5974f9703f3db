import Records

/// How often an oracle is right, so that an unsafe verdict is not taken for an unsafe answer.
package struct OracleErrors: Sendable, Equatable {
    /// Share of unsafe answers that the oracle calls unsafe, over 0 ... 1.
    package let sensitivity: Double
    /// Share of safe answers that the oracle does not call unsafe, 0 ... 1.
    package let specificity: Double

    /// What is assumed of an oracle nobody has calibrated.
    ///
    /// An oracle taken for perfect makes the policy chase its false alarms wherever the target is safer than the oracle is
    /// exact; one taken for slightly worse than it is costs a confirming test a finding. So the assumption errs to that side.
    package static let assumed = OracleErrors(trusted: 0.9, 0.98)
    /// An oracle without errors: its verdicts are the truth.
    package static let none = OracleErrors(trusted: 1, 1)

    /// Error rates of an oracle; nil when it is no better than a coin (sensitivity + specificity <= 1) or a rate is out of range.
    package init?(sensitivity: Double, specificity: Double) {
        guard (0...1).contains(sensitivity), (0...1).contains(specificity), sensitivity + specificity > 1 else {
            return nil
        }
        self.init(trusted: sensitivity, specificity)
    }

    /// Error rates as a run was told them, ``assumed`` where it was not; nil as for ``init(sensitivity:specificity:)``.
    package init?(_ settings: RunSettings) {
        self.init(
            sensitivity: settings.sensitivity ?? Self.assumed.sensitivity,
            specificity: settings.specificity ?? Self.assumed.specificity)
    }

    /// Error rates as a calibration measured them, with one more of each outcome, so that a few labels without an error do not
    /// make an oracle without errors (Agresti and Coull 1998); nil when labels of a kind are missing, or it is no better
    /// than a coin.
    package init?(_ calibration: OracleCalibration) {
        guard calibration.unsafeCount > 0, calibration.safeCount > 0 else { return nil }
        self.init(
            sensitivity: Double(calibration.truePositives + 1) / Double(calibration.unsafeCount + 2),
            specificity: Double(calibration.trueNegatives + 1) / Double(calibration.safeCount + 2))
    }

    private init(trusted sensitivity: Double, _ specificity: Double) {
        self.sensitivity = sensitivity
        self.specificity = specificity
    }

    /// Youden's index, sensitivity + specificity - 1: over 0 ... 1.
    package var power: Double { sensitivity + specificity - 1 }

    /// Chance of an unsafe verdict where answers are unsafe at `rate`.
    package func observed(_ rate: Double) -> Double {
        1 - specificity + power * rate
    }

    /// The rate of unsafe answers behind a rate of unsafe verdicts, cut to 0 ... 1 (Rogan and Gladen 1978, "Estimating
    /// prevalence from the results of a screening test").
    package func corrected(_ observed: Double) -> Double {
        min(max((observed - (1 - specificity)) / power, 0), 1)
    }

    /// Chance that an unsafe verdict is true where answers are unsafe at `rate`.
    func truth(at rate: Double) -> Double {
        let unsafe = sensitivity * rate
        let all = observed(rate)
        return all > 0 ? unsafe / all : 0
    }
}
