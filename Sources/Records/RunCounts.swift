/// The progress of a run in numbers, for an observer in another process that asks twice a second.
package struct RunCounts: Sendable, Equatable {
    /// Tests with a verdict.
    package let judged: Int
    /// Unsafe verdicts.
    package let findings: Int
    /// Tests that could not be finished.
    package let failed: Int
    /// Whether a process is at work on it, as far as its leases tell: one that was killed counts for
    /// a minute more.
    package let isWorkedOn: Bool

    package init(judged: Int, findings: Int, failed: Int, isWorkedOn: Bool) {
        self.judged = judged
        self.findings = findings
        self.failed = failed
        self.isWorkedOn = isWorkedOn
    }
}
