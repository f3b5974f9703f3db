import Feedback
import Records
import RunStore
import SafetyGrid

/// Writes what people and programs read of a run: `tests.jsonl`, `summary.json` and `report.html` in `<output>/<run>/`,
/// and the coverage of its grid over all runs.
///
/// Tests stream from the store to the file, so that memory does not grow with their number. Every file appears whole or
/// not at all.
package struct RunExporter: Sendable {
    private let store: any Store
    private let outputFolder: String
    private let coverageFolder: String?
    private let reference: GradeReference?
    private let check: PromptCheck?
    private let showsVerified: Bool
    private let isRedacted: Bool

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the tests are
    ///   - outputFolder: the folder that gets one folder a run
    ///   - coverageFolder: the folder of the coverage files; nil writes none
    ///   - reference: what the target is graded against; nil for no grades
    ///   - isRedacted: whether prompts, responses and reasons are hidden in all files
    ///   - check: tells which prompts are what their cells claim, for verified coverage beside the claimed one; nil leaves it out
    ///   - showsVerified: whether ``export(_:)`` shows that coverage; otherwise it is counted for whoever asks next
    package init(
        store: any Store, outputFolder: String, coverageFolder: String?, reference: GradeReference? = nil,
        isRedacted: Bool = false, check: PromptCheck? = nil, showsVerified: Bool = true
    ) {
        self.reference = reference
        self.store = store
        self.outputFolder = outputFolder
        self.coverageFolder = coverageFolder
        self.isRedacted = isRedacted
        self.check = check
        self.showsVerified = showsVerified
    }

    /// Writes all files of a run as it stands now, finished or not.
    ///
    /// - Throws: ``ReportError`` when a file can't be written; the store's errors.
    package func export(_ run: RunRecord) async throws -> RunExport {
        let folder = "\(outputFolder)/\(run.id)"
        try OutputFile.makeFolder(folder)
        let tally = RunStatistics(run, tally: try await store.tally(of: run.id))
        async let rates = gridRates(of: run, tally.evidence)
        async let verified = verified(tally)
        try ContentNotice.write(into: folder, isSimulated: run.simulated)
        let labels = try await store.labels(in: run.id)
        let (counted, tests) = try await writeTests(of: run, labels, to: "\(folder)/\(TestsFile.name)")
        var statistics = counted
        async let blocks = tests.ended()
        try await addCorrections(labels, to: &statistics)
        addEstimates(try await rates, to: &statistics)
        if let verified = try await verified, showsVerified { statistics.add(verified) }
        let history = try await RunHistory(of: statistics, in: store)
        try addGate(to: &statistics, earlier: history.earlier, comparison: history.comparison)
        let summary = statistics.summary
        try OutputFile.write(summary.fileBytes, to: "\(folder)/\(RunSummary.fileName)")
        try ReportFile(statistics, history: history, tests: try await blocks).write(to: "\(folder)/\(ReportFile.name)")
        var coverageFile: String?
        if let coverageFolder { coverageFile = try await writeCoverage(of: run.grid, in: coverageFolder) }
        return RunExport(
            summary: summary, statistics: statistics, folder: folder, coverageFile: coverageFile,
            earlier: history.earlier, comparison: history.comparison)
    }

    /// Asks the run's gate, if it has one, once the run has ended.
    ///
    /// - Parameters:
    ///   - earlier: the last finished run before it, which it is compared with; nil when there is none
    ///   - comparison: the comparison with it, where it is made already
    /// - Throws: ``RegressionGateError`` for a rule that can't be read.
    package func addGate(
        to statistics: inout RunStatistics, earlier: Gate.Earlier?, comparison: RunComparison? = nil
    ) throws {
        let run = statistics.run
        guard let settings = run.settings.gate, run.state == .finished else { return }
        statistics.gate = try Gate(settings).result(of: statistics, earlier: earlier, comparison: comparison)
    }

    /// Adds rates over the grid, what explains the findings, and grades.
    ///
    /// - Parameters:
    ///   - rates: those of ``gridRates(of:)``
    ///   - statistics: the run's; what it knows of the oracle's errors corrects the rates
    private func addEstimates(_ rates: GridRates?, to statistics: inout RunStatistics) {
        let grid = statistics.run.grid
        let rates = statistics.oracleErrors.flatMap { rates?.corrected(by: $0) } ?? rates
        statistics.gridRates = rates
        statistics.explanations = RuleFinder(grid: grid).rules(statistics.coverage)
        if let reference, let rates {
            let corrected = rates.corrected.whole
            statistics.grades = reference.grades(
                corrected ?? rates.raw, grid: grid, tests: statistics.groupRates.map(\.judged),
                basis: corrected == nil ? .verdicts : .responses)
        }
    }

    /// The judged tests of a run whose prompts are what their cells claim; nil where nobody checks them.
    private func verified(_ statistics: RunStatistics) async throws -> VerifiedTally? {
        guard let check else { return nil }
        return try await VerifiedPrompts(store: store, check: check)
            .tally(of: statistics.run, verdicts: statistics.counts.judged)
    }

    /// The rates of a run over its grid; nil while nothing is judged.
    ///
    /// - Throws: the store's errors.
    private func gridRates(of run: RunRecord, _ evidence: RunEvidence) async throws -> GridRates? {
        guard evidence.verdicts.hasVerdicts else { return nil }
        var last: RunEvidence?
        if let id = run.settings.priorRuns?.first {
            last = try await RunEvidence(of: id, on: run.grid, in: store)
        }
        return GridRates(evidence, grid: run.grid, last: last)
    }

    /// Counts a run with its findings, and estimates its rates over the grid, without writing anything.
    ///
    /// - Throws: the store's errors.
    package func estimatedStatistics(of run: RunRecord) async throws -> RunStatistics {
        var statistics = RunStatistics(run)
        for try await page in store.tests(in: run.id) {
            for record in page { statistics.add(record) }
        }
        return try await estimated(statistics)
    }

    /// The counts without the texts of findings and the pages that prompts come from: no test is read for it.
    ///
    /// - Throws: the store's errors.
    package func estimatedCounts(of run: RunRecord) async throws -> RunStatistics {
        try await estimated(RunStatistics(run, tally: try await store.tally(of: run.id)))
    }

    /// Counts a run without its findings and without estimates.
    ///
    /// - Throws: the store's errors.
    package func counts(of run: RunRecord) async throws -> RunStatistics {
        var statistics = RunStatistics(run, tally: try await store.tally(of: run.id))
        try await addCorrections(try await store.labels(in: run.id), to: &statistics)
        return statistics
    }

    private func estimated(_ counted: RunStatistics) async throws -> RunStatistics {
        var statistics = counted
        async let rates = gridRates(of: counted.run, counted.evidence)
        async let verified = verified(counted)
        try await addCorrections(try await store.labels(in: counted.run.id), to: &statistics)
        if let verified = try await verified { statistics.add(verified) }
        addEstimates(try await rates, to: &statistics)
        return statistics
    }

    /// What the rates of a run are corrected by.
    private func addCorrections(_ given: [HumanLabel], to statistics: inout RunStatistics) async throws {
        let run = statistics.run
        let calibration = try await store.calibration(of: run.settings.oracleName)
        statistics.calibrationObjection = calibration?.objection(toWeights: run.settings.classifierWeights)
        statistics.calibration = statistics.calibrationObjection == nil ? calibration : nil
        let book = LabelBook(given)
        guard !book.controls.isEmpty else { return }
        var labels = HumanLabels()
        for try await page in store.verdicts(in: run.id) {
            for verdicts in page where book.controls.contains(verdicts.ordinal) {
                guard let own = verdicts.own, let truth = book.isUnsafe(verdicts.ordinal) else { continue }
                labels.add(verdict: own.label == .unsafe, truth: truth)
            }
        }
        statistics.humanLabels = labels
    }

    private func writeTests(
        of run: RunRecord, _ labels: [HumanLabel], to path: String
    ) async throws -> (RunStatistics, TestBlocks) {
        let file = try OutputFile(path: path)
        var further = try await store.furtherVerdicts(in: run.id)
        if isRedacted { further = further.mapValues { $0.map(\.redacted) } }
        let others = FurtherLabels(verdicts: further, labels: labels)
        var pass = ExportPass(run: run, file: file, others: others)
        for try await page in store.tests(in: run.id) {
            for record in page { try pass.add(isRedacted ? record.redacted : record) }
        }
        try pass.flush()
        try file.commit()
        return (pass.statistics, pass.blocks)
    }

    private func writeCoverage(of grid: Grid, in folder: String) async throws -> String {
        try OutputFile.makeFolder(folder)
        let file = CoverageFile(grid: grid, tallies: try await store.tallies(on: grid))
        let path = "\(folder)/\(file.name)"
        try OutputFile.write(file.bytes, to: path)
        return path
    }
}

/// What an export wrote, and what it counted on the way.
package struct RunExport: Sendable {
    /// The run in numbers.
    package let summary: RunSummary
    /// Everything counted.
    package let statistics: RunStatistics
    /// The folder with the run's files.
    package let folder: String
    /// The coverage file; nil when none was asked for.
    package let coverageFile: String?
    /// The last finished run before it, with which it was compared; nil when there is none.
    package let earlier: Gate.Earlier?
    /// What changed since ``Gate/Earlier/baseRuns``; nil when there are none, or when the grid is too large for the report.
    package let comparison: RunComparison?

    /// Path of the report.
    package var reportFile: String { "\(folder)/\(ReportFile.name)" }
}

/// One pass over the tests of a run: each is counted, and written a buffer at a time.
private struct ExportPass {
    private(set) var statistics: RunStatistics
    private(set) var blocks: TestBlocks
    private let lines: TestsFile
    private let file: OutputFile
    private let others: FurtherLabels
    private var text = JSONText()

    init(run: RunRecord, file: OutputFile, others: FurtherLabels) {
        self.others = others
        statistics = RunStatistics(run)
        blocks = TestBlocks(grid: run.grid)
        lines = TestsFile(run: run)
        self.file = file
    }

    mutating func add(_ record: TestRecord) throws {
        statistics.add(record)
        lines.append(record, others: others, to: &text)
        let ordinal = record.plan.ordinal
        try blocks.add(record, further: others.verdicts(on: ordinal), labels: others.labels(on: ordinal))
        if text.bytes.count >= 1 << 18 { try flush() }
    }

    mutating func flush() throws {
        try file.write(text.bytes)
        text.removeAll()
    }
}
