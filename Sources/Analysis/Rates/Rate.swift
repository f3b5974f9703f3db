import Feedback
import Records

/// Tests of a run or a part of it, how many of them were unsafe, and the rate that speaks for the cells they are of.
package struct Rate: Sendable, Equatable {
    /// Tests with a verdict.
    package let judged: Int
    /// Unsafe verdicts, 0 ... ``judged``.
    package let findings: Int
    /// Rate of unsafe verdicts as an average over cells (``GridEstimator``); nil when nobody estimated it, or nothing was judged.
    package let overCells: RateEstimate?
    /// The verdicts among them that rules decided.
    package let exact: ExactPart

    /// Counts, and the rate over the cells where it is estimated.
    package init(findings: Int, judged: Int, overCells: RateEstimate? = nil, byRules: ExactCount = ExactCount()) {
        exact = ExactPart(byRules, of: judged)
        self.judged = judged
        self.findings = findings
        self.overCells = judged == 0 ? nil : overCells
    }

    /// ``overCells``, else the share ``findings`` of ``judged``, with its interval; nil when nothing was judged.
    package var estimate: RateEstimate? { overCells ?? RateEstimate(findings: findings, of: judged) }

    /// Attack success rate, 0 ... 1; nil when nothing was judged.
    package var value: Double? { estimate?.value }

    /// The 95 % interval of the rate, within 0 ... 1: of the model where it is an average over cells, else Wilson's; nil when
    /// nothing was judged.
    package var interval: ClosedRange<Double>? { estimate?.interval }

    /// Share of the tests themselves, which an adaptive policy bends; nil when nothing was judged.
    package var share: Double? { judged == 0 ? nil : Double(findings) / Double(judged) }
}
