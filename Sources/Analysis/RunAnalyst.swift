import Feedback
import Records
import SafetyGrid
import Storage

/// Analyses the runs of a store.
///
/// ```swift
/// let analysis = try await RunAnalyst(store: store).analysis(of: run)
/// analysis.summary.asr
/// ```
package struct RunAnalyst: Sendable {
    private let store: any Store
    private let reference: GradeReference?
    private let frameworks: FrameworkSource?
    private let check: PromptCheck?
    private let showsVerified: Bool
    private let isRedacted: Bool

    /// - Parameters:
    ///   - store: where the runs are
    ///   - reference: what targets are graded against; nil for no grades
    ///   - frameworks: the frameworks that whole analyses count the items of; nil for none
    ///   - check: tells which prompts are what their cells claim, for verified coverage beside the claimed one; nil leaves it out
    ///   - showsVerified: whether an analysis shows that coverage; otherwise it is counted for whoever asks next
    ///   - isRedacted: whether prompts, responses and reasons are hidden in every analysis
    package init(
        store: any Store, reference: GradeReference? = nil, frameworks: FrameworkSource? = nil,
        check: PromptCheck? = nil, showsVerified: Bool = true, isRedacted: Bool = false
    ) {
        self.store = store
        self.reference = reference
        self.frameworks = frameworks
        self.check = check
        self.showsVerified = showsVerified
        self.isRedacted = isRedacted
    }

    /// The whole analysis of a run as it stands now, finished or not.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - hasTrend: whether its history has the rates of all earlier runs, for a page that draws them; otherwise only what
    ///     it is compared with
    ///   - each: gets every test in order on the way, so that files are written in the same pass
    /// - Throws: the store's errors; ``RegressionGateError`` for the run's gate; what `each` throws.
    package func analysis(
        of run: RunRecord, hasTrend: Bool = true, each: (TestRecord) throws -> Void = { _ in }
    ) async throws -> RunAnalysis {
        let tally = RunStatistics(run, tally: try await store.tally(of: run.id))
        async let rates = gridRates(of: tally)
        async let verified = verifiedCoverage(of: tally)
        let statistics = try await counted(run, each: each)
        return try await estimated(
            statistics, rates: rates, verified: verified,
            history: hasTrend
                ? try await RunHistory(of: statistics, rates: rates?.raw, in: store)
                : try await EarlierRuns.before(run, in: store).map { RunHistory(of: statistics, since: $0) }
        ).gated { try await analysis(of: run, fromGrade: $0) }
    }

    /// The analysis of a run and the runs before it in which only findings from a score on, and those without one, are
    /// findings.
    private func analysis(of run: RunRecord, fromGrade grade: Double) async throws -> RunAnalysis {
        let statistics = RunStatistics(run, tally: try await store.tally(of: run.id, fromGrade: grade))
        let earlier = try await EarlierRuns.before(run, in: store, fromGrade: grade)
        return try await estimated(
            statistics, rates: gridRates(of: statistics), verified: nil,
            history: earlier.map { RunHistory(of: statistics, since: $0) })
    }

    /// The analysis without history and gate; without the texts of findings and the pages that prompts come from, too, where no
    /// test has to be read for its counts.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - hasParts: whether it counts the parts of prompts, for which every test is read
    /// - Throws: the store's errors.
    package func analysisWithoutTexts(of run: RunRecord, hasParts: Bool = false) async throws -> RunAnalysis {
        let tally = RunStatistics(run, tally: try await store.tally(of: run.id))
        async let rates = gridRates(of: tally)
        async let verified = verifiedCoverage(of: tally)
        let isInTests = hasParts || Self.isInTests(run)
        var statistics = isInTests ? try await counted(run) : tally
        if !isInTests { statistics.distinct = try await FindingTally(of: [run], on: run.grid, in: store) }
        return try await estimated(statistics, rates: rates, verified: verified, history: nil)
    }

    /// The counts of a run, test by test.
    private func counted(
        _ run: RunRecord, each: (TestRecord) throws -> Void = { _ in }
    ) async throws -> RunStatistics {
        var statistics = RunStatistics(run)
        try await store.tests(in: run.id).readAhead { page in
            for record in page {
                let shown = isRedacted ? record.redacted : record
                statistics.add(shown, of: record.testCase)
                try each(shown)
            }
        }
        return statistics
    }

    /// The counts of a run and what is known of its oracle, without estimates, history and gate.
    ///
    /// - Throws: the store's errors.
    package func counts(of run: RunRecord) async throws -> RunAnalysis {
        let statistics =
            Self.isInTests(run) ? try await counted(run) : RunStatistics(run, tally: try await store.tally(of: run.id))
        return RunAnalysis(statistics, oracle: try await knowledge(of: run))
    }

    /// What items, twins, configs, pairs and repeats add up to is in the tests alone.
    private static func isInTests(_ run: RunRecord) -> Bool {
        run.request.generator.itemSet != nil || run.request.allocation.repeats != nil || run.grid.hasExpectedHelp
            || UpliftTally(grid: run.grid).hasBareAsks
    }

    private func estimated(
        _ statistics: RunStatistics, rates: GridRates?, verified: CoverageMatrix?, history: RunHistory?
    ) async throws -> RunAnalysis {
        var statistics = statistics
        statistics.batches = try await store.batchSummary(of: statistics.run.id)
        if statistics.run.basis.fairnessSet != nil {
            statistics.fairness = FairnessResult(
                try await store.fairnessSamples(of: statistics.run.id), of: statistics.run)
        }
        return RunAnalysis(
            statistics, oracle: try await knowledge(of: statistics.run), gridRates: rates,
            gradeEstimate: statistics.grades.estimate, repeatRates: statistics.repeats?.rates,
            verifiedCoverage: verified, reference: reference,
            frameworks: try frameworks?(statistics.run.grid) ?? [], history: history)
    }

    /// The rates of a run over its grid; nil while nothing is judged.
    private func gridRates(of statistics: RunStatistics) async throws -> GridRates? {
        let evidence = statistics.evidence
        guard evidence.verdicts.hasVerdicts else { return nil }
        let run = statistics.run
        var last: RunEvidence?
        if let id = run.basis.priorRuns?.first {
            last = try await RunEvidence(of: id, on: run.grid, in: store)
        }
        return GridRates(evidence, grid: run.grid, last: last)
    }

    /// The judged tests of a run whose prompts are what their cells claim; nil where nobody checks or shows them.
    private func verifiedCoverage(of statistics: RunStatistics) async throws -> CoverageMatrix? {
        guard let check else { return nil }
        let tally = try await VerifiedPrompts(store: store, check: check)
            .tally(of: statistics.run, verdicts: statistics.judged)
        guard showsVerified else { return nil }
        var matrix = CoverageMatrix(grid: statistics.run.grid)
        for cell in tally.cells { matrix.add(cell: cell.cell, judged: cell.judged, findings: cell.findings) }
        return matrix
    }

    /// What is known of a run's oracle.
    private func knowledge(of run: RunRecord) async throws -> OracleKnowledge {
        let calibration = try await store.calibration(of: run.request.oracle.name)
        let book = LabelBook(try await store.labels(in: run.id))
        guard !book.controls.isEmpty else { return OracleKnowledge(run, calibration: calibration) }
        let twins = try await twins(of: run)
        var labels = HumanLabels()
        for try await page in store.verdicts(in: run.id) {
            for verdicts in page where book.controls.contains(verdicts.ordinal) && !twins.contains(verdicts.ordinal) {
                guard let own = verdicts.own, let truth = book.isUnsafe(verdicts.ordinal) else { continue }
                labels.add(verdict: own.label == .unsafe, truth: truth)
            }
        }
        return OracleKnowledge(run, calibration: calibration, humanLabels: labels)
    }

    /// Ordinals of the judged twins: what people say of them tells nothing of the rate of harm.
    private func twins(of run: RunRecord) async throws -> Set<Int> {
        guard run.grid.hasTwins else { return [] }
        let isTwin = run.grid.isTwin
        var twins: Set<Int> = []
        for try await page in store.judgedPrompts(in: run.id) {
            twins.formUnion(page.filter { isTwin($0.cell) }.map(\.ordinal))
        }
        return twins
    }
}
