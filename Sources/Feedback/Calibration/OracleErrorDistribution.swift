import Foundation
import Foundations
import Records
import SafetyGrid

/// An oracle's errors as labels show them: a distribution of sensitivity and specificity, never two exact numbers.
///
/// ```swift
/// let errors = OracleErrorDistribution(calibration)
/// try errors?.corrected(rate).get()       // a rate of unsafe responses, with the labels' uncertainty in its interval
/// ```
package struct OracleErrorDistribution: Sendable, Equatable {
    /// Source of the figures, and their intervals.
    package let rates: OracleErrorRates
    /// Lower bound of sensitivity + specificity - 1 that holds with 97.5 % confidence; may be below 0.
    package let leastPower: Double
    /// Number of labelled sets behind the figures; 0 for a calibration.
    package let sets: Int

    /// Draws for the lower end of a corrected rate, and for the upper end; each draw pairs a sensitivity with a
    /// specificity.
    let lower: [ErrorDraw]
    let upper: [ErrorDraw]

    /// Draws of a distribution. With so many, the ends of an interval move by a fiftieth of its width at most.
    static let draws = 2_000
    /// Fewest sets from which a spread over sets is estimated: with fewer, a spread that is small by luck would pass as
    /// true.
    static let leastSets = 5

    /// The errors that a calibration measured; nil when it has no unsafe or no safe response.
    ///
    /// Each share has Clopper and Pearson's two confidence distributions, the lower Beta(k, n - k + 1) and the upper
    /// Beta(k + 1, n - k). Intervals built from them hold at least as often as they claim, with few labels too (Fay,
    /// Proschan and Brittain 2015, "Combining one-sample confidence procedures for inference in the two-sample case").
    package init?(_ calibration: OracleCalibration) {
        let (unsafe, safe) = (calibration.unsafeCount, calibration.safeCount)
        guard unsafe > 0, safe > 0 else { return nil }
        var random = SeededRandom(seed: 1, "oracle errors")
        let sensitivity = ShareDraws(calibration.truePositives, of: unsafe, using: &random)
        let specificity = ShareDraws(calibration.trueNegatives, of: safe, using: &random)
        self.init(
            source: .calibration, labels: unsafe + safe, sets: 0,
            lower: zip(sensitivity.upper, specificity.lower).map(ErrorDraw.init),
            upper: zip(sensitivity.lower, specificity.upper).map(ErrorDraw.init),
            middle: ErrorDraw(
                Double(calibration.truePositives) / Double(unsafe), Double(calibration.trueNegatives) / Double(safe)))
    }

    /// The errors to expect on a further set, as a target's responses are one, given labelled sets that the oracle had
    /// not learned from; nil with fewer than five sets that have both unsafe and safe responses.
    ///
    /// Random effects: the logits of both shares are normal over sets, with unknown means, spreads and correlation, and
    /// the target is one more draw. Under Jeffreys' prior that draw is bivariate t with sets - 2 degrees of freedom
    /// (Gelman et al., "Bayesian Data Analysis", 3rd ed., 3.6; for one share Higgins, Thompson and Spiegelhalter 2009,
    /// "A re-evaluation of random-effects meta-analysis"). Each set counts equally. The chance variation of small sets
    /// stays in the spread, which makes intervals too wide rather than too narrow.
    package init?(_ unseen: UnseenErrors) {
        let sets = unseen.sets.filter { $0.unsafe.total > 0 && $0.safe.total > 0 }
        guard sets.count >= Self.leastSets else { return nil }
        let predicted = NextSet(
            sets.map { Self.logit($0.unsafe.unsafe, of: $0.unsafe.total) },
            sets.map { Self.logit($0.safe.total - $0.safe.unsafe, of: $0.safe.total) })
        var random = SeededRandom(seed: 1, "unseen sets")
        let drawn = (0..<Self.draws).map { _ in predicted.draw(using: &random) }
        self.init(
            source: .unseenSets, labels: sets.reduce(0) { $0 + $1.unsafe.total + $1.safe.total }, sets: sets.count,
            lower: drawn, upper: drawn, middle: predicted.middle)
    }

    private init(
        source: OracleErrorRates.Source, labels: Int, sets: Int, lower: [ErrorDraw], upper: [ErrorDraw],
        middle: ErrorDraw
    ) {
        (self.lower, self.upper, self.sets) = (lower, upper, sets)
        // The draws for the lower end of a rate have the high sensitivities and the low specificities, and the other way round.
        func share(_ value: Double, _ low: [Double], _ high: [Double]) -> RateEstimate {
            let (least, most) = (low.quantile(0.025), high.quantile(0.975))
            return RateEstimate(value: min(max(value, least), most), lower: least, upper: most)
        }
        rates = OracleErrorRates(
            source: source,
            sensitivity: share(middle.sensitivity, upper.map(\.sensitivity), lower.map(\.sensitivity)),
            specificity: share(middle.specificity, lower.map(\.specificity), upper.map(\.specificity)), labels: labels)
        leastPower = zip(upper, lower).map { $0.sensitivity + $1.specificity - 1 }.quantile(0.025)
    }

    /// Logit of a share, with half of each outcome more, so that a set without an error has one.
    private static func logit(_ count: Int, of all: Int) -> Double {
        log((Double(count) + 0.5) / (Double(all - count) + 0.5))
    }
}

/// One possible pair of error rates of an oracle.
struct ErrorDraw: Sendable, Equatable {
    let sensitivity: Double
    let specificity: Double

    init(_ sensitivity: Double, _ specificity: Double) {
        (self.sensitivity, self.specificity) = (sensitivity, specificity)
    }

    /// The rate of unsafe responses behind a rate of verdicts, cut to 0 ... 1; nil when the oracle says no more than a coin.
    func corrected(_ observed: Double) -> Double? {
        let power = sensitivity + specificity - 1
        return power > 0 ? min(max((observed + specificity - 1) / power, 0), 1) : nil
    }
}

/// Draws from both of Clopper and Pearson's confidence distributions of a share.
struct ShareDraws {
    let lower: [Double]
    let upper: [Double]

    /// - Parameters:
    ///   - count: 0 ... `all`
    ///   - all: 1 or more
    init(_ count: Int, of all: Int, using random: inout SeededRandom) {
        func drawn(_ alpha: Int, _ beta: Int) -> [Double] {
            guard alpha > 0 else { return Array(repeating: 0, count: OracleErrorDistribution.draws) }
            guard beta > 0 else { return Array(repeating: 1, count: OracleErrorDistribution.draws) }
            let share = BetaDistribution(alpha: Double(alpha), beta: Double(beta))
            return (0..<OracleErrorDistribution.draws).map { _ in share.sample(using: &random) }
        }
        lower = drawn(count, all - count + 1)
        upper = drawn(count + 1, all - count)
    }
}

/// The errors to expect on one more set, after some.
private struct NextSet {
    private let means: (Double, Double)
    /// Lower triangle of the root of the scale matrix.
    private let root: (Double, Double, Double)
    private let freedom: Int

    /// - Parameters: logits of sensitivity and of specificity, as many of the one as of the other, three or more
    init(_ first: [Double], _ second: [Double]) {
        let count = Double(first.count)
        let means = (first.reduce(0, +) / count, second.reduce(0, +) / count)
        func product(_ one: [Double], _ mean: Double, _ other: [Double], _ otherMean: Double) -> Double {
            zip(one, other).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - otherMean) }
        }
        freedom = first.count - 2
        let factor = (1 + 1 / count) / Double(freedom)
        let a = factor * product(first, means.0, first, means.0)
        let b = factor * product(first, means.0, second, means.1)
        let c = factor * product(second, means.1, second, means.1)
        let top = a.squareRoot()
        let side = top > 0 ? b / top : 0
        root = (top, side, max(c - side * side, 0).squareRoot())
        self.means = means
    }

    var middle: ErrorDraw { Self.shares(means.0, means.1) }

    func draw(using random: inout SeededRandom) -> ErrorDraw {
        let square = (0..<freedom).reduce(0.0) { sum, _ in
            let number = random.normal()
            return sum + number * number
        }
        let scale = (Double(freedom) / max(square, 1e-12)).squareRoot()
        let (one, other) = (random.normal(), random.normal())
        return Self.shares(means.0 + scale * root.0 * one, means.1 + scale * (root.1 * one + root.2 * other))
    }

    private static func shares(_ first: Double, _ second: Double) -> ErrorDraw {
        ErrorDraw(1 / (1 + exp(-first)), 1 / (1 + exp(-second)))
    }
}

extension [Double] {
    /// The number below which a share `level` of these lies; 0 for none.
    func quantile(_ level: Double) -> Double {
        guard !isEmpty else { return 0 }
        return sorted()[Swift.min(count - 1, Int(level * Double(count)))]
    }
}
