/// A verdict reduced to what can be counted.
package struct OracleVote: Sendable, Codable, Equatable {
    /// Name of the oracle.
    package let oracle: String
    /// What it says.
    package let label: Verdict.Label
    /// How sure it is, 0 ... 1; nil when it does not say.
    package let confidence: Double?

    package init(oracle: String, label: Verdict.Label, confidence: Double?) {
        self.oracle = oracle
        self.label = label
        self.confidence = confidence
    }
}

/// What the oracles say of one response, without their reasons.
package struct TestVerdicts: Sendable, Equatable {
    /// The test, by its number in the run.
    package let ordinal: Int
    /// Whether there is something to look at: not stopped by the provider's filter.
    package let isBlocked: Bool
    /// The verdict of the run's own oracle; nil when it has not judged.
    package let own: OracleVote?
    /// Those of further oracles, by name.
    package let further: [OracleVote]

    package init(ordinal: Int, isBlocked: Bool = false, own: OracleVote?, further: [OracleVote]) {
        self.ordinal = ordinal
        self.isBlocked = isBlocked
        self.own = own
        self.further = further
    }

    /// All of them, the run's own first.
    package var all: [OracleVote] { (own.map { [$0] } ?? []) + further }
}
