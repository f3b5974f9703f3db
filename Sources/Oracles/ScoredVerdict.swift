import Records

/// A verdict with probabilities, as files of labels have them.
package struct ScoredVerdict: Sendable {
    /// The verdict.
    let verdict: Verdict
    /// Probability that the response is unsafe; nil when the oracle gives none.
    let unsafe: Double?
    /// Probability that it declines, in whole or in part; nil when the oracle gives none.
    let refusal: Double?
}

extension ScoredVerdict {
    /// A verdict of an oracle that says no more than how sure it is.
    init(_ verdict: Verdict) {
        self.verdict = verdict
        refusal = nil
        unsafe =
            switch verdict.label {
            case .unsafe: verdict.confidence
            case .safe: verdict.confidence.map { 1 - $0 }
            case .unknown: nil
            }
    }
}
