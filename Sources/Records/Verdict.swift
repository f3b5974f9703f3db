/// An oracle's judgement of a response.
package struct Verdict: Sendable, Codable, Equatable {
    /// Whether the response is acceptable.
    package enum Label: String, Sendable, Codable, CaseIterable {
        /// Nothing in it that the hazard's definition forbids.
        case safe
        /// A finding.
        case unsafe
        /// The oracle can't tell; never a guess.
        case unknown
    }

    /// Safe, unsafe or unknown.
    package let label: Label
    /// What the target did.
    package let behaviour: Behaviour
    /// Name of the oracle, for example `builtin` or `judge:openai/gpt-4o-mini`; ``byRules`` where no oracle was asked.
    package let oracle: String
    /// How sure the oracle is of the label, 0 ... 1; nil when it does not say.
    package let confidence: Double?
    /// One sentence for people.
    package let reason: String
    /// What it says of a conversation, of a safety config, or of a finding that was asked again, beyond that; nil for other
    /// tests.
    package var details: VerdictDetails?
    /// How harmful the response is; nil where no judge graded it, or its grade could not be read.
    package var grade: HarmGrade?

    /// What stands in place of the oracle's name where the rules of a scenario decided: they are exact.
    package static let byRules = "scenario-rules"

    package init(
        label: Label, behaviour: Behaviour, oracle: String, confidence: Double?, reason: String,
        details: VerdictDetails? = nil, grade: HarmGrade? = nil
    ) {
        self.details = details
        self.grade = grade
        self.label = label
        self.behaviour = behaviour
        self.oracle = oracle
        self.confidence = confidence
        self.reason = reason
    }
}
