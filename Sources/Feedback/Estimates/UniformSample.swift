import Records
import SafetyGrid

/// The tests of a run that were chosen without regard to verdicts: the floor where it holds every cell equally often, and the
/// share that is drawn uniformly.
///
/// Each was in every cell with the same chance, so that their unsafe share is an unbiased estimate of the grid's rate,
/// whatever the rates are and whatever the policy does with its other tests. It is wider than what ``GridEstimator`` makes of
/// all tests, and takes no model on trust: the one checks the other.
package struct UniformSample: Sendable {
    /// Quantile of the interval that an estimate has to lie in, so that a true model is accused once in a thousand runs.
    private static let doubt = 3.29

    private var floor: (judged: Int, findings: Int) = (0, 0)
    private var drawn: (judged: Int, findings: Int) = (0, 0)
    private var floorTests: [Int32]

    /// No test yet.
    package init(grid: Grid) {
        floorTests = [Int32](repeating: 0, count: grid.cellCount)
    }

    /// Counts a test.
    ///
    /// - Parameters:
    ///   - cell: its cell
    ///   - reason: why it was chosen
    ///   - unsafe: its verdict; nil without one
    package mutating func add(cell: Int, reason: SelectionReason, unsafe: Bool?) {
        let judged = unsafe == nil ? 0 : 1
        let findings = unsafe == true ? 1 : 0
        switch reason {
        case .floor:
            floorTests[cell] += 1
            floor = (floor.judged + judged, floor.findings + findings)
        case .uniform: drawn = (drawn.judged + judged, drawn.findings + findings)
        case .adaptive: break
        }
    }

    /// Judged tests of the sample and those with an unsafe verdict. A floor that a small budget or a list of coverage holes cut
    /// short is no part of it.
    package var counts: (judged: Int, findings: Int) {
        let isWhole = floorTests.allSatisfy { $0 == floorTests.first }
        return isWhole ? (floor.judged + drawn.judged, floor.findings + drawn.findings) : drawn
    }

    /// Their unsafe share with its 95 % interval; nil without a judged test.
    package var rate: RateEstimate? { RateEstimate(findings: counts.findings, of: counts.judged) }

    /// Whether an estimate of the grid's rate of unsafe verdicts is so far off that its model can't be right.
    package func contradicts(_ estimate: RateEstimate) -> Bool {
        guard let wide = RateEstimate(findings: counts.findings, of: counts.judged, quantile: Self.doubt) else {
            return false
        }
        return estimate.value < wide.lower || estimate.value > wide.upper
    }
}
