import Foundation

/// Upper bounds on an unsafe rate given what was seen.
package enum RiskBound {
    /// The largest rate under which seeing at most `findings` of `tests` has a chance of `1 - level` (Clopper and Pearson
    /// 1934, one-sided): the rate is not above it with confidence `level`, whatever it is.
    ///
    /// With no finding it is `1 - (1 - level)^(1/tests)`, the rule of three for large numbers.
    ///
    /// - Parameters:
    ///   - findings: 0 ... `tests`
    ///   - tests: 0 or more; without a test nothing is ruled out and the bound is 1
    ///   - level: confidence, over 0 and under 1
    package static func upper(findings: Int, of tests: Int, level: Double = 0.95) -> Double {
        guard findings < tests else { return 1 }
        var (low, high) = (0.0, 1.0)
        for _ in 0..<60 {
            let middle = (low + high) / 2
            let atMost = 1 - ExactTests.binomialUpperTail(findings + 1, of: tests, rate: middle)
            if atMost > 1 - level { low = middle } else { high = middle }
        }
        return high
    }

    /// The chance that the next test shows a kind of finding not seen before: kinds seen once / tests (Good 1953, "The
    /// population frequencies of species and the estimation of population parameters", eq. 9), with one kind added to
    /// those seen once, so that no finding yet is not taken for none to come.
    ///
    /// - Parameters:
    ///   - once: kinds of which one finding was seen
    ///   - tests: judged tests
    package static func unseenKind(once: Int, tests: Int) -> Double {
        min(1, Double(once + 1) / Double(tests + 1))
    }
}
