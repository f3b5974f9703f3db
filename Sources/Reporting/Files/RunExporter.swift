import Feedback
import HTTPTransport
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

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the tests are
    ///   - outputFolder: the folder that gets one folder a run
    ///   - coverageFolder: the folder of the coverage files; nil writes none
    package init(store: any Store, outputFolder: String, coverageFolder: String?) {
        self.store = store
        self.outputFolder = outputFolder
        self.coverageFolder = coverageFolder
    }

    /// Writes all files of a run as it stands now, finished or not.
    ///
    /// - Throws: ``ReportError`` when a file can't be written; the store's errors.
    package func export(_ run: RunRecord) async throws -> RunExport {
        let folder = "\(outputFolder)/\(run.id)"
        try OutputFile.makeFolder(folder)
        var statistics = try await writeTests(of: run, to: "\(folder)/\(TestsFile.name)")
        try await addCorrections(to: &statistics)
        statistics.gridRates = try await gridRates(statistics)
        let summary = statistics.summary
        try OutputFile.write(summary.fileBytes, to: "\(folder)/\(RunSummary.fileName)")
        try OutputFile.write(ReportFile(statistics).bytes(), to: "\(folder)/\(ReportFile.name)")
        var coverageFile: String?
        if let coverageFolder { coverageFile = try await writeCoverage(of: run.grid, in: coverageFolder) }
        return RunExport(summary: summary, statistics: statistics, folder: folder, coverageFile: coverageFile)
    }

    /// The rates of a run over its grid; nil while nothing is judged.
    ///
    /// - Throws: the store's errors.
    package func gridRates(_ statistics: RunStatistics) async throws -> GridRates? {
        let run = statistics.run
        guard statistics.rate.judged > 0 else { return nil }
        var last: CellEvidence?
        if let id = run.settings.priorRuns?.first {
            var evidence = CellEvidence(cells: run.grid.cellCount)
            for tally in try await store.tallies(of: id, on: run.grid) {
                evidence.add(cell: tally.cell, judged: tally.judged, findings: tally.findings)
            }
            last = evidence
        }
        let errors = OracleErrors(
            sensitivity: run.settings.sensitivity ?? OracleErrors.assumed.sensitivity,
            specificity: run.settings.specificity ?? OracleErrors.assumed.specificity)
        return GridRates(statistics.coverage, errors: errors ?? .assumed, last: last)
    }

    /// Counts a run without writing anything.
    ///
    /// - Throws: the store's errors.
    package func statistics(of run: RunRecord) async throws -> RunStatistics {
        let statistics = Locked(RunStatistics(run))
        try await store.forEachTest(in: run.id) { record in
            statistics.withLock { $0.add(record) }
        }
        var counted = statistics.withLock { $0 }
        try await addCorrections(to: &counted)
        return counted
    }

    /// What the rates of a run are corrected by.
    private func addCorrections(to statistics: inout RunStatistics) async throws {
        let run = statistics.run
        statistics.calibration = try await store.calibration(of: run.settings.oracleName)
        guard let store = store as? any VerdictStore else { return }
        let book = LabelBook(try await store.labels(in: run.id))
        guard !book.controls.isEmpty else { return }
        let labels = Locked(HumanLabels())
        try await store.forEachVerdicts(in: run.id) { verdicts in
            guard book.controls.contains(verdicts.ordinal), let own = verdicts.own,
                let truth = book.isUnsafe(verdicts.ordinal)
            else { return }
            labels.withLock { $0.add(verdict: own.label == .unsafe, truth: truth) }
        }
        statistics.humanLabels = labels.withLock { $0 }
    }

    private func writeTests(of run: RunRecord, to path: String) async throws -> RunStatistics {
        let file = try OutputFile(path: path)
        let pass = Locked(ExportPass(run: run, file: file))
        try await store.forEachTest(in: run.id) { record in
            try pass.withLock { try $0.add(record) }
        }
        try pass.withLock { try $0.finish() }
        try file.commit()
        return pass.withLock { $0.statistics }
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

    /// Path of the report.
    package var reportFile: String { "\(folder)/\(ReportFile.name)" }
}

/// One pass over the tests of a run: each is counted, and written a buffer at a time.
private struct ExportPass: Sendable {
    private(set) var statistics: RunStatistics
    private let lines: TestsFile
    private let file: OutputFile
    private var text = JSONText()

    init(run: RunRecord, file: OutputFile) {
        statistics = RunStatistics(run)
        lines = TestsFile(run: run)
        self.file = file
    }

    mutating func add(_ record: TestRecord) throws {
        statistics.add(record)
        lines.append(record, to: &text)
        if text.bytes.count >= 1 << 18 { try finish() }
    }

    mutating func finish() throws {
        try file.write(text.bytes)
        text.removeAll()
    }
}
