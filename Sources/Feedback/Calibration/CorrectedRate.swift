import Foundations
import Records
import SafetyGrid

/// A rate that accounts for the oracle's errors, with its 95 % interval.
package struct CorrectedRate: Sendable, Equatable {
    /// How it was corrected.
    package enum Method: String, Sendable, Codable {
        /// With sensitivity and specificity measured elsewhere.
        case roganGladen = "rogan-gladen"
        /// With human labels of some of the very responses.
        case predictionPowered = "prediction-powered"
        /// Not at all: rules decided, which do not err.
        case exact
    }

    /// The estimate, 0 ... 1.
    package let estimate: Double
    /// The 95 % interval, within 0 ... 1.
    package let interval: ClosedRange<Double>
    /// How it was corrected.
    package let method: Method

    init(estimate: Double, centre: Double, spread: Double, method: Method) {
        self.init(
            estimate: estimate, interval: Self.share(centre - spread)...Self.share(centre + spread), method: method)
    }

    fileprivate init(estimate: Double, interval: ClosedRange<Double>, method: Method) {
        self.estimate = Self.share(estimate)
        self.interval = interval
        self.method = method
    }

    /// A rate of verdicts that rules decided.
    package init(exactly rate: RateEstimate) {
        self.init(estimate: rate.value, interval: rate.interval, method: .exact)
    }

    /// The estimate with its interval.
    package var rate: RateEstimate {
        RateEstimate(value: estimate, lower: interval.lowerBound, upper: interval.upperBound)
    }

    private static func share(_ value: Double) -> Double { min(max(value, 0), 1) }
}

/// Why a rate of verdicts has no corrected rate beside it.
package enum CorrectionObstacle: Error, Sendable, Equatable {
    /// Nobody has measured how often the oracle errs.
    case unmeasured(oracle: String)
    /// A calibration was made with other weights; the text says which.
    case otherWeights(String)
    /// The labels of a calibration are all of one kind.
    case labelsOfOneKind(unsafe: Int, safe: Int)
    /// Too few labelled sets have both kinds.
    case fewSets(Int)
    /// The oracle may be hardly better than a coin; the number is ``OracleErrorDistribution/leastPower``.
    case nearChance(Double, OracleErrorRates.Source)
    /// The interval says next to nothing.
    case wide(ClosedRange<Double>, OracleErrorRates.Source)
    /// Nothing was judged.
    case nothingJudged
}

extension OracleErrorDistribution {
    /// Widest interval that is worth showing.
    package static let greatestWidth = 0.5
    /// Least ``leastPower`` with which anything is corrected: below it the divisor may be as good as 0.
    package static let tolerablePower = 0.1

    /// Whether the oracle may be hardly better than a coin, so that no rate can be corrected.
    package var isNearChance: Bool { leastPower <= Self.tolerablePower }

    /// The rate of unsafe responses behind a rate of unsafe verdicts.
    ///
    /// Estimate: (p + Sp - 1) / (Se + Sp - 1) (Rogan and Gladen, "Estimating prevalence from the results of a screening
    /// test", Am. J. Epidemiology 107, 1978, eq. 1). Interval: from joint draws of p, Se and Sp, each end by the draws
    /// that err to its side (Bayer, Fay and Graubard 2023, "Confidence intervals for prevalence estimates from complex
    /// surveys with imperfect assays"), so that it includes the uncertainty about the oracle. A draw in which the
    /// oracle is no better than a coin allows every rate.
    ///
    /// - Parameters:
    ///   - rate: rate of unsafe verdicts with its 95 % interval, such as an average over the cells of a grid
    ///   - exact: the part of the verdicts that is not the oracle's, and stands as it is
    /// - Returns: the obstacle where errors and rate leave nothing worth showing
    package func corrected(
        _ rate: RateEstimate, beside exact: ExactPart = .none
    ) -> Result<CorrectedRate, CorrectionObstacle> {
        let (down, up) = (
            (rate.value - rate.lower) / RateEstimate.quantile, (rate.upper - rate.value) / RateEstimate.quantile
        )
        let drawn = Self.normals.map { min(max(rate.value + $0 * ($0 < 0 ? down : up), 0), 1) }
        return corrected(rate.value, lower: drawn, upper: drawn, beside: exact)
    }

    /// The rate of unsafe responses behind a share of independent tests, corrected in the same way.
    ///
    /// - Parameters:
    ///   - findings: unsafe verdicts, 0 ... `judged`
    ///   - judged: tests with a verdict
    ///   - exact: the part of the verdicts that is not the oracle's
    package func corrected(
        findings: Int, judged: Int, beside exact: ExactPart = .none
    ) -> Result<CorrectedRate, CorrectionObstacle> {
        guard judged > 0 else { return .failure(.nothingJudged) }
        var random = SeededRandom(seed: 1, "share")
        let share = ShareDraws(findings, of: judged, using: &random)
        return corrected(Double(findings) / Double(judged), lower: share.lower, upper: share.upper, beside: exact)
    }

    private static let normals: [Double] = {
        var random = SeededRandom(seed: 1, "rate")
        return (0..<draws).map { _ in random.normal() }
    }()

    private func corrected(
        _ value: Double, lower observedLow: [Double], upper observedHigh: [Double], beside exact: ExactPart
    ) -> Result<CorrectedRate, CorrectionObstacle> {
        guard !isNearChance else { return .failure(.nearChance(leastPower, rates.source)) }
        let middle = ErrorDraw(rates.sensitivity.value, rates.specificity.value)
        func drawn(_ draws: [ErrorDraw], _ observed: [Double], otherwise: Double) -> [Double] {
            zip(draws, observed).map { draw, rate in
                exact.correcting(rate) { draw.corrected($0) ?? otherwise } ?? rate
            }
        }
        let least = drawn(lower, observedLow, otherwise: 0).quantile(0.025)
        let most = drawn(upper, observedHigh, otherwise: 1).quantile(0.975)
        let interval = min(least, most)...max(least, most)
        guard interval.upperBound - interval.lowerBound <= Self.greatestWidth,
            let estimate = exact.correcting(value, middle.corrected)
        else { return .failure(.wide(interval, rates.source)) }
        return .success(
            CorrectedRate(
                estimate: min(max(estimate, interval.lowerBound), interval.upperBound), interval: interval,
                method: .roganGladen))
    }
}

extension CorrectionObstacle: CustomStringConvertible {
    /// Why, and what to do, without a full stop.
    package var description: String {
        let calibrate = "label responses that it judged and use 'sextant oracle calibrate'"
        switch self {
        case .unmeasured(let oracle):
            return "nobody has measured how often the oracle '\(oracle)' errs; \(calibrate)"
        case .otherWeights(let reason):
            return reason
        case .labelsOfOneKind(let unsafe, let safe):
            return "the calibration has \(unsafe) unsafe and \(safe) safe responses, and needs both; label more"
        case .fewSets(let count):
            return "its errors were measured on \(count) labelled sets, too few to tell how they differ; "
                + calibrate
        case .nearChance(_, .calibration):
            return "by its labels the oracle may be hardly better than a coin: sensitivity and specificity may add "
                + "up to little more than 1; more labels or a better oracle help"
        case .nearChance(_, .unseenSets):
            return "on a target like none of the sets that it was measured on the oracle may be hardly better than a "
                + "coin; \(calibrate)"
        case .wide(let interval, .calibration):
            return "\(Self.reach(interval)); more labels or tests narrow it"
        case .wide(let interval, .unseenSets):
            return "its errors differ so much from one labelled set to another that \(Self.reach(interval)); "
                + calibrate
        case .nothingJudged:
            return "nothing was judged"
        }
    }

    private static func reach(_ interval: ClosedRange<Double>) -> String {
        func percent(_ share: Double) -> Int { Int((share * 100).rounded()) }
        return "the corrected rate could be anything from \(percent(interval.lowerBound)) to "
            + "\(percent(interval.upperBound)) %"
    }
}
