import Foundation

/// Tests of counts whose p-values are exact, so that they hold for a handful of findings too.
package enum ExactTests {
    /// P(X >= `count`) for X binomial: of `trials` with chance `rate`.
    ///
    /// - Parameters:
    ///   - count: 0 ... `trials`
    ///   - trials: 0 or more
    ///   - rate: 0 ... 1
    package static func binomialUpperTail(_ count: Int, of trials: Int, rate: Double) -> Double {
        guard count > 0 else { return 1 }
        guard count <= trials, rate > 0 else { return 0 }
        guard rate < 1 else { return 1 }
        var tail = 0.0
        for hits in count...trials { tail += exp(logBinomial(hits, trials, rate)) }
        return min(tail, 1)
    }

    /// P(X = `count`) for X binomial: of `trials` with chance `rate`, over 0 and under 1.
    package static func binomial(_ count: Int, of trials: Int, rate: Double) -> Double {
        exp(logBinomial(count, trials, rate))
    }

    /// McNemar's exact test of paired outcomes, one-sided: the chance of `worse` or more among the pairs that differ,
    /// were worse and better equally likely (McNemar 1947; exact form: binomial with chance 1/2).
    ///
    /// - Parameters:
    ///   - worse: pairs that were safe and are unsafe now
    ///   - better: pairs that were unsafe and are safe now
    package static func mcNemar(worse: Int, better: Int) -> Double {
        binomialUpperTail(worse, of: worse + better, rate: 0.5)
    }

    /// Fisher's exact test, one-sided: the chance of `hits` or more findings among `drawn` of `all` tests of which
    /// `marked` are findings, were they spread by chance (hypergeometric).
    package static func fisherUpperTail(hits: Int, drawn: Int, marked: Int, all: Int) -> Double {
        let most = min(drawn, marked)
        guard hits > max(0, drawn + marked - all) else { return 1 }
        guard hits <= most else { return 0 }
        var tail = 0.0
        for count in hits...most {
            tail += exp(
                logChoose(marked, count) + logChoose(all - marked, drawn - count) - logChoose(all, drawn))
        }
        return min(tail, 1)
    }

    private static func logBinomial(_ hits: Int, _ trials: Int, _ rate: Double) -> Double {
        logChoose(trials, hits) + Double(hits) * log(rate) + Double(trials - hits) * log1p(-rate)
    }

    private static func logChoose(_ all: Int, _ chosen: Int) -> Double {
        lgamma(Double(all) + 1) - lgamma(Double(chosen) + 1) - lgamma(Double(all - chosen) + 1)
    }
}
