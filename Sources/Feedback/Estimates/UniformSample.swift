import Records
import SafetyGrid

/// The tests of a run that were chosen without regard to verdicts: the floor where it holds every cell equally often, and the
/// share that is drawn uniformly.
///
/// Each of them had the same chance to be in any cell. Their unsafe share is therefore an unbiased estimate of the
/// grid's rate, whatever the rates are and wherever the policy puts its other tests. Its interval is wider than that of
/// a model of all tests, and it assumes no model: ``GridEstimator`` is corrected and checked by it.
package struct UniformSample: Sendable {
    /// Quantile of the interval in which an estimate must lie. A true model fails this check once in a thousand runs.
    private static let doubt = 3.29

    private var floor: CellEvidence
    private var drawn: CellEvidence
    private var floorTests: [Int32]

    /// No test yet.
    package init(grid: Grid) {
        floorTests = [Int32](repeating: 0, count: grid.cellCount)
        floor = CellEvidence(cells: grid.cellCount)
        drawn = floor
    }

    /// Counts a test.
    ///
    /// - Parameters:
    ///   - cell: its cell
    ///   - reason: why it was chosen
    ///   - unsafe: its verdict; nil without one
    package mutating func add(cell: Int, reason: SelectionReason, unsafe: Bool?) {
        add(cell: cell, reason: reason, planned: 1, judged: unsafe == nil ? 0 : 1, findings: unsafe == true ? 1 : 0)
    }

    /// Counts the tests of a cell that were chosen for the same reason: those planned, with a verdict, and with an unsafe one.
    package mutating func add(cell: Int, reason: SelectionReason, planned: Int, judged: Int, findings: Int) {
        switch reason {
        case .floor:
            floorTests[cell] += Int32(planned)
            floor.add(cell: cell, judged: judged, findings: findings)
        case .uniform: drawn.add(cell: cell, judged: judged, findings: findings)
        case .closing, .adaptive: break
        }
    }

    /// Counts the tests of a cell that were chosen for the same reason: those planned, and those with a grade by the sum of
    /// their scores, each 0 ... 1.
    package mutating func add(cell: Int, reason: SelectionReason, planned: Int, graded: Int, score: Double) {
        add(cell: cell, reason: reason, planned: planned, judged: 0, findings: 0)
        switch reason {
        case .floor: floor.add(cell: cell, graded: graded, score: score)
        case .uniform: drawn.add(cell: cell, graded: graded, score: score)
        case .closing, .adaptive: break
        }
    }

    /// The sample's verdicts by cell. A floor that a small budget cut short is not part of the sample, nor are the tests
    /// that closed coverage holes, which version 0.1.0 stored as floor.
    package var evidence: CellEvidence {
        floorTests.allSatisfy { $0 == floorTests.first } ? floor.adding(drawn) : drawn
    }

    /// Judged tests of the sample and those with an unsafe verdict.
    package var counts: (judged: Int, findings: Int) {
        let evidence = evidence
        return (Int(evidence.judged.reduce(0, +)), Int(evidence.findings.reduce(0, +)))
    }

    /// Their unsafe share with its 95 % interval; nil without a judged test.
    package var rate: RateEstimate? {
        let counts = counts
        return RateEstimate(findings: counts.findings, of: counts.judged)
    }

    /// Whether an estimate of the grid's rate of unsafe verdicts is too far from the sample for its model to be right.
    package func contradicts(_ estimate: RateEstimate) -> Bool {
        let counts = counts
        guard let wide = RateEstimate(findings: counts.findings, of: counts.judged, quantile: Self.doubt) else {
            return false
        }
        return estimate.value < wide.lower || estimate.value > wide.upper
    }
}
