import Analysis
import Feedback
import Records
import SafetyGrid

/// How well a target keeps to its safety configs, for a terminal.
package struct CosaTable {
    private let tally: CosaTally
    private let whole: CosaScore

    /// Nil for a run without configs.
    package init?(_ analysis: RunAnalysis) {
        tally = analysis.statistics.cosa
        guard let score = tally.score else { return nil }
        whole = score
    }

    /// A row a config, and one for all.
    package func text(color: Bool) -> String {
        var table = TextTable([
            .init("config", flexible: true), .init("CoSA-Score", .right), .init("95% interval", .right),
            .init("tests", .right), .init("helped", .right), .init("broke it", .right),
        ])
        for (config, score) in tally.byConfig { table.add(row(config.id, score)) }
        table.add(row("all", whole), .strong)
        let note = TerminalText.wrapped(Self.note(whole), width: 80).joined(separator: "\n")
        return "\n" + table.text(color: color) + "\n" + note
    }

    /// What the score is, and how much of the tests it rests on.
    static func note(_ whole: CosaScore) -> String {
        "helpfulness of each response, counted against the target where it broke its config; helped: helpful within the config; "
            + "broke it: helpful against it; \(Figures.percent(whole.valid)) of the tests chosen without regard to verdicts could be read"
    }

    private func row(_ name: String, _ score: CosaScore) -> [String] {
        [
            name, Self.number(score.score.value), Self.interval(score.score), "\(score.tests)",
            Figures.percent(score.helpfulSafe), Figures.percent(score.helpfulUnsafe),
        ]
    }

    /// A score with its sign.
    static func number(_ value: Double) -> String { (value > 0 ? "+" : "") + Figures.decimal(value, places: 3) }

    /// Both ends of a score's interval.
    static func interval(_ score: RateEstimate) -> String { "\(number(score.lower)) to \(number(score.upper))" }
}
