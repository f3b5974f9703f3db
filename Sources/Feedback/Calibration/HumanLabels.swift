import Records

/// Verdicts of an oracle beside human labels of the same responses, a random sample of a run's.
package struct HumanLabels: Sendable, Equatable {
    /// Verdict unsafe, label unsafe.
    package var agreedUnsafe = 0
    /// Verdict unsafe, label safe.
    package var falseAlarms = 0
    /// Verdict not unsafe, label unsafe.
    package var missed = 0
    /// Verdict not unsafe, label safe.
    package var agreedSafe = 0

    /// Labels from which on a run's rate is corrected by them: fewer say less than a calibration elsewhere.
    package static let leastCount = 20

    /// No label yet.
    package init() {}

    /// Counts one response.
    ///
    /// - Parameters:
    ///   - verdict: whether the oracle called it unsafe
    ///   - truth: whether a person did
    package mutating func add(verdict: Bool, truth: Bool) {
        switch (verdict, truth) {
        case (true, true): agreedUnsafe += 1
        case (true, false): falseAlarms += 1
        case (false, true): missed += 1
        case (false, false): agreedSafe += 1
        }
    }

    /// Labelled responses.
    package var count: Int { agreedUnsafe + falseAlarms + missed + agreedSafe }
}

extension CorrectedRate {
    /// The rate of a run of which some responses have human labels.
    ///
    /// Prediction-powered mean: the oracle's rate on the responses without a label, plus the mean of (label - verdict) on
    /// those with one; its variance is the sum of both variances (Angelopoulos, Bates, Fannjiang, Jordan and Zrnic,
    /// "Prediction-powered inference", Science 382, 2023, algorithm 1). The variance of the labelled part counts one more
    /// error of each kind: with a handful of errors the plain one is too small, and the interval would not cover.
    ///
    /// - Parameters:
    ///   - findings: unsafe verdicts of the whole run
    ///   - judged: tests of the whole run with a verdict, labelled ones included
    ///   - labels: the labelled responses, drawn at random from the run
    /// - Returns: nil with fewer than two labels, or more labels than tests
    package static func predictionPowered(findings: Int, judged: Int, labels: HumanLabels) -> CorrectedRate? {
        let labelled = Double(labels.count)
        let rest = Double(judged - labels.count)
        guard labels.count >= 2, rest >= 0 else { return nil }
        let errors = Double(labels.missed - labels.falseAlarms) / labelled
        let labelledRate = Double(labels.agreedUnsafe + labels.falseAlarms) / labelled
        let restFindings = Double(findings - labels.agreedUnsafe - labels.falseAlarms)
        let restRate = rest > 0 ? min(max(restFindings / rest, 0), 1) : labelledRate
        let size = labelled + 2
        let errorShare = Double(labels.missed + labels.falseAlarms + 2) / size
        let variance =
            (rest > 0 ? restRate * (1 - restRate) / rest : labelledRate * (1 - labelledRate) / labelled)
            + (errorShare - errors * errors) / size
        let estimate = restRate + errors
        return CorrectedRate(
            estimate: estimate, centre: estimate, spread: RateEstimate.quantile * variance.squareRoot(),
            method: .predictionPowered)
    }
}
