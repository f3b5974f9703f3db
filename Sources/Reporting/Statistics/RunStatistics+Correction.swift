import Feedback
import Records

extension RunStatistics {
    /// The corrected rate in a sentence, with what it was corrected by, or why it was not; nil when the oracle was not
    /// calibrated.
    package var correctionText: String? {
        if let share = correctedShare, share.method == .predictionPowered, let humanLabels {
            return "By \(Figures.count(humanLabels.count)) human labels of tests drawn at random, "
                + "\(Figures.percent(share.estimate)) of the tests are unsafe, 95% interval "
                + "\(Figures.interval(share.interval))"
        }
        guard let calibration else { return calibrationObjection.map { "The rate is not corrected: \($0)." } }
        let measured =
            "sensitivity \(Figures.percent(calibration.sensitivity)) of \(Figures.count(calibration.unsafeCount)), "
            + "specificity \(Figures.percent(calibration.specificity)) of \(Figures.count(calibration.safeCount))"
        guard let corrected = corrected(rate) else {
            return rate.judged == 0
                ? nil : "The rate can't be corrected: \(measured) labels leave nothing to correct with."
        }
        return "Corrected for the oracle's errors \(Figures.percent(corrected.estimate)), 95% interval "
            + "\(Figures.interval(corrected.interval)) (\(measured))"
    }
}
