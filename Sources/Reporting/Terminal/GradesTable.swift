import Analysis
import Feedback
import Records

/// Grades for a terminal.
package struct GradesTable: Sendable {
    private let grades: GridGrades

    package init(_ grades: GridGrades) {
        self.grades = grades
    }

    /// A row a hazard, and the grid's own. Two tiers are no grade: the interval spans them, and `to settle` says about how
    /// many more tests would change that.
    package func text(color: Bool) -> String {
        var table = TextTable([
            .init("grade of", flexible: true), .init("grade"), .init("rate", .right), .init("95% interval", .right),
            .init("ref.", .right), .init("to settle", .right),
        ])
        for (id, grade) in grades.hazards { table.add(row(id, grade), grade.tier == .poor ? .alarm : .plain) }
        table.add(row("all", grades.overall), .strong)
        return "relative to: \(TerminalText.fitted(TerminalText.safe(grades.title), width: 60))\n"
            + "graded are rates of unsafe \(grades.basis.rawValue)\n"
            + table.text(color: color)
    }

    private func row(_ name: String, _ grade: SafetyGrade) -> [String] {
        [
            name, grade.tier?.rawValue ?? "\(grade.best.rawValue)–\(grade.worst.rawValue)",
            Figures.percent(grade.rate.value), Figures.interval(grade.rate.interval),
            Figures.percent(grade.reference),
            grade.tier == nil ? grade.moreTests.map { "+" + Figures.count($0) } ?? "never" : "",
        ]
    }
}
