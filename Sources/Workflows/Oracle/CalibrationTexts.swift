import Analysis
import Feedback
import Oracles
import Records
import Reporting

/// The texts of a measurement of an oracle's errors.
package enum CalibrationTexts {
    /// When a cascade asks its judge, and what that saves and costs.
    ///
    /// - Parameter maxLoss: accuracy that it may lose, 0 to 1
    package static func plan(_ plan: CascadePlan, of calibration: OracleCalibration, maxLoss: Double) -> String {
        """
        judge asked where the probability of unsafe is between \(Figures.decimal(plan.band.low, places: 3)) and \
        \(Figures.decimal(plan.band.high, places: 3))
        calls saved    \(Figures.percent(plan.callsSaved)) of \(calibration.unsafeCount + calibration.safeCount)
        accuracy lost  \(Figures.decimal(plan.loss * 100, places: 2)) points against the judge alone \
        (allowed \(Figures.decimal(maxLoss * 100, places: 2)))
        """
    }

    /// Sensitivity and specificity with their intervals.
    package static func errors(_ calibration: OracleCalibration) -> String {
        func line(_ name: String, _ part: Int, _ whole: Int) -> String {
            let rate = Rate(findings: part, judged: whole)
            return
                "\(name)  \(Figures.percent(rate.value)) of \(whole), 95% interval \(Figures.interval(rate.interval))"
        }
        var lines = [
            line("sensitivity  ", calibration.truePositives, calibration.unsafeCount),
            line("specificity  ", calibration.trueNegatives, calibration.safeCount),
            "kept for the oracle \(TerminalText.safe(calibration.oracle))",
        ]
        if OracleErrorDistribution(calibration)?.isNearChance == true {
            lines.append(
                "no rate is corrected by it: by these labels the oracle may be hardly better than a coin; label more")
        }
        return lines.joined(separator: "\n")
    }
}
