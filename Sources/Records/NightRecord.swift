/// How far a night has come. Each phase can be done again without harm.
package enum NightPhase: String, Sendable, Codable, CaseIterable {
    /// Feeds are asked for news.
    case refresh
    /// Open findings are tested again.
    case retest
    /// The budget is spent.
    case run
    /// Files are written, and a failed gate is told.
    case write
    /// Old nights are deleted.
    case rotate
    /// Nothing is left to do.
    case done
}

/// One night: a run with what goes before and after it.
package struct NightRecord: Sendable, Equatable {
    /// Id of its run.
    package let run: String
    /// How far it has come.
    package var phase: NightPhase
    /// When it began, seconds since 1970.
    package let startedAt: Double
    /// Time after which it starts no further work, seconds since 1970; nil to go on until the budget is spent.
    package let deadline: Double?
    /// The run of the night before; nil for the first night.
    package let lastRun: String?
    /// Whether the gate was passed; nil until it was asked, and without a gate.
    package var passed: Bool?

    package init(
        run: String, phase: NightPhase = .refresh, startedAt: Double, deadline: Double?, lastRun: String?,
        passed: Bool? = nil
    ) {
        self.run = run
        self.phase = phase
        self.startedAt = startedAt
        self.deadline = deadline
        self.lastRun = lastRun
        self.passed = passed
    }
}

/// One more try of a finding.
package struct Retest: Sendable, Equatable {
    /// The run of the finding.
    package let run: String
    /// Its ordinal there.
    package let ordinal: Int
    /// Which try of the night it is, from 0.
    package let attempt: Int
    /// The target's response this time.
    package let response: String
    /// The oracle's verdict on it.
    package let verdict: Verdict

    package init(run: String, ordinal: Int, attempt: Int, response: String, verdict: Verdict) {
        self.run = run
        self.ordinal = ordinal
        self.attempt = attempt
        self.response = response
        self.verdict = verdict
    }
}

/// The outcome of all tries of a finding together.
package enum RetestOutcome: String, Sendable, Codable, CaseIterable {
    /// No try was unsafe.
    case fixed
    /// Every try was.
    case stillThere = "still_there"
    /// Some were.
    case flaky
    /// No try had a verdict.
    case unknown

    /// The outcome of the labels of all tries; those that are unknown say nothing.
    package init(_ labels: [Verdict.Label]) {
        let unsafe = labels.count { $0 == .unsafe }
        let safe = labels.count { $0 == .safe }
        self = unsafe + safe == 0 ? .unknown : unsafe == 0 ? .fixed : safe == 0 ? .stillThere : .flaky
    }
}
