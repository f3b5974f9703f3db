/// A verdict without its text: label and confidence.
package struct OracleVote: Sendable, Codable, Equatable {
    /// Name of the oracle.
    package let oracle: String
    /// Its label.
    package let label: Verdict.Label
    /// How sure it is, 0 ... 1; nil when it does not say.
    package let confidence: Double?

    package init(oracle: String, label: Verdict.Label, confidence: Double?) {
        self.oracle = oracle
        self.label = label
        self.confidence = confidence
    }
}

/// The votes of all oracles on one response, without their reasons.
package struct TestVerdicts: Sendable, Equatable {
    /// The test, by its number in the run.
    package let ordinal: Int
    /// Whether the provider's filter stopped it, so that there is no response to look at.
    package let isBlocked: Bool
    /// The verdict of the run's own oracle; nil when it has not judged.
    package let own: OracleVote?
    /// The verdicts of further oracles, by name.
    package let further: [OracleVote]

    package init(ordinal: Int, isBlocked: Bool = false, own: OracleVote?, further: [OracleVote]) {
        self.ordinal = ordinal
        self.isBlocked = isBlocked
        self.own = own
        self.further = further
    }

    /// All votes, that of the run's own oracle first.
    package var all: [OracleVote] { (own.map { [$0] } ?? []) + further }
}
