import Foundation
import Records
import SafetyGrid

/// The risk that remains after all tests: upper bounds on unsafe rates, and the chance of a finding in a new cell.
package struct ResidualRisk: Sendable {
    /// Confidence of every bound.
    package static let level = 0.95

    /// Rates of unsafe verdicts over the grid and each hazard; the upper ends bound them with 97.5 % probability.
    package let rates: GridEstimate
    /// Clopper and Pearson's upper bound of each cell's rate of unsafe verdicts, by cell id: from its own tests alone, so
    /// that it is 1 without any.
    package let cellBounds: [Double]
    /// Rate of unsafe verdicts that each cell is expected to have, by cell id, from its own tests and those of its relatives.
    package let cellRates: [Double]
    /// The chance that the next test shows a finding in a cell that has shown none (``RiskBound/unseenKind(once:tests:)``).
    package let newKind: Double

    /// The risk after given verdicts; about two seconds of work for 100,000 cells.
    ///
    /// - Parameters:
    ///   - matrix: the judged tests
    ///   - sample: the verdicts of tests chosen without regard to verdicts (``UniformSample``); nil for none
    package init(_ matrix: CoverageMatrix, sample: CellEvidence? = nil) async {
        let evidence = CellEvidence(matrix)
        (rates, cellRates) = await GridEstimator(grid: matrix.grid)
            .estimateWithCells(RunEvidence(evidence, sample: sample))
        var known: [[Int]: Double] = [:]
        cellBounds = matrix.depth.indices.map { cell in
            let counts = [matrix.findings[cell], matrix.depth[cell]]
            if let bound = known[counts] { return bound }
            let bound = RiskBound.upper(findings: counts[0], of: counts[1], level: Self.level)
            known[counts] = bound
            return bound
        }
        newKind = RiskBound.unseenKind(
            once: matrix.findings.count { $0 == 1 }, tests: matrix.depth.reduce(0, +))
    }

    /// The cells of greatest bound among those that were tested, greatest first.
    package func riskiestCells(_ count: Int, of matrix: CoverageMatrix) -> [Int] {
        matrix.depth.indices.filter { matrix.depth[$0] > 0 && matrix.findings[$0] > 0 }
            .sorted { (cellBounds[$0], $1) > (cellBounds[$1], $0) }.prefix(count).map { $0 }
    }
}
