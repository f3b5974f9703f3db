import Feedback
import Records
import SafetyGrid

/// The counts of a run, gathered in one pass over its tests, with memory that does not grow with their number.
///
/// ```swift
/// var statistics = RunStatistics(run)
/// for record in records { statistics.add(record) }
/// statistics.summary.asr
/// ```
package struct RunStatistics: Sendable {
    /// Findings and failures of one reason that are kept with their text.
    package struct Limits: Sendable {
        /// Most findings that are kept; the others are counted.
        package var findings = 2000
        /// Most UTF-8 bytes of prompts and responses that are kept over all findings.
        package var textBytes = 64_000_000
        /// Most bytes that the texts of the kept findings take on the report's page, where escapes make them longer.
        package var pageBytes = 20_000_000
        /// Most distinct failure reasons that are kept; the others are counted.
        package var reasons = 100
        /// Most pages that are kept as sources of prompts; mentions of others are counted.
        package var sources = 200

        /// The limits of a report that a browser opens at once.
        package init() {}
    }

    /// The run.
    package let run: RunRecord
    /// Judged tests and findings of every cell.
    package internal(set) var coverage: CoverageMatrix
    /// The judged tests whose prompts show their cells; nil when nobody checks them.
    package internal(set) var verifiedCoverage: CoverageMatrix?
    /// Tests that had no prompt because their cell has no further new one, and those cells.
    package internal(set) var exhausted: (tests: Int, cells: Set<Int>) = (0, [])
    /// Kept findings, in order of ordinal.
    package private(set) var findings: [TestRecord] = []
    /// Why tests failed, in order of first appearance.
    package internal(set) var failures: [FailureGroup] = []
    /// Failed tests that no group of ``failures`` counts.
    package internal(set) var failuresLeftOut = 0

    /// What a generator model wrote and was no prompt for its cell.
    package internal(set) var refused = RefusedPrompts()
    /// Tests and cells that templates wrote for, because of a model's poor batches.
    package internal(set) var leftToTemplates: (tests: Int, cells: Set<Int>) = (0, [])

    /// The pages that prompts were written from, and how many tests drew on each, in order of first appearance.
    package private(set) var sources: [(link: PassageLink, tests: Int)] = []
    /// Mentions of pages that ``sources`` does not hold.
    package private(set) var sourcesLeftOut = 0
    /// Rates as averages over the grid; nil until somebody estimates them.
    package var gridRates: GridRates?
    /// The tests that no verdict led to, by which ``gridRates`` are checked.
    package internal(set) var uniformSample: UniformSample
    /// The smallest combinations that explain the findings; empty until somebody looks for them.
    package var explanations: [FindingRule] = []
    /// Grades relative to a reference; nil without one.
    package var grades: GridGrades?

    /// Whether the run passed its gate; nil until somebody asks.
    package var gate: GateResult?

    /// Whether the run's target or any response was simulated: a stand-in served over HTTP says so in its responses.
    package internal(set) var simulated: Bool

    /// How the run's oracle did on labelled responses; nil when it was not calibrated.
    package var calibration: OracleCalibration? {
        didSet { oracleErrors = Self.errors(of: run, calibration: calibration) }
    }
    /// The known errors of the oracle; nil when nobody measured them.
    package private(set) var oracleErrors: OracleErrorDistribution?
    /// Why a calibration that the store has does not count for this run; nil when it does, or there is none.
    package var calibrationObjection: String?
    /// People's labels of tests that were drawn at random, beside the oracle's verdicts; nil without any.
    package var humanLabels: HumanLabels?

    let limits: Limits
    private var sourceIndex: [String: Int] = [:]
    var planned = 0
    var judged = 0
    var unsafe = 0
    var unknown = 0
    var blocked = 0
    var failed = 0
    private var textBytes = 0
    private var pageBytes = 0
    var behaviours: [Behaviour: Int] = [:]

    /// No test yet.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - limits: how much is kept
    package init(_ run: RunRecord, limits: Limits = Limits()) {
        self.run = run
        self.limits = limits
        coverage = CoverageMatrix(grid: run.grid)
        uniformSample = UniformSample(grid: run.grid)
        simulated = run.simulated
        oracleErrors = Self.errors(of: run, calibration: nil)
    }

    /// Counts one test.
    package mutating func add(_ record: TestRecord) {
        planned += 1
        addSources(of: record)
        addRefused(of: record)
        uniformSample.add(
            cell: record.plan.cell, reason: record.plan.selection, unsafe: record.verdict.map { $0.label == .unsafe })
        if record.response?.model?.hasPrefix("simulated/") == true { simulated = true }
        if record.response?.blocked != nil || record.verdict?.behaviour == .blocked { blocked += 1 }
        if let verdict = record.verdict {
            add(verdict, of: record)
        } else if let failure = record.failure {
            add(failure, of: record)
        }
    }

    /// Attack success rate of the run, that of unsafe verdicts: over the cells of the grid once ``gridRates`` are there.
    package var rate: Rate { Rate(findings: unsafe, judged: judged, overCells: gridRates?.raw.overall) }

    /// Tests with a verdict, and those of them with the verdict `unknown`.
    package var counts: (judged: Int, unknown: Int) { (judged, unknown) }

    /// Findings that ``findings`` does not hold.
    package var findingsLeftOut: Int { unsafe - findings.count }

    /// Judged tests with a behaviour.
    package func count(of behaviour: Behaviour) -> Int { behaviours[behaviour] ?? 0 }

    /// The unsafe share of the run's tests, corrected by its own human labels when there are enough, else by what the oracle
    /// did elsewhere; nil where no figure can be given.
    package var correctedShare: CorrectedRate? {
        if let humanLabels, humanLabels.count >= HumanLabels.leastCount {
            return CorrectedRate.predictionPowered(findings: unsafe, judged: judged, labels: humanLabels)
        }
        return try? oracleErrors?.corrected(findings: unsafe, judged: judged).get()
    }

    /// The run in numbers.
    package var summary: RunSummary {
        var summary = rawSummary
        if let corrected = correctedShare {
            summary.correctedASR = corrected.estimate
            summary.correctedInterval = [corrected.interval.lowerBound, corrected.interval.upperBound]
        }
        summary.oracleErrors = oracleErrors?.rates
        summary.uncorrected = uncorrected
        if let gridRates { add(gridRates, to: &summary) }
        summary.gate = gate
        if !refused.isEmpty { summary.refused = refused }
        if !explanations.isEmpty { summary.explanations = explanations }
        if let grades {
            summary.gradeReference = grades.title
            summary.grade = grades.overall
            summary.gradeBasis = grades.basis.rawValue
            summary.gradeHazards = Dictionary(grades.hazards.map { ($0.id, $0.grade) }) { first, _ in first }
        }
        if let verifiedCoverage {
            summary.verified = verified
            summary.cellsVerified = verifiedCoverage.cellsCovered()
            summary.coverageVerified = verifiedCoverage.shares
        }
        return summary
    }

    private func add(_ rates: GridRates, to summary: inout RunSummary) {
        let ids = run.grid.groups.values.map(\.id)
        summary.asrGrid = rates.corrected.overall
        summary.asrGridRaw = rates.raw.overall
        let corrected = zip(ids, rates.corrected.groups).compactMap { id, rate in rate.map { (id, $0) } }
        if !corrected.isEmpty { summary.asrGridHazards = Dictionary(corrected) { first, _ in first } }
        summary.asrGridHazardsRaw = Dictionary(zip(ids, rates.raw.groups)) { first, _ in first }
        summary.asrGridWithLast = rates.withLast
        summary.asrGridWithLastRaw = rates.rawWithLast?.overall
        summary.asrGridUniform = uniformSample.rate
    }

    private var rawSummary: RunSummary {
        RunSummary(
            run: run.id, seed: run.settings.seed, target: run.settings.target, generator: run.settings.generator,
            oracle: run.settings.oracleName, policy: run.settings.policy, simulated: simulated,
            budget: run.settings.budget,
            planned: planned, judged: judged, findings: unsafe, unknown: unknown, blocked: blocked, failed: failed,
            cellsTotal: run.grid.cellCount, cellsCovered: coverage.cellsCovered(), coverage: coverage.shares,
            seconds: run.seconds)
    }

    /// Judged tests whose prompts show their cells; nil when nobody checks them.
    package var verified: Int? { verifiedCoverage.map { $0.depth.reduce(0, +) } }

    /// The rate of each value of a dimension, in the grid's order: over its cells once ``gridRates`` are there.
    package func rates(dimension axis: Int) -> [Rate] {
        let judged = run.grid.sums(of: coverage.depth, over: axis)
        let findings = run.grid.sums(of: coverage.findings, over: axis)
        return judged.indices.map { value in
            Rate(
                findings: findings[value], judged: judged[value],
                overCells: gridRates?.raw.dimensions[axis][value])
        }
    }

    /// The rates that results are grouped by: those of the hazards where the grid has them.
    package var groupRates: [Rate] { rates(dimension: run.grid.groupAxis) }

    /// The rate of each pair of values of two dimensions: a row for each value of `rows`, in the grid's order.
    ///
    /// - Parameters:
    ///   - rows: index of a dimension
    ///   - columns: index of another one
    /// - Returns: `rows` by `columns` rates
    package func rates(rows: Int, columns: Int) -> [[Rate]] {
        let shape = run.grid.shape
        let axes = (rows: run.grid.axis(rows), columns: run.grid.axis(columns))
        var judged = [Int](repeating: 0, count: shape[rows] * shape[columns])
        var findings = judged
        for cell in coverage.depth.indices where coverage.depth[cell] > 0 {
            let pair = axes.rows.index(of: cell) * shape[columns] + axes.columns.index(of: cell)
            judged[pair] += coverage.depth[cell]
            findings[pair] += coverage.findings[cell]
        }
        return (0..<shape[rows]).map { row in
            (0..<shape[columns]).map { column in
                let pair = row * shape[columns] + column
                return Rate(findings: findings[pair], judged: judged[pair])
            }
        }
    }

    private mutating func add(_ verdict: Verdict, of record: TestRecord) {
        judged += 1
        behaviours[verdict.behaviour, default: 0] += 1
        coverage.add(cell: record.plan.cell, unsafe: verdict.label == .unsafe)
        switch verdict.label {
        case .safe: break
        case .unknown: unknown += 1
        case .unsafe:
            unsafe += 1
            keep(record)
        }
    }

    private mutating func addRefused(of record: TestRecord) {
        if let counts = record.failure?.refused { refused.add(counts) }
        guard let origin = record.testCase?.origin else { return }
        refused.add(RefusedPrompts(origin: origin))
        guard origin[RefusedPrompts.poorBatchesKey] != nil else { return }
        leftToTemplates.tests += 1
        leftToTemplates.cells.insert(record.plan.cell)
    }

    private mutating func addSources(of record: TestRecord) {
        guard let origin = record.testCase?.origin, origin["passages"] != nil else { return }
        var seen: Set<String> = []
        for link in PassageLink.all(in: origin) where seen.insert(link.url).inserted {
            if let index = sourceIndex[link.url] {
                sources[index].tests += 1
            } else if sources.count < limits.sources, link.url.utf8.count <= PassageLink.longestURL {
                sourceIndex[link.url] = sources.count
                sources.append((link, 1))
            } else {
                sourcesLeftOut += 1
            }
        }
    }

    private mutating func keep(_ record: TestRecord) {
        guard findings.count < limits.findings else { return }
        let bytes = (record.testCase?.prompt.utf8.count ?? 0) + (record.response?.text.utf8.count ?? 0)
        let page = FindingItem.pageBytes(record)
        guard textBytes + bytes <= limits.textBytes, pageBytes + page <= limits.pageBytes else { return }
        textBytes += bytes
        pageBytes += page
        findings.append(record)
    }

    private mutating func add(_ failure: TestFailure, of record: TestRecord) {
        failed += 1
        var failure = failure
        // Counted with the others; failures are told apart by their reasons.
        failure.refused = nil
        if failure.isExhaustion {
            exhausted.tests += 1
            exhausted.cells.insert(record.plan.cell)
        }
        if let index = failures.firstIndex(where: { $0.failure == failure }) {
            failures[index].count += 1
        } else if failures.count < limits.reasons {
            failures.append(FailureGroup(failure: failure, count: 1, firstOrdinal: record.plan.ordinal))
        } else {
            failuresLeftOut += 1
        }
    }
}

/// Tests that failed in the same way.
package struct FailureGroup: Sendable, Equatable {
    /// Stage, reason, and whether a resume tries again.
    package let failure: TestFailure
    /// Tests that failed so.
    package internal(set) var count: Int
    /// The first of them.
    package let firstOrdinal: Int
}
