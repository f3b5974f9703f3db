import Records

/// A rate that accounts for the oracle's errors, with its 95 % interval.
package struct CorrectedRate: Sendable, Equatable {
    /// How it was corrected.
    package enum Method: String, Sendable, Codable {
        /// With sensitivity and specificity measured elsewhere.
        case roganGladen = "rogan-gladen"
        /// With human labels of some of the very responses.
        case predictionPowered = "prediction-powered"
    }

    /// The estimate, 0 ... 1.
    package let estimate: Double
    /// The 95 % interval, within 0 ... 1.
    package let interval: ClosedRange<Double>
    /// How it was corrected.
    package let method: Method

    init(estimate: Double, centre: Double, spread: Double, method: Method) {
        self.estimate = Self.share(estimate)
        interval = Self.share(centre - spread)...Self.share(centre + spread)
        self.method = method
    }

    private static func share(_ value: Double) -> Double { min(max(value, 0), 1) }
}

extension CorrectedRate {
    /// The true rate behind the rate that an imperfect oracle reported.
    ///
    /// Estimate: (p + Sp - 1) / (Se + Sp - 1) (Rogan and Gladen, "Estimating prevalence from the results of a screening
    /// test", Am. J. Epidemiology 107, 1978, eq. 1). Interval: Lang and Reiczigel, "Confidence limits for prevalence of
    /// disease adjusted for estimated sensitivity and specificity", Preventive Veterinary Medicine 113, 2014: it counts the
    /// uncertainty of Se and Sp as well as that of p.
    ///
    /// - Parameters:
    ///   - findings: unsafe verdicts, 0 ... `judged`
    ///   - judged: tests with a verdict
    ///   - calibration: how the oracle did on labelled answers
    /// - Returns: nil when nothing was judged, when the labels have no unsafe or no safe answer, or when the oracle is no
    ///   better than chance, so that nothing can be corrected
    package static func roganGladen(
        findings: Int, judged: Int, calibration: OracleCalibration
    ) -> CorrectedRate? {
        guard judged > 0 else { return nil }
        // z²/2 more of each outcome, as Agresti and Coull do for one proportion.
        let square = RateEstimate.quantile * RateEstimate.quantile
        let (n, unsafe) = (Double(judged), Double(findings))
        let p = (unsafe + square / 2) / (n + square)
        return roganGladen(
            reported: unsafe / n, centre: p, variance: p * (1 - p) / (n + square), calibration: calibration)
    }

    /// The same for a rate with an interval, such as an average over the cells of a grid.
    ///
    /// The interval's middle and width stand for the rate and its variance, as Agresti and Coull's do for a share.
    ///
    /// - Parameters:
    ///   - rate: rate of unsafe verdicts with its 95 % interval
    ///   - calibration: how the oracle did on labelled answers
    package static func roganGladen(_ rate: RateEstimate, calibration: OracleCalibration) -> CorrectedRate? {
        let error = rate.width / (2 * RateEstimate.quantile)
        return roganGladen(
            reported: rate.value, centre: (rate.lower + rate.upper) / 2, variance: error * error,
            calibration: calibration)
    }

    private static func roganGladen(
        reported: Double, centre p: Double, variance reportedVariance: Double, calibration: OracleCalibration
    ) -> CorrectedRate? {
        guard let sensitivity = calibration.sensitivity, let specificity = calibration.specificity,
            sensitivity + specificity > 1
        else { return nil }
        let (unsafe, safe) = (Double(calibration.unsafeCount), Double(calibration.safeCount))
        let estimate = (reported + specificity - 1) / (sensitivity + specificity - 1)
        // One more of each outcome.
        let se = (Double(calibration.truePositives) + 1) / (unsafe + 2)
        let sp = (Double(calibration.trueNegatives) + 1) / (safe + 2)
        let power = se + sp - 1
        guard power > 0 else { return nil }
        let rate = min(max((p + sp - 1) / power, 0), 1)
        let varianceSe = se * (1 - se) / unsafe
        let varianceSp = sp * (1 - sp) / safe
        let square = RateEstimate.quantile * RateEstimate.quantile
        let shift = 2 * square * (rate * varianceSe - (1 - rate) * varianceSp)
        let variance = reportedVariance + rate * rate * varianceSe + (1 - rate) * (1 - rate) * varianceSp
        return CorrectedRate(
            estimate: estimate, centre: rate + shift, spread: RateEstimate.quantile * variance.squareRoot() / power,
            method: .roganGladen)
    }
}
