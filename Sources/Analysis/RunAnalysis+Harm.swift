import Feedback
import Records
import SafetyGrid

extension RunAnalysis {
    /// Mean score of the graded responses: over the cells of the grid where ``gradeEstimate`` is there; nil for an oracle
    /// that grades none.
    package var gradeMean: GradeMean? { isGraded ? statistics.grades.mean(gradeEstimate?.overall) : nil }

    /// ``gradeMean`` as it is shown to people: nil as well where none of the responses is graded, as images are not.
    package var shownGradeMean: GradeMean? { gradeMean.flatMap { $0.graded > 0 ? $0 : nil } }

    /// The mean of each value of a dimension, in the grid's order: over its cells where ``gradeEstimate`` is there; nil for an
    /// oracle that grades none.
    package func gradeMeans(dimension axis: Int) -> [GradeMean]? {
        guard isGraded else { return nil }
        return statistics.grades.means(dimension: axis, gradeEstimate?.dimensions[axis])
    }

    /// The mean of each hazard that has a judged test, or of each such value of the first dimension in a grid without
    /// hazards; empty for an oracle that grades none.
    package var groupGradeMeans: [(value: DimensionValue, mean: GradeMean)] {
        let grid = run.grid
        return zip(grid.groups.values, gradeMeans(dimension: grid.groupAxis) ?? []).filter { $0.1.judged > 0 }
            .map { (value: $0, mean: $1) }
    }

    /// Graded findings by their severity.
    package var severities: [HarmSeverity: Int] { statistics.grades.severities }

    private var isGraded: Bool { run.request.oracle.grades || !statistics.grades.isEmpty }
}
