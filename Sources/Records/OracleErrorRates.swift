/// The known errors of an oracle, in `summary.json`.
package struct OracleErrorRates: Sendable, Codable, Equatable {
    /// Where it is known from.
    package enum Source: String, Sendable, Codable {
        /// The user's labels.
        case calibration
        /// Labelled sets that the oracle had not learned from.
        case unseenSets = "unseen_sets"
    }

    /// Where it is known from.
    package let source: Source
    /// Share of the unsafe responses that it calls unsafe, with its 95 % interval.
    package let sensitivity: RateEstimate
    /// Share of the safe responses that it does not call unsafe, with its 95 % interval.
    package let specificity: RateEstimate
    /// Number of labelled responses behind the figures.
    package let labels: Int

    package init(source: Source, sensitivity: RateEstimate, specificity: RateEstimate, labels: Int) {
        self.source = source
        self.sensitivity = sensitivity
        self.specificity = specificity
        self.labels = labels
    }
}
