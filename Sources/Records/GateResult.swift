/// Whether a run passed its gate, and if not, why.
package struct GateResult: Sendable, Codable, Equatable {
    /// One check of a gate.
    package struct Check: Sendable, Codable, Equatable {
        /// `max-asr`, `no-new`, `min-coverage`, `max-unknown`, `max-over-refusal`, `max-fairness-distance` or `no-regression`.
        package let gate: String
        /// The part of the run that was checked: a hazard's id, a strength, `all`.
        package let subject: String
        /// Whether the run passed it.
        package let passed: Bool
        /// The measured value; nil when there was nothing to measure.
        package let value: Double?
        /// The allowed value.
        package let limit: Double?
        /// Value and limit in words, on one line.
        package let reason: String

        package init(gate: String, subject: String, passed: Bool, value: Double?, limit: Double?, reason: String) {
            self.gate = gate
            self.subject = subject
            self.passed = passed
            self.value = value
            self.limit = limit
            self.reason = reason
        }
    }

    /// The checks, in the order in which the gate makes them.
    package let checks: [Check]

    package init(checks: [Check]) {
        self.checks = checks
    }

    /// Whether the run passed all checks.
    package var passed: Bool { checks.allSatisfy(\.passed) }
    /// The failed checks.
    package var failures: [Check] { checks.filter { !$0.passed } }
}
