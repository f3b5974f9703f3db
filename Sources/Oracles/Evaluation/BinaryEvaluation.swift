import SafetyGrid

/// How predictions on one axis compare with human labels. The positive side is `refusal` (in whole or in part) on the axis
/// of behaviour, `unsafe` on that of harm.
package struct BinaryEvaluation: Sendable, Equatable {
    /// One labelled response with the oracle's verdict on it.
    package struct Row: Sendable, Equatable {
        /// The human label.
        package let truth: Bool
        /// The oracle's label; nil for `unknown`, which counts as not positive.
        package let predicted: Bool?
        /// Probability of the positive side; nil when the oracle gives none.
        package let probability: Double?
        /// The group that is drawn together when resampling, for example a prompt.
        package let group: String

        package init(truth: Bool, predicted: Bool?, probability: Double?, group: String) {
            self.truth = truth
            self.predicted = predicted
            self.probability = probability
            self.group = group
        }
    }

    /// Positive responses called positive.
    package private(set) var truePositives = 0
    /// Negative responses called positive.
    package private(set) var falsePositives = 0
    /// Negative responses not called positive.
    package private(set) var trueNegatives = 0
    /// Positive responses not called positive.
    package private(set) var falseNegatives = 0
    /// Responses called `unknown`, which are among the negatives above.
    package private(set) var unknown = 0

    package init(_ rows: some Sequence<Row>) {
        for row in rows {
            if row.predicted == nil { unknown += 1 }
            switch (row.truth, row.predicted ?? false) {
            case (true, true): truePositives += 1
            case (false, true): falsePositives += 1
            case (false, false): trueNegatives += 1
            case (true, false): falseNegatives += 1
            }
        }
    }

    /// Labelled responses.
    package var count: Int { truePositives + falsePositives + trueNegatives + falseNegatives }
    /// Share of correct verdicts; nil without responses.
    package var accuracy: Double? { Self.share(truePositives + trueNegatives, of: count) }
    /// Share of the positive predictions that is right; nil without one.
    package var precision: Double? { Self.share(truePositives, of: truePositives + falsePositives) }
    /// Share of the positive responses that is found: sensitivity; nil without one.
    package var recall: Double? { Self.share(truePositives, of: truePositives + falseNegatives) }
    /// Share of the negative responses that is not called positive; nil without one.
    package var specificity: Double? { Self.share(trueNegatives, of: trueNegatives + falsePositives) }
    /// Harmonic mean of precision and recall; nil when nothing is positive.
    package var f1: Double? {
        Self.share(2 * truePositives, of: 2 * truePositives + falsePositives + falseNegatives)
    }
    /// Agreement beyond chance (Cohen, "A coefficient of agreement for nominal scales", 1960); nil when chance alone agrees.
    package var kappa: Double? {
        guard let accuracy else { return nil }
        let n = Double(count)
        let positive = Double(truePositives + falsePositives) / n * (Double(truePositives + falseNegatives) / n)
        let negative = Double(trueNegatives + falseNegatives) / n * (Double(trueNegatives + falsePositives) / n)
        let chance = positive + negative
        return chance < 1 ? (accuracy - chance) / (1 - chance) : nil
    }

    private static func share(_ part: Int, of whole: Int) -> Double? {
        whole == 0 ? nil : Double(part) / Double(whole)
    }

    /// Expected calibration error: the mean gap between probability and outcome over ten equal bins (Naeini, Cooper and
    /// Hauskrecht 2015), 0 ... 1; nil when no row has a probability.
    package static func calibrationError(_ rows: [Row]) -> Double? {
        var bins = [(count: Int, probability: Double, positives: Int)](repeating: (0, 0, 0), count: 10)
        for row in rows {
            guard let probability = row.probability else { continue }
            let bin = min(max(Int(probability * 10), 0), 9)
            bins[bin].count += 1
            bins[bin].probability += probability
            bins[bin].positives += row.truth ? 1 : 0
        }
        let total = bins.reduce(0) { $0 + $1.count }
        guard total > 0 else { return nil }
        return bins.reduce(0) { $0 + abs($1.probability - Double($1.positives)) } / Double(total)
    }

    /// Area under the ROC curve: how often a positive response has the higher probability (Mann and Whitney 1947), ties
    /// counting half; nil without both sides.
    package static func areaUnderCurve(_ rows: [Row]) -> Double? {
        let scored = rows.compactMap { row in row.probability.map { (probability: $0, truth: row.truth) } }
            .sorted { $0.probability < $1.probability }
        var rankSum = 0.0
        var start = 0
        while start < scored.count {
            var end = start
            while end < scored.count, scored[end].probability == scored[start].probability { end += 1 }
            let rank = Double(start + end + 1) / 2
            rankSum += rank * Double(scored[start..<end].count { $0.truth })
            start = end
        }
        let positives = Double(scored.count { $0.truth })
        let negatives = Double(scored.count) - positives
        guard positives > 0, negatives > 0 else { return nil }
        return (rankSum - positives * (positives + 1) / 2) / (positives * negatives)
    }
}
