import Feedback
import Records

extension RunAnalysis {
    /// Mean score of the graded responses: over the cells of the grid where ``gradeEstimate`` is there; nil for an oracle
    /// that grades none.
    package var gradeMean: GradeMean? { isGraded ? statistics.grades.mean(gradeEstimate?.overall) : nil }

    /// The mean of each value of a dimension, in the grid's order: over its cells where ``gradeEstimate`` is there; nil for an
    /// oracle that grades none.
    package func gradeMeans(dimension axis: Int) -> [GradeMean]? {
        guard isGraded else { return nil }
        return statistics.grades.means(dimension: axis, gradeEstimate?.dimensions[axis])
    }

    /// Graded findings by their severity.
    package var severities: [HarmSeverity: Int] { statistics.grades.severities }

    private var isGraded: Bool { run.request.oracle.grades || !statistics.grades.isEmpty }
}
