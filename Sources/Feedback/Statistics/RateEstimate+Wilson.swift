import Records

extension RateEstimate {
    /// A share of independent tests with Wilson's score interval.
    ///
    /// (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n) (Wilson, "Probable inference, the law of succession, and statistical
    /// inference", JASA 22, 1927; recommended for small n by Brown, Cai and DasGupta, 2001).
    ///
    /// - Parameters:
    ///   - findings: 0 ... `tests`
    ///   - tests: 0 or more; without one there is no share, and the result is nil
    ///   - quantile: z, of the normal distribution: 1.96 for an interval of 95 %
    package init?(findings: Int, of tests: Int, quantile: Double = RateEstimate.quantile) {
        self.init(score: Double(findings), of: tests, quantile: quantile)
    }

    /// The mean of independent scores of 0 ... 1, with the interval of a share.
    ///
    /// The variance of a score is at most m(1 - m), m its mean, and that only where it is 0 or 1: the interval is as long
    /// as is needed, or longer.
    ///
    /// - Parameters:
    ///   - score: the sum of the scores, 0 ... `tests`
    ///   - tests: their number, 0 or more; without one there is no mean, and the result is nil
    ///   - quantile: z, as in ``init(findings:of:quantile:)``
    package init?(score: Double, of tests: Int, quantile: Double = RateEstimate.quantile) {
        guard tests > 0 else { return nil }
        let n = Double(tests)
        let share = score / n
        let square = quantile * quantile
        let centre = share + square / (2 * n)
        let spread = quantile * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        // At no finding and at nothing but findings the bound is exact; rounding must not move it off.
        self.init(
            value: share, lower: score == 0 ? 0 : max(0, (centre - spread) / scale),
            upper: score == n ? 1 : min(1, (centre + spread) / scale))
    }
}
