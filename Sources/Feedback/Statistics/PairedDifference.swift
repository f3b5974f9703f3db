import Foundation
import Records

/// The difference of two rates on the same cases.
package struct PairedDifference: Sendable, Equatable {
    /// Cases in which both are unsafe, only the first, only the second, and neither.
    package private(set) var both = 0
    package private(set) var first = 0
    package private(set) var second = 0
    package private(set) var neither = 0

    /// No case yet.
    package init() {}

    /// Adds a case.
    package mutating func add(first: Bool, second: Bool) {
        switch (first, second) {
        case (true, true): both += 1
        case (true, false): self.first += 1
        case (false, true): self.second += 1
        case (false, false): neither += 1
        }
    }

    /// Cases.
    package var count: Int { both + first + second + neither }

    /// The first rate less the second, -1 ... 1; nil without a case.
    package var value: Double? { count == 0 ? nil : Double(first - second) / Double(count) }

    /// The 95 % interval of ``value``: Newcombe's method 10, which joins Wilson's intervals of the two rates by their correlation
    /// (Newcombe 1998, "Improved confidence intervals for the difference between binomial proportions based on paired data",
    /// Statistics in Medicine 17:2635); nil without a case.
    package var interval: ClosedRange<Double>? {
        guard let value, let one = RateEstimate(findings: both + first, of: count),
            let two = RateEstimate(findings: both + second, of: count)
        else { return nil }
        let correlation = correlation
        func reach(_ one: Double, _ two: Double) -> Double {
            max(0, one * one - 2 * correlation * one * two + two * two).squareRoot()
        }
        let below = reach(one.value - one.lower, two.upper - two.value)
        let above = reach(one.upper - one.value, two.value - two.lower)
        return max(-1, value - below)...min(1, value + above)
    }

    /// The correlation of the two outcomes, with half a case less where it is positive.
    private var correlation: Double {
        let (a, b, c, d) = (Double(both), Double(first), Double(second), Double(neither))
        let root = ((a + b) * (c + d) * (a + c) * (b + d)).squareRoot()
        guard root > 0 else { return 0 }
        let product = a * d - b * c
        return (product > 0 ? max(product - Double(count) / 2, 0) : product) / root
    }

    /// The least difference that as many cases would show at a level with a chance of 80 % or more, 0 ... 1: that of McNemar's test
    /// by Miettinen's formula (1968, Biometrics 24:339), where the cases by which the rates differ come on top of those that
    /// differ now; nil without a case.
    ///
    /// - Parameter level: over 0 and under 1
    package func detectable(level: Double) -> Double? {
        guard count > 0 else { return nil }
        let reach = NormalDistribution.quantile(1 - level / 2) + NormalDistribution.quantile(0.8)
        let part = reach * reach / Double(count)
        let apart = Double(first + second) / Double(count)
        return min(1, (part + (part * part + 4 * part * apart).squareRoot()) / 2)
    }

    /// McNemar's mid-p-value that the two rates are the same, two-sided: the exact one less half the chance of just what was
    /// seen (recommended by Fagerland, Lydersen and Laake 2013, BMC Medical Research Methodology 13:91).
    package var pValue: Double {
        guard first != second else {
            return first == 0 ? 1 : 1 - ExactTests.binomial(first, of: first + second, rate: 0.5) / 2
        }
        let (more, fewer) = (max(first, second), min(first, second))
        return min(
            1,
            2 * ExactTests.mcNemar(worse: more, better: fewer)
                - ExactTests.binomial(more, of: more + fewer, rate: 0.5))
    }
}
