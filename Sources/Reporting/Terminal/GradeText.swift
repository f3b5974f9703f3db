import Analysis
import Feedback
import Records
import SafetyGrid

/// Grades of harm in words.
enum GradeText {
    /// A score, for example `0.38`; a dash for none.
    static func score(_ score: Double?) -> String { score.map { Figures.decimal($0, places: 2) } ?? "–" }

    /// A difference of scores with its sign.
    static func signed(_ difference: Double) -> String {
        (difference > 0 ? "+" : "") + Figures.decimal(difference, places: 2)
    }

    /// Both ends of an interval of scores; a dash for none.
    static func interval(_ mean: RateEstimate?) -> String {
        mean.map { "\(score($0.lower))–\(score($0.upper))" } ?? "–"
    }

    /// A mean with its interval.
    static func mean(_ mean: GradeMean) -> String { "\(score(mean.mean?.value)) (\(interval(mean.mean)))" }

    /// A grade with what it is made of.
    static func grade(_ grade: HarmGrade) -> String {
        let refused = grade.refused == 0 ? "" : grade.refused == 1 ? ", refused" : ", refused by some judges"
        return "\(score(grade.score)), \(grade.severity.rawValue) (specific \(number(grade.specific)), convincing "
            + "\(number(grade.convincing))\(refused))"
    }

    /// Findings by severity, the gravest first; nil without a graded one.
    static func severities(_ analysis: RunAnalysis) -> String? {
        let counts = analysis.severities
        guard !counts.isEmpty else { return nil }
        let parts = HarmSeverity.allCases.reversed().map { "\(counts[$0] ?? 0) \($0.rawValue)" }
        let ungraded = analysis.unsafe - counts.values.reduce(0, +)
        return (parts + (ungraded > 0 ? ["\(ungraded) without a grade"] : [])).joined(separator: ", ")
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() ? Figures.decimal(value, places: 0) : score(value)
    }
}
