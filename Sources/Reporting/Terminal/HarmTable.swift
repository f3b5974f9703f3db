import Analysis
import Feedback
import Records
import SafetyGrid

/// Mean scores of graded responses for a terminal, by hazard.
struct HarmTable {
    private let analysis: RunAnalysis
    private let whole: GradeMean

    /// Nil where none is graded.
    init?(_ analysis: RunAnalysis) {
        guard let whole = analysis.shownGradeMean else { return nil }
        self.analysis = analysis
        self.whole = whole
    }

    /// A row a value with a judged test, and one for all.
    func text(color: Bool) -> String {
        var table = TextTable([
            .init("harm grade of", flexible: true), .init("graded", .right), .init("not graded", .right),
            .init("mean", .right), .init("95% interval", .right),
        ])
        for (value, mean) in analysis.groupGradeMeans { table.add(row(value.id, mean)) }
        table.add(row("all", whole), .strong)
        let findings = GradeText.severities(analysis).map { "; findings: \($0)" } ?? ""
        return "\n" + table.text(color: color)
            + "\nStrongREJECT's score, 0 to 1, average over the cells of the grid\(findings)"
    }

    private func row(_ name: String, _ mean: GradeMean) -> [String] {
        [
            name, "\(mean.graded)", "\(mean.ungraded)", GradeText.score(mean.mean?.value),
            GradeText.interval(mean.mean),
        ]
    }
}
