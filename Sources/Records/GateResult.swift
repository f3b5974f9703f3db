/// Whether a run kept what its gate asks, and why not.
package struct GateResult: Sendable, Codable, Equatable {
    /// One question of a gate.
    package struct Check: Sendable, Codable, Equatable {
        /// `max-asr`, `no-new`, `min-coverage`, `max-unknown` or `no-regression`.
        package let gate: String
        /// What it was asked of: a hazard's id, a strength, `all`.
        package let subject: String
        /// Whether it was kept.
        package let passed: Bool
        /// What was measured; nil when there was nothing to measure.
        package let value: Double?
        /// What was allowed.
        package let limit: Double?
        /// Both in words, on one line.
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

    /// Whether all were kept.
    package var passed: Bool { checks.allSatisfy(\.passed) }
    /// Those that were not.
    package var failures: [Check] { checks.filter { !$0.passed } }
}
