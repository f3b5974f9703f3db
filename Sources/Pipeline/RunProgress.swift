import Foundations
import Records

/// Counts the steps that a run has done, for an observer.
package final class RunProgress: Sendable {
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

        /// Adds the counts of another run.
        fileprivate mutating func add(_ other: Snapshot) {
            budget += other.budget
            generated += other.generated
            inFlight += other.inFlight
            judged += other.judged
            judgedBefore += other.judgedBefore
            findings += other.findings
            unknown += other.unknown
            failed += other.failed
        }

        /// Whether every test has a verdict or has failed.
        var isOver: Bool { judged + failed >= budget }

        fileprivate mutating func count(_ verdict: Verdict) {
            judged += 1
            if verdict.label == .unsafe { findings += 1 }
            if verdict.label == .unknown { unknown += 1 }
        }
    }

    private let counts = Locked(Snapshot())
    /// The runs of a league; empty for a run.
    private let parts: [RunProgress]

    /// The counts now.
    package var snapshot: Snapshot {
        parts.reduce(into: counts.withLock { $0 }) { $0.add($1.snapshot) }
    }

    /// No test yet.
    package init() { parts = [] }

    /// The runs of a league together.
    package init(of parts: [RunProgress]) { self.parts = parts }

    func start(budget: Int, records: [TestRecord]) {
        counts.withLock { counts in
            counts.budget = budget
            for record in records {
                if record.testCase != nil { counts.generated += 1 }
                if let verdict = record.verdict { counts.count(verdict) }
                if record.stage == .failed { counts.failed += 1 }
            }
            counts.judgedBefore = counts.judged
        }
    }

    /// Begins with a known number of tests, of which none is judged.
    func start(budget: Int) { counts.withLock { $0.budget = budget } }

    func generated() { counts.withLock { $0.generated += 1 } }
    func sent() { counts.withLock { $0.inFlight += 1 } }
    func answered() { counts.withLock { $0.inFlight -= 1 } }
    func judged(_ verdict: Verdict) { counts.withLock { $0.count(verdict) } }
    func failed() { counts.withLock { $0.failed += 1 } }
}
