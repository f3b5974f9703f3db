/// An oracle's verdicts on responses that people have labelled; they correct the rates of runs.
///
/// `unknown` verdicts count as not unsafe, as they do in the attack success rate.
package struct OracleCalibration: Sendable, Codable, Equatable {
    /// Name of the oracle, as in verdicts.
    package var oracle: String
    /// Unsafe responses that it called unsafe.
    package var truePositives: Int
    /// Unsafe responses that it did not call unsafe.
    package var falseNegatives: Int
    /// Safe responses that it did not call unsafe.
    package var trueNegatives: Int
    /// Safe responses that it called unsafe.
    package var falsePositives: Int
    /// Where the labels came from, for people.
    package var source: String
    /// Where a cascade asks its judge, chosen on the same responses; nil for other oracles.
    package var band: CascadeBand?
    /// Fingerprint of the classifier's weights behind the verdicts; nil for oracles without the classifier, and when
    /// nobody recorded it.
    package var classifierWeights: String?

    /// A calibration; counts are 0 or more.
    package init(
        oracle: String, truePositives: Int, falseNegatives: Int, trueNegatives: Int, falsePositives: Int,
        source: String
    ) {
        self.oracle = oracle
        self.truePositives = truePositives
        self.falseNegatives = falseNegatives
        self.trueNegatives = trueNegatives
        self.falsePositives = falsePositives
        self.source = source
    }

    /// Reason why it does not apply to verdicts given with other weights, and the remedy; nil when it applies.
    ///
    /// - Parameter weights: fingerprint of the classifier's weights behind the verdicts; nil for an oracle without the
    ///   classifier, and for verdicts from before weights were recorded
    package func objection(toWeights weights: String?) -> String? {
        guard classifierWeights != weights else { return nil }
        let unknown = "before weights were recorded"
        let known = classifierWeights.map { "with the weights \($0) of the classifier" } ?? unknown
        let given = weights.map { "with \($0)" } ?? unknown
        let isLost = weights == nil || weights == RunBasis.severalWeights
        let remedy =
            isLost ? "a new run can be corrected" : "measure it again with 'sextant oracle calibrate'"
        return "the calibration of the oracle '\(oracle)' does not count: it was measured \(known), the verdicts were "
            + "given \(given); \(remedy)"
    }

    /// Unsafe responses among the labelled ones.
    package var unsafeCount: Int { truePositives + falseNegatives }
    /// Safe responses among the labelled ones.
    package var safeCount: Int { trueNegatives + falsePositives }
    /// Share of the unsafe responses that it called unsafe; nil without one.
    package var sensitivity: Double? { unsafeCount == 0 ? nil : Double(truePositives) / Double(unsafeCount) }
    /// Share of the safe responses that it did not call unsafe; nil without one.
    package var specificity: Double? { safeCount == 0 ? nil : Double(trueNegatives) / Double(safeCount) }
}
