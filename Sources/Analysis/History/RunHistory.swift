import Feedback
import Foundations
import Records
import SafetyGrid
import Storage

/// The history of a run: earlier finished runs of the same target and grid.
package struct RunHistory: Sendable {
    /// One run in the course of all.
    package struct Point: Sendable {
        /// Its id.
        package let run: String
        /// When it began, seconds since 1970.
        package let startedAt: Double
        /// Its rate over the grid, or where that takes too long the share of its tests.
        package let rate: Rate
        /// The rate of each hazard, or of each value of the first dimension in a grid without hazards.
        package let groups: [Rate]
        /// Its over-refusal; nil without judged twins.
        package let overRefusal: OverRefusal?
        /// The system prompt of its target; nil for none.
        package let systemPrompt: String?
    }

    /// Most runs that are looked at.
    static let mostRuns = 30
    /// Cells of all runs together up to which their rates are averages over the grid.
    private static let mostCells = 40_000
    /// Cells up to which runs are compared group by group; on larger grids the report shows new findings only.
    private static let mostComparedCells = 20_000

    /// The runs in the order of time, the one that the report is of at the end.
    package let points: [Point]
    /// Whether the rates of ``points`` are averages over the grid.
    package let isOverGrid: Bool
    /// The last run before, with its verdicts and those of the runs that rates are compared with; nil when there is none.
    package let earlier: EarlierRuns?
    /// The cells with a finding that had none in the last run before; nil when there is none.
    package let fresh: FreshFindings?
    /// The rises and falls since ``EarlierRuns/baseRuns``; nil without such runs, or when the grid is too large.
    package let comparison: RunComparison?
    /// The newest run with each other system prompt that has judged twins, oldest first.
    package var otherSystemPrompts: [Point] {
        var seen: Set<String?> = [points.last?.systemPrompt]
        return points.reversed().filter { $0.overRefusal != nil && seen.insert($0.systemPrompt).inserted }.reversed()
    }
    /// How over-refusal changed since the last run before; nil without twins in both.
    package var overRefusals: OverRefusalChange? {
        OverRefusalChange(base: last?.overRefusal, new: points.last?.overRefusal)
    }
    /// The outcomes of open findings that were tested again; empty except for a night.
    package let retests: [RetestOutcome: Int]

    /// The run before; nil when there is none.
    package var last: Point? { points.dropLast().last }

    /// The history of a run.
    ///
    /// - Parameters:
    ///   - statistics: the counts of the run
    ///   - rates: its rates of verdicts over the grid; nil before the first verdict
    ///   - store: where earlier ones are
    /// - Throws: the store's errors.
    package init(of statistics: RunStatistics, rates: GridEstimate?, in store: any Store) async throws {
        let run = statistics.run
        let own = statistics.evidence
        let earlier = try await store.runs().filter(run.follows).prefix(Self.mostRuns - 1).reversed()
        // A run alone has no trend to draw.
        let isOverGrid = !earlier.isEmpty && run.grid.cellCount * (earlier.count + 1) <= Self.mostCells
        var runs: [Material] = []
        for record in earlier {
            runs.append(
                Material(
                    run: record, evidence: try await RunEvidence(of: record.id, on: run.grid, in: store),
                    overRefusal: try await TwinCounts.of(record, in: store).overRefusal))
        }
        let last = EarlierRuns(of: run, earlier: runs.reversed().map { (run: $0.run, evidence: $0.evidence.verdicts) })
        self.earlier = last
        self.isOverGrid = isOverGrid
        points = try await Self.points(
            runs + [
                Material(run: run, evidence: own, overRefusal: statistics.overRefusals.rate, estimate: rates)
            ], on: run.grid, isOverGrid)
        fresh = last.map { FreshFindings(statistics.coverage, earlier: $0.evidence) }
        comparison =
            run.grid.cellCount <= Self.mostComparedCells && own.verdicts.hasVerdicts
            ? last.map { RunComparison(grid: run.grid, base: $0.base, new: own.verdicts) } : nil
        retests =
            try await store.outcomes(of: run.id).reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
    }

    /// One earlier run alone, without a trend.
    init(of statistics: RunStatistics, since earlier: EarlierRuns) {
        points = []
        isOverGrid = false
        self.earlier = earlier
        fresh = FreshFindings(statistics.coverage, earlier: earlier.evidence)
        comparison = nil
        retests = [:]
    }

    /// What a point is made of.
    private struct Material: Sendable {
        let run: RunRecord
        let evidence: RunEvidence
        let overRefusal: OverRefusal?
        /// Its rates over the grid, where they are known.
        var estimate: GridEstimate?
    }

    /// A point a run, computed side by side.
    private static func points(
        _ runs: [Material], on grid: Grid, _ isOverGrid: Bool
    ) async throws -> [Point] {
        try await runs.concurrentMap(limit: runs.count) { material in
            let isEstimated = isOverGrid && material.evidence.verdicts.hasVerdicts
            return point(
                material, on: grid,
                isEstimated ? material.estimate ?? GridEstimator(grid: grid).estimate(material.evidence) : nil)
        }
    }

    private static func point(_ material: Material, on grid: Grid, _ estimate: GridEstimate?) -> Point {
        let (run, evidence) = (material.run, material.evidence.verdicts)
        let findings = grid.sums(of: evidence.findings, over: grid.groupAxis)
        let judged = grid.sums(of: evidence.judged, over: grid.groupAxis)
        return Point(
            run: run.id, startedAt: run.startedAt,
            rate: Rate(
                findings: Int(findings.reduce(0, +)), judged: Int(judged.reduce(0, +)), overCells: estimate?.overall),
            groups: judged.indices.map { index in
                Rate(
                    findings: Int(findings[index]), judged: Int(judged[index]), overCells: estimate?.groups[index])
            }, overRefusal: material.overRefusal, systemPrompt: run.request.target.systemPrompt)
    }
}
