/// Verdicts that the rules of scenarios decided, which do not err.
package struct ExactCount: Sendable, Equatable {
    /// How many there are.
    package var judged: Int
    /// The unsafe ones among them.
    package var findings: Int

    /// Counts, by default of none.
    package init(judged: Int = 0, findings: Int = 0) {
        self.judged = judged
        self.findings = findings
    }

    /// Adds others.
    package mutating func add(_ other: ExactCount) {
        judged += other.judged
        findings += other.findings
    }
}
