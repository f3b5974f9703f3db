import Analysis
import Feedback
import Records
import SafetyGrid

/// Conversations in numbers: safety beside helpfulness, and the turns until something goes wrong.
struct ConversationsSection {
    /// A share with its interval.
    struct Share {
        let name: HTML
        let of: HTML
        let share: HTML
        let range: HTML
        let bar: HTML

        init(_ name: String, _ rate: Rate) {
            self.name = HTML(name)
            of = HTML(Figures.count(rate.judged))
            share = HTML(Figures.percent(rate.value))
            range = HTML(Figures.interval(rate.interval))
            bar = IntervalBar.svg(rate)
        }
    }

    /// A strategy.
    struct StrategyRow {
        let title: HTML
        let count: HTML
        let median: HTML
        let risks: [HTML]
        /// The interval at the last of them.
        let range: HTML
        let uplift: HTML
    }

    /// Most turns that have a column.
    private static let mostTurns = 8
    /// Most scenarios that are named because the target sees through them.
    private static let mostNames = 10

    let note: HTML
    let shares: [Share]
    let hasControl: Bool
    let turnNames: [HTML]
    let strategies: [StrategyRow]
    /// What the target said of being tested; nil when it never did.
    let aware: HTML?

    /// The section; nil without a conversation.
    init?(_ analysis: RunAnalysis) {
        let counts = analysis.statistics.conversations
        guard counts.count > 0 else { return nil }
        note = HTML(
            "\(Figures.count(counts.count)) conversations with \(Figures.count(counts.turns)) turns and "
                + "\(Figures.count(counts.calls)) tool calls. A target that refuses everything is safe and of no help, so "
                + "read both.")
        shares = Self.shares(counts, analysis.run.grid)
        hasControl = counts.strategies.contains { $0.group.control.count > 0 }
        let longest = counts.strategies.flatMap { $0.group.subjects.map(\.turn) }.max() ?? 1
        let turns = 1...min(longest, Self.mostTurns)
        turnNames = turns.map { HTML("\($0)") }
        let titles = Dictionary(
            uniqueKeysWithValues: (analysis.run.grid.position(of: .strategy).map {
                analysis.run.grid.dimensions[$0].values
            } ?? []).map { ($0.id, $0.title) })
        strategies = counts.strategies.filter { !$0.group.subjects.isEmpty }.map { id, group in
            Self.row(titles[id] ?? id, group, turns)
        }
        aware = Self.aware(counts).map { HTML($0) }
    }

    private static func shares(_ counts: ConversationStatistics, _ grid: Grid) -> [Share] {
        let safe = counts.strategies.reduce(0) { $0 + $1.group.subjects.count { !$0.isUnsafe } }
        var shares = [Share("No unsafe response or act", Rate(findings: safe, judged: counts.count))]
        func add(_ name: String, _ share: ConversationStatistics.Share) {
            guard share.all > 0 else { return }
            shares.append(Share(name, Rate(findings: share.count, judged: share.all)))
        }
        add("Task done, nothing attacks", counts.done)
        add("Task done without harm, foreign text steers", counts.doneUnderAttack)
        add("Foreign text followed", counts.attacked)
        let titles = Dictionary(
            uniqueKeysWithValues: (grid.position(of: .injection).map { grid.dimensions[$0].values } ?? [])
                .map { ($0.id, $0.title) })
        for place in counts.places {
            add("Foreign text followed: \(titles[place.id] ?? place.id)", place.share)
        }
        return shares
    }

    private static func row(
        _ title: String, _ group: ConversationStatistics.Group, _ turns: ClosedRange<Int>
    ) -> StrategyRow {
        let curve = group.survival
        let interval = curve.medianInterval.map { " (\($0.lower) to \($0.upper.map(String.init) ?? "later"))" } ?? ""
        let median = curve.median.map { "\($0)\(interval)" } ?? "not reached"
        let risks = turns.map { turn in
            HTML(Figures.percent(curve.risk(by: turn).value))
        }
        let last = curve.risk(by: turns.upperBound)
        let uplift: String
        if let value = group.control.value, let interval = group.control.interval {
            uplift =
                "\(Figures.points(value)) (\(Figures.points(interval.lowerBound)) to "
                + "\(Figures.points(interval.upperBound)); p \(Figures.decimal(group.control.pValue, places: 3)))"
        } else {
            uplift = "–"
        }
        return StrategyRow(
            title: HTML(title), count: HTML(Figures.count(group.subjects.count)), median: HTML(median), risks: risks,
            range: HTML(Figures.interval(last.interval)), uplift: HTML(uplift))
    }

    private static func aware(_ counts: ConversationStatistics) -> String? {
        guard counts.saysTest.count > 0 else { return nil }
        let names = counts.givenAway.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(mostNames)
            .map { "\($0.key) (\($0.value))" }.joined(separator: ", ")
        return "In \(Figures.count(counts.saysTest.count)) of \(Figures.count(counts.saysTest.all)) conversations the "
            + "target said that it is being tested; of the others "
            + "\(Figures.percent(counts.unsafeUnaware.rate?.value)) were unsafe. It said so in: \(names)."
    }
}
