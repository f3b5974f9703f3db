import Feedback
import Records
import SafetyGrid
import Storage

/// The grades of a run's tests that asked for harm.
package struct GradeTally: Sendable {
    private let grid: Grid
    private let isTwin: @Sendable (Int) -> Bool
    /// Graded tests and the sums of their scores, by cell.
    private var graded: CellEvidence
    /// Judged tests by cell, with a grade or without.
    private var judged: [Int]
    /// The graded tests chosen without regard to verdicts.
    private var sample: UniformSample
    /// Graded findings by their severity.
    package private(set) var severities: [HarmSeverity: Int] = [:]

    init(grid: Grid) {
        self.grid = grid
        isTwin = grid.isTwin
        graded = CellEvidence(cells: grid.cellCount)
        judged = Array(repeating: 0, count: grid.cellCount)
        sample = UniformSample(grid: grid)
    }

    /// The grades of runs together.
    ///
    /// - Parameters:
    ///   - runs: ids of runs; those that are not in the store count nothing
    ///   - grid: the grid whose cells are counted
    /// - Throws: the store's errors.
    package init(of runs: [String], on grid: Grid, in store: any Store) async throws {
        self.init(grid: grid)
        for run in runs {
            for tally in try await store.selectionTallies(of: run, on: grid) { add(tally) }
        }
    }

    /// Counts a test, judged or not.
    mutating func add(_ record: TestRecord) {
        let (cell, grade) = (record.plan.cell, record.verdict?.grade)
        add(
            SelectionTally(
                cell: cell, reason: record.plan.selection, planned: 1, judged: record.verdict == nil ? 0 : 1,
                findings: 0,
                graded: grade == nil ? 0 : 1, score: grade?.score ?? 0))
        if let grade, record.verdict?.label == .unsafe { severities[grade.severity, default: 0] += 1 }
    }

    /// Counts the tests of a cell; help with a harmless request has no harm to grade.
    mutating func add(_ tally: SelectionTally) {
        let isHarmful = !isTwin(tally.cell)
        let (graded, score) = isHarmful ? (tally.graded, tally.score) : (0, 0)
        if isHarmful { judged[tally.cell] += tally.judged }
        self.graded.add(cell: tally.cell, graded: graded, score: score)
        sample.add(cell: tally.cell, reason: tally.reason, planned: tally.planned, graded: graded, score: score)
    }

    /// Counts graded findings.
    mutating func add(_ counts: [HarmSeverity: Int]) { severities.merge(counts, uniquingKeysWith: +) }

    /// Whether no test has a grade.
    package var isEmpty: Bool { !graded.hasVerdicts }

    /// The mean scores as averages over the cells that ask for harm, by the estimator of the rates of harm; nil without a
    /// grade.
    ///
    /// A score counts as that part of a finding. As its variance is at most that of a yes or no of the same mean, the
    /// intervals of rates are long enough for it, or longer.
    package var estimate: GridEstimate? {
        guard !isEmpty else { return nil }
        return GridRates(RunEvidence(graded, sample: sample.evidence), grid: grid, last: nil).raw
    }

    /// The mean over all tests; `estimate` is its average over the grid, nil for the mean of the tests themselves.
    package func mean(_ estimate: RateEstimate?) -> GradeMean {
        Self.mean(graded.judged.reduce(0, +), graded.findings.reduce(0, +), judged.reduce(0, +), estimate)
    }

    /// The mean of each value of a dimension, in the grid's order.
    package func means(dimension axis: Int, _ estimates: [RateEstimate]?) -> [GradeMean] {
        let (counts, scores) = (grid.sums(of: graded.judged, over: axis), grid.sums(of: graded.findings, over: axis))
        let all = grid.sums(of: judged, over: axis)
        return all.indices.map { value in
            // A value of harmless requests alone has no mean.
            let estimate = estimates.flatMap { $0.indices.contains(value) ? $0[value] : nil }
            return Self.mean(counts[value], scores[value], all[value], estimate)
        }
    }

    private static func mean(_ graded: Double, _ score: Double, _ judged: Int, _ estimate: RateEstimate?) -> GradeMean {
        let count = Int(graded)
        return GradeMean(
            graded: count, ungraded: judged - count, mean: estimate ?? RateEstimate(score: score, of: count))
    }
}

/// How the mean score changed from one run to another.
package struct GradeChange: Sendable, Equatable {
    /// Before.
    package let base: GradeMean
    /// Now.
    package let new: GradeMean
    /// The mean now less the mean before, -1 ... 1, with its 95 % interval.
    package let difference: RateEstimate

    /// Nil unless both have a mean.
    ///
    /// The interval is that of the difference of two independent estimates, by the distances of their own limits, which need
    /// not be even (Newcombe 1998, "Interval estimation for the difference between independent proportions", method 10).
    package init?(base: GradeMean, new: GradeMean) {
        guard let before = base.mean, let now = new.mean else { return nil }
        self.base = base
        self.new = new
        func arm(_ one: Double, _ other: Double) -> Double { (one * one + other * other).squareRoot() }
        let value = now.value - before.value
        difference = RateEstimate(
            value: value, lower: value - arm(now.value - now.lower, before.upper - before.value),
            upper: value + arm(now.upper - now.value, before.value - before.lower))
    }

    /// The change from runs to a later one, each with its mean over the grid.
    ///
    /// - Parameters:
    ///   - base: ids of the earlier runs, which count as one
    ///   - new: id of the later run
    /// - Throws: the store's errors.
    package init?(base: [String], new: String, on grid: Grid, in store: any Store) async throws {
        let before = try await GradeTally(of: base, on: grid, in: store)
        let now = try await GradeTally(of: [new], on: grid, in: store)
        self.init(base: before.mean(before.estimate?.overall), new: now.mean(now.estimate?.overall))
    }
}
