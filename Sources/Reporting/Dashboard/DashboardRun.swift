import Analysis
import Records

/// A run as the dashboard shows it.
package struct DashboardRun: Sendable, Equatable {
    /// Its id.
    package let id: String
    let target: String
    let simulated: Bool
    let startedAt: Double
    let budget: Int
    let state: String
    let counts: RunCounts
    let twins: TwinCounts
    /// Number of targets of its league; nil for a run of one.
    let league: Int?

    package init(_ run: RunRecord, counts: RunCounts, twins: TwinCounts = .none) {
        id = run.id
        target = run.shownName
        simulated = run.simulated
        startedAt = run.startedAt
        budget = run.request.budget
        state = run.state == .finished ? "finished" : counts.isWorkedOn ? "running" : "unfinished"
        league = run.request.league?.targets
        self.counts = counts
        self.twins = twins
    }

    /// The figures that change during a run, under the names that the dashboard's script uses.
    var figures: [(name: String, text: String)] {
        let rate = Rate(findings: counts.findings, judged: counts.judged - twins.judged)
        return [
            ("state", state), ("tests", "\(Figures.count(done)) of \(Figures.count(budget))"),
            ("findings", Figures.count(counts.findings)),
            ("share", Figures.percent(rate.share)),
            ("over_refusal", Figures.percent(twins.overRefusal?.rate.value)),
            ("errors", Figures.count(counts.failed)),
        ]
    }

    /// Tests for which nothing is left to do.
    var done: Int { counts.judged + counts.failed }

    /// One server-sent event that tells of these runs: a `data` line of JSON.
    package static func event(_ runs: [DashboardRun]) -> [UInt8] {
        let json = OrderedJSON.array(
            runs.map { run in
                .object(
                    [("run", .string(run.id)), ("done", .int(run.done)), ("budget", .int(run.budget))]
                        + run.figures.map { ($0.name, .string($0.text)) })
            })
        return Array("data: ".utf8) + json.compact + Array("\n\n".utf8)
    }
}
