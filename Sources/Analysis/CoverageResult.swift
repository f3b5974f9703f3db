import Feedback
import Records
import SafetyGrid

/// The coverage of runs, their holes, and the risk that the holes could hide.
package struct CoverageResult {
    /// Coverage of one strength.
    package struct Level {
        /// Values of a combination.
        package let strength: Int
        /// Judged tests of each combination.
        package let counts: CombinationCounts
        /// Coverage by the verified tests alone; nil when nobody asked for it.
        package let verified: CombinationCounts?
        /// The holes, those that could hide most first.
        package let ranking: HoleRanking
        /// Cells that close all holes, in the order in which to test them.
        package let closing: [Int]
    }

    /// The newest of the runs, whose grid counts.
    package let run: RunRecord
    /// Ids of the runs that are counted, newest first.
    package let runs: [String]
    /// Runs of earlier epochs, which are not.
    package let leftOut: Int
    /// Judged tests from which on a combination is covered.
    package let depth: Int
    /// Judged tests and findings of each cell.
    package let matrix: CoverageMatrix
    /// The tests whose prompts show their cells; nil when nobody asked for it.
    package let verified: VerifiedCoverage?
    /// Coverage by strength.
    package let levels: [Level]
    /// The risk that the holes could hide.
    package let risk: ResidualRisk
    /// Grades of the target; nil without a reference.
    package let grades: GridGrades?

    /// Works it out.
    ///
    /// - Parameters:
    ///   - evidence: what the runs saw
    ///   - runs: runs of one target on grids of one id, newest first; at least one
    ///   - leftOut: further runs that are not counted
    ///   - strengths: those to look at
    /// - Throws: ``AdaptiveSettingsError`` for settings of the run that its grid no longer fits.
    package init(
        _ evidence: RunEvidence, runs: [RunRecord], newest run: RunRecord, leftOut: Int, strengths: ClosedRange<Int>,
        depth: Int, verified: VerifiedCoverage?, reference: GradeReference?
    ) async throws {
        self.run = run
        self.runs = runs.map(\.id)
        self.leftOut = leftOut
        self.depth = depth
        self.verified = verified
        let matrix = CoverageMatrix(grid: run.grid, evidence.verdicts)
        self.matrix = matrix
        let settings = try AdaptiveSettings(run.request.allocation, run.basis, grid: run.grid)
        let risk = await ResidualRisk(matrix, sample: evidence.sample)
        self.risk = risk
        grades = reference.map {
            $0.grades(risk.rates, grid: run.grid, tests: CombinationCounts(matrix, strength: 1).judgedOfFirst)
        }
        let counted = verified?.matrix ?? matrix
        let worth = settings.weights.map { zip(risk.cellRates, $0).map { $0 * $1 } } ?? risk.cellRates
        levels = strengths.map { strength in
            Level(
                strength: strength, counts: matrix.combinations(strength: strength),
                verified: verified?.matrix.combinations(strength: strength),
                ranking: HoleRanking(
                    counted, strength: strength, depth: depth, rates: risk.cellRates, weights: settings.weights),
                closing: ClosingCells.cells(closing: counted, strength: strength, depth: depth, worth: worth))
        }
    }
}

extension CombinationCounts {
    /// Judged tests of each value of the first dimension, whose combinations come first.
    fileprivate var judgedOfFirst: [Int] {
        judged.indices.filter { space.parts(of: $0).first?.dimension == 0 }.map { judged[$0] }
    }
}
