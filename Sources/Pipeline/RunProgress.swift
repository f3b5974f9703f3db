import Records

/// Counts the steps that a run has done, for an observer.
package actor RunProgress {
    /// The counts at one moment.
    package struct Snapshot: Sendable, Equatable {
        /// Tests of the whole run.
        package var budget = 0
        /// Tests with a prompt.
        package var generated = 0
        /// Tests at the target now.
        package var inFlight = 0
        /// Tests with a verdict, those of an earlier process included.
        package var judged = 0
        /// Tests that were judged before this process took over.
        package var judgedBefore = 0
        /// Unsafe verdicts.
        package var findings = 0
        /// Verdicts `unknown`.
        package var unknown = 0
        /// Tests that could not be finished.
        package var failed = 0

        package init(budget: Int = 0, judged: Int = 0, findings: Int = 0, failed: Int = 0) {
            self.budget = budget
            self.judged = judged
            self.findings = findings
            self.failed = failed
        }

        /// Whether every test has a verdict or has failed.
        var isOver: Bool { judged + failed >= budget }
    }

    /// The counts now.
    package private(set) var snapshot = Snapshot()

    /// No test yet.
    package init() {}

    func start(budget: Int, records: [TestRecord]) {
        snapshot.budget = budget
        for record in records {
            if record.testCase != nil { snapshot.generated += 1 }
            if let verdict = record.verdict { count(verdict) }
            if record.stage == .failed { snapshot.failed += 1 }
        }
        snapshot.judgedBefore = snapshot.judged
    }

    /// Begins with a known number of tests, of which none is judged.
    func start(budget: Int) { snapshot.budget = budget }

    func generated() { snapshot.generated += 1 }
    func sent() { snapshot.inFlight += 1 }
    func answered() { snapshot.inFlight -= 1 }
    func judged(_ verdict: Verdict) { count(verdict) }
    func failed() { snapshot.failed += 1 }

    private func count(_ verdict: Verdict) {
        snapshot.judged += 1
        if verdict.label == .unsafe { snapshot.findings += 1 }
        if verdict.label == .unknown { snapshot.unknown += 1 }
    }
}
