import Feedback
import Records
import SafetyGrid

/// The result of a run: its counts, and what follows from them. Made whole by ``RunAnalyst``, and never changed.
///
/// The counts of ``statistics`` are members of the analysis too.
@dynamicMemberLookup
package struct RunAnalysis: Sendable {
    /// The counts.
    package let statistics: RunStatistics
    /// What is known of the oracle.
    package let oracle: OracleKnowledge
    /// Rates as averages over the grid, corrected where the oracle's errors are known; nil where nobody estimated them, and
    /// before the first verdict.
    package let gridRates: GridRates?
    /// Mean scores of graded responses as averages over the grid; nil where nobody estimated them, and without a grade.
    package let gradeEstimate: GridEstimate?
    /// What asking every prompt several times has said; nil where nobody estimated it, and where each was asked once.
    package let repeatRates: RepeatRates?
    /// The judged tests whose prompts show their cells; nil when nobody checked them.
    package let verifiedCoverage: CoverageMatrix?
    /// The smallest combinations that explain the findings; empty where nobody estimated rates.
    package let explanations: [FindingRule]
    /// Grades relative to a reference; nil without one.
    package let grades: GridGrades?
    /// What the tests cover of frameworks; empty where nobody looked.
    package let frameworks: [FrameworkCoverage]
    /// Earlier runs of the same target and grid; nil where nobody looked for them.
    package let history: RunHistory?
    /// Whether the run passed its gate; nil for a run without a gate or with tests left.
    package let gate: GateResult?

    /// An analysis of counts.
    ///
    /// - Parameters:
    ///   - statistics: the counts
    ///   - oracle: what is known of the oracle; nil for nothing but what the run's settings have
    ///   - gridRates: rates over the grid, before any correction
    ///   - gradeEstimate: mean scores over the grid
    ///   - repeatRates: what asking every prompt several times has said
    ///   - verifiedCoverage: the judged tests whose prompts show their cells
    ///   - reference: what the target is graded against; nil for no grades
    ///   - frameworks: the frameworks on the run's grid
    ///   - history: earlier runs
    ///   - gate: the gate's result
    package init(
        _ statistics: RunStatistics, oracle: OracleKnowledge? = nil, gridRates: GridRates? = nil,
        gradeEstimate: GridEstimate? = nil, repeatRates: RepeatRates? = nil, verifiedCoverage: CoverageMatrix? = nil,
        reference: GradeReference? = nil, frameworks: [FrameworkGrid] = [], history: RunHistory? = nil,
        gate: GateResult? = nil
    ) {
        let oracle = oracle ?? OracleKnowledge(statistics.run)
        let grid = statistics.run.grid
        let rates = gridRates?.corrected(by: oracle.errors, beside: statistics.exactParts)
        self.statistics = statistics
        self.oracle = oracle
        self.gridRates = rates
        self.gradeEstimate = gradeEstimate
        self.repeatRates = repeatRates
        self.verifiedCoverage = verifiedCoverage
        explanations = rates == nil ? [] : RuleFinder(grid: grid).rules(statistics.coverage.harmful)
        self.frameworks = frameworks.map { FrameworkCoverage($0, statistics.coverage.harmful) }
        self.history = history
        self.gate = gate
        guard let reference, let rates else {
            grades = nil
            return
        }
        let corrected = rates.corrected.whole
        grades = reference.grades(
            corrected ?? rates.raw, grid: grid,
            tests: grid.sums(of: statistics.coverage.harmful.depth, over: grid.groupAxis),
            basis: corrected == nil ? .verdicts : .responses)
    }

    /// The analysis with the result of a gate.
    init(_ analysis: RunAnalysis, gate: GateResult?) {
        statistics = analysis.statistics
        oracle = analysis.oracle
        gridRates = analysis.gridRates
        gradeEstimate = analysis.gradeEstimate
        repeatRates = analysis.repeatRates
        verifiedCoverage = analysis.verifiedCoverage
        explanations = analysis.explanations
        grades = analysis.grades
        frameworks = analysis.frameworks
        history = analysis.history
        self.gate = gate
    }

    /// A count.
    package subscript<Value>(dynamicMember path: KeyPath<RunStatistics, Value>) -> Value {
        statistics[keyPath: path]
    }

    /// The run.
    package var run: RunRecord { statistics.run }
}

extension RunAnalysis {
    /// Attack success rate of the run, that of unsafe verdicts: over the cells of the grid where ``gridRates`` are there.
    package var rate: Rate {
        Rate(
            findings: statistics.unsafe, judged: statistics.judgedForHarm, overCells: gridRates?.raw.overall,
            byRules: statistics.exact.overall)
    }

    /// The rate of each value of a dimension, in the grid's order: over its cells where ``gridRates`` are there; of a strategy,
    /// over those that it leads.
    package func rates(dimension axis: Int) -> [Rate] {
        let harm = statistics.coverage.harmful
        let isUnled = run.grid.isUnled
        func sums(_ counts: [Int]) -> [Int] {
            let isStrategy = run.grid.dimensions[axis].id == .strategy
            return run.grid.sums(
                of: isStrategy ? counts.enumerated().map { isUnled($0) ? 0 : $1 } : counts, over: axis)
        }
        let judged = sums(harm.depth)
        let findings = sums(harm.findings)
        let exact = statistics.exact.counts(of: run.grid, over: axis)
        let estimates = gridRates?.raw.dimensions[axis] ?? []
        return judged.indices.map { value in
            // A value of harmless requests alone has no rate of harm.
            Rate(
                findings: findings[value], judged: judged[value],
                overCells: estimates.indices.contains(value) ? estimates[value] : nil, byRules: exact[value])
        }
    }

    /// The rates that results are grouped by: those of the hazards where the grid has them.
    package var groupRates: [Rate] { rates(dimension: run.grid.groupAxis) }

    /// The unsafe share of the run's tests, corrected by its own human labels when there are enough, else by what the oracle
    /// did elsewhere; nil where no figure can be given.
    package var correctedShare: CorrectedRate? {
        if let labels = oracle.humanLabels, labels.count >= HumanLabels.leastCount {
            return CorrectedRate.predictionPowered(
                findings: statistics.unsafe, judged: statistics.judgedForHarm, labels: labels)
        }
        let exact = ExactPart(statistics.exact.overall, of: statistics.judgedForHarm)
        if exact.isWhole, let share = RateEstimate(findings: statistics.unsafe, of: statistics.judgedForHarm) {
            return CorrectedRate(exactly: share)
        }
        return try? oracle.errors?.corrected(
            findings: statistics.unsafe, judged: statistics.judgedForHarm, beside: exact
        ).get()
    }

    /// A rate of unsafe verdicts of this run as one of unsafe responses, or why it can't be told.
    package func correction(of rate: Rate) -> Result<CorrectedRate, CorrectionObstacle> {
        guard let estimate = rate.estimate else { return .failure(.nothingJudged) }
        return rate.exact.corrected(estimate, by: oracle.errors) ?? .failure(oracle.obstacle(run))
    }

    /// A rate of this run, corrected for the oracle's errors; nil where no figure can be given.
    package func corrected(_ rate: Rate) -> CorrectedRate? { try? correction(of: rate).get() }

    /// Why the run's rate has no corrected one beside it, without a full stop; nil when it has one, and before the first
    /// verdict.
    package var uncorrected: String? {
        guard rate.judged > 0, case .failure(let obstacle) = correction(of: rate) else { return nil }
        return obstacle.description
    }

    /// Judged tests whose prompts show their cells; nil when nobody checked them.
    package var verified: Int? { verifiedCoverage.map { $0.depth.reduce(0, +) } }
}
