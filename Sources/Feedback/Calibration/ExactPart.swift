import Records
import SafetyGrid

/// The part of verdicts that rules decided: it stands as it is when the oracle's errors correct the rest.
package struct ExactPart: Sendable, Equatable {
    /// Share of the verdicts that rules decided, 0 ... 1.
    let share: Double
    /// Share of all verdicts that are unsafe by rules, 0 ... ``share``.
    let unsafe: Double

    /// No verdict is exact.
    package static let none = ExactPart(ExactCount(), of: 0)

    /// The part that so many of the verdicts are.
    package init(_ count: ExactCount, of judged: Int) {
        share = judged == 0 ? 0 : Double(count.judged) / Double(judged)
        unsafe = judged == 0 ? 0 : Double(count.findings) / Double(judged)
    }

    /// Whether rules decided every verdict.
    package var isWhole: Bool { share == 1 }

    /// A rate of unsafe verdicts as one of unsafe responses.
    ///
    /// - Parameters:
    ///   - rate: rate of unsafe verdicts
    ///   - errors: the errors of the oracle that decided the rest; nil when nobody knows them
    /// - Returns: the obstacle where the rest can't be corrected; nil where its errors are unknown
    package func corrected(
        _ rate: RateEstimate, by errors: OracleErrorDistribution?
    ) -> Result<CorrectedRate, CorrectionObstacle>? {
        isWhole ? .success(CorrectedRate(exactly: rate)) : errors?.corrected(rate, beside: self)
    }

    /// Corrects the rest of an observed rate.
    func correcting(_ observed: Double, _ correct: (Double) -> Double?) -> Double? {
        let rest = 1 - share
        guard rest > 0 else { return observed }
        return correct(min(max((observed - unsafe) / rest, 0), 1)).map { unsafe + rest * $0 }
    }
}
