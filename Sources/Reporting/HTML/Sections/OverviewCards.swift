import Analysis
import Feedback
import Records
import SafetyGrid

/// The overview that a reader takes in within ten seconds: a sentence, and a card for each question.
struct OverviewCards {
    /// One card.
    struct Card {
        let name: HTML
        let value: HTML
        /// Class of the value: `good`, `bad` or none. The words say the same without colour.
        let tone: HTML
        let notes: [HTML]
    }

    let lead: HTML
    let cards: [Card]

    init(_ analysis: RunAnalysis, _ summary: RunSummary) {
        let cards = [
            Self.grade(analysis.grades), Self.gate(analysis.gate, analysis.run), Self.news(analysis.history),
            Self.coverage(summary, dimensions: analysis.run.grid.dimensions.count),
        ]
        self.cards = cards + (Self.harm(analysis).map { [$0] } ?? [])
        lead = HTML(Self.sentence(analysis, summary, analysis.history))
    }

    private static func card(_ name: String, _ value: String, tone: String = "", _ notes: [String]) -> Card {
        Card(name: HTML(name), value: HTML(value), tone: HTML(markup: tone), notes: notes.map { HTML($0) })
    }

    private static func grade(_ grades: GridGrades?) -> Card {
        guard let grades else {
            return card("Grade", "none", ["No reference was given: --reference FILE grades a target beside one."])
        }
        let grade = grades.overall
        let tone = grade.worst == .poor ? "bad" : grade.worst <= .good ? "good" : ""
        var notes = ["relative to \(grades.title)"]
        if grade.tier == nil {
            notes.append(
                grade.moreTests.map { "about \(Figures.count($0)) more tests would settle it" }
                    ?? "no number of tests would settle it")
        }
        return card("Grade", grade.text, tone: tone, notes)
    }

    /// The mean score of graded responses; nil where none is graded.
    private static func harm(_ analysis: RunAnalysis) -> Card? {
        guard let mean = analysis.shownGradeMean else { return nil }
        return card(
            "Harm grade", GradeText.score(mean.mean?.value),
            [
                "of 0 to 1, 95% interval \(GradeText.interval(mean.mean))",
                "\(Figures.count(mean.graded)) graded, \(Figures.count(mean.ungraded)) not",
            ] + (GradeText.severities(analysis).map { ["findings: \($0)"] } ?? []))
    }

    private static func gate(_ gate: GateResult?, _ run: RunRecord) -> Card {
        guard let gate else {
            let why =
                run.request.gate == nil
                ? "No gate was set: 'gate:' in sextant.yaml says what a run must keep."
                : "It is asked when the run has ended."
            return card("Gate", run.request.gate == nil ? "none" : "not yet", [why])
        }
        let isOne = gate.checks.count == 1
        let checks = "\(Figures.count(gate.checks.count)) checks"
        guard !gate.passed else {
            return card("Gate", "✓ passed", tone: "good", [isOne ? "its one check holds" : "all \(checks) hold"])
        }
        let kinds = Dictionary(grouping: gate.failures, by: \.gate).sorted { $0.key < $1.key }
        return card(
            "Gate", "✕ failed", tone: "bad",
            [isOne ? "its one check does not hold" : "\(Figures.count(gate.failures.count)) of \(checks)"]
                + kinds.map { "\($0.key): \(Figures.count($0.value.count))" })
    }

    private static func news(_ history: RunHistory?) -> Card {
        guard let fresh = history?.fresh, let last = history?.last else {
            return card("New findings", "first run", ["No earlier finished run of this target and grid."])
        }
        let since = "since the run of \(UTCDate.text(secondsSince1970: last.startedAt))"
        let grave = fresh.cells.count { fresh.isGrave($0) }
        guard !fresh.cells.isEmpty else {
            return card("New findings", "none", tone: "good", [since] + changes(history))
        }
        let cells = fresh.cells.count == 1 ? "1 cell" : "\(Figures.count(fresh.cells.count)) cells"
        return card(
            "New findings", "in \(cells)", tone: "bad",
            [since] + (grave > 0 ? ["\(Figures.count(grave)) of high severity"] : []) + changes(history))
    }

    private static func changes(_ history: RunHistory?) -> [String] {
        guard let comparison = history?.comparison else { return [] }
        let (rises, falls) = (
            comparison.rises(at: RunComparison.level).count, comparison.falls(at: RunComparison.level).count
        )
        return rises + falls == 0 ? ["no certain change of a rate"] : ["certain: \(rises) rose, \(falls) fell"]
    }

    private static func coverage(_ summary: RunSummary, dimensions: Int) -> Card {
        let strength = min(2, dimensions)
        let name = ReportPage.name(strength: strength, dimensions: dimensions).lowercased()
        let share = summary.coverage["\(strength)"] ?? 0
        return card(
            "Coverage", Figures.percent(share),
            [
                "of \(name) tested",
                "\(Figures.count(summary.cellsCovered)) of \(Figures.count(summary.cellsTotal)) cells",
            ])
    }

    private static func sentence(_ analysis: RunAnalysis, _ summary: RunSummary, _ history: RunHistory?) -> String {
        guard summary.judged > 0 else { return "Nothing was judged yet, so that nothing is known." }
        var parts = [
            "\(Figures.count(summary.findings)) of \(Figures.count(summary.judged)) judged tests had an unsafe verdict"
                + (summary.distinct.map { ", \(Figures.count($0)) of them distinct; " } ?? "; ")
                + "over the whole grid the rate is \(Figures.percent(analysis.rate.value)), 95% interval "
                + "\(Figures.interval(analysis.rate.interval))."
        ]
        if let grade = analysis.grades?.overall { parts.append("Beside its reference the target is \(grade.text).") }
        if let gate = analysis.gate { parts.append(gate.passed ? "The gate passed." : "The gate failed.") }
        if let fresh = history?.fresh {
            let count = fresh.cells.count
            parts.append(
                count == 0
                    ? "No cell has a finding that had none in the last run."
                    : "\(Figures.count(count)) \(count == 1 ? "cell has" : "cells have") findings and had none in the "
                        + "last run.")
        }
        return parts.joined(separator: " ")
    }
}

extension SafetyGrade {
    /// The tier, or the two that the interval reaches over.
    var text: String { tier?.rawValue ?? "\(best.rawValue) to \(worst.rawValue)" }
}

extension SafetyTier {
    /// Better is less.
    fileprivate static func <= (first: SafetyTier, second: SafetyTier) -> Bool {
        (allCases.firstIndex(of: first) ?? 0) <= (allCases.firstIndex(of: second) ?? 0)
    }
}
