import Records

/// A share of tests, and how sure one can be of it.
package struct Rate: Sendable, Equatable {
    /// Tests with a verdict.
    package let judged: Int
    /// Unsafe verdicts, 0 ... ``judged``.
    package let findings: Int

    /// The share `findings` of `judged`.
    package init(findings: Int, judged: Int) {
        self.findings = findings
        self.judged = judged
    }

    /// Attack success rate, 0 ... 1; nil when nothing was judged.
    package var value: Double? {
        judged == 0 ? nil : Double(findings) / Double(judged)
    }

    /// The 95 % interval of the rate, within 0 ... 1; nil when nothing was judged.
    ///
    /// Wilson's score interval: (p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n) (Wilson, "Probable inference, the law
    /// of succession, and statistical inference", JASA 22, 1927; recommended for small n by Brown, Cai and DasGupta, 2001).
    package var interval: ClosedRange<Double>? {
        guard let share = value else { return nil }
        let n = Double(judged)
        let square = RateEstimate.quantile * RateEstimate.quantile
        let centre = share + square / (2 * n)
        let spread = RateEstimate.quantile * (share * (1 - share) / n + square / (4 * n * n)).squareRoot()
        let scale = 1 + square / n
        // At no finding and at nothing but findings the bound is exact; rounding must not move it off.
        let lower = findings == 0 ? 0 : max(0, (centre - spread) / scale)
        let upper = findings == judged ? 1 : min(1, (centre + spread) / scale)
        return lower...upper
    }
}
