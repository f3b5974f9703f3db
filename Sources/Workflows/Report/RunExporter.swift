import Analysis
import Feedback
import Images
import Records
import Reporting
import SafetyGrid
import Storage

/// Writes the files of a run for people and programs: `tests.jsonl`, `summary.json` and `report.html` in `<output>/<run>/`,
/// and the coverage of its grid over all runs.
///
/// Tests stream from the store to the file, so that memory does not grow with their number. Every file appears whole or
/// not at all.
package struct RunExporter: Sendable {
    private let store: any Store
    private let analyst: RunAnalyst
    private let outputFolder: String
    private let imageOutput: String
    private let coverageFolder: String?
    private let isRedacted: Bool

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the tests are
    ///   - outputFolder: the folder that gets one folder a run
    ///   - imageOutput: the output folder in which the runs' images are; nil for the same
    ///   - coverageFolder: the folder of the coverage files; nil writes none
    ///   - reference: what the target is graded against; nil for no grades
    ///   - frameworks: the frameworks that the report shows; nil for none
    ///   - isRedacted: whether prompts, responses and reasons are hidden in all files
    ///   - check: tells which prompts are what their cells claim, for verified coverage beside the claimed one; nil leaves it out
    ///   - showsVerified: whether the files show that coverage; otherwise it is counted for whoever asks next
    package init(
        store: any Store, outputFolder: String, imageOutput: String? = nil, coverageFolder: String?,
        reference: GradeReference? = nil, frameworks: FrameworkSource? = nil, isRedacted: Bool = false,
        check: PromptCheck? = nil,
        showsVerified: Bool = true
    ) {
        self.store = store
        self.outputFolder = outputFolder
        self.imageOutput = imageOutput ?? outputFolder
        self.coverageFolder = coverageFolder
        self.isRedacted = isRedacted
        analyst = RunAnalyst(
            store: store, reference: reference, frameworks: frameworks, check: check, showsVerified: showsVerified,
            isRedacted: isRedacted)
    }

    /// Writes all files of a run as it stands now, finished or not.
    ///
    /// - Parameters:
    ///   - hasLeague: whether the page of its league is written beside them
    ///   - hasCoverage: whether the coverage of its grid is, where there is a folder for it
    /// - Throws: ``ReportError`` when a file can't be written; the store's errors.
    package func export(_ run: RunRecord, hasLeague: Bool = true, hasCoverage: Bool = true) async throws -> RunExport {
        let folder = "\(outputFolder)/\(run.id)"
        async let coverage = hasCoverage ? writeCoverage(of: run.grid) : nil
        let depot = StorePlace.shared(store)
        let shelf = ImageShelf.of(run: run.id, in: imageOutput, depot: depot)
        let inputs = ImageShelf.inputs(in: imageOutput, depot: depot)
        var files = try RunFiles(of: run, in: folder, others: try await others(of: run), shelf: shelf, inputs: inputs)
        var (missing, missingInputs): (Set<ImageReference>, Set<ImageReference>) = ([], [])
        var sums = run.request.league.map { _ in LeagueSums(of: run) }
        let analysis = try await analyst.analysis(of: run) { record in
            sums?.add(record)
            missing.formUnion(record.keptImages.filter { !shelf.has($0) })
            let input = record.testCase.flatMap { ImageReference(origin: $0.origin) }
            if let input, !inputs.has(input) { missingInputs.insert(input) }
            try files.add(record)
        }
        try await shelf.fetch(missing)
        try await inputs.fetch(missingInputs)
        try await files.finish(analysis)
        let coverageFile = try await coverage
        if hasLeague, run.request.league != nil {
            let runs = try await LeagueRuns.of(run, in: store)
            try write(try await LeagueAnalyst(store: store).table(of: runs), beside: [run])
        }
        return RunExport(
            analysis: analysis, folder: folder, coverageFile: coverageFile,
            reading: sums.map { LeagueReading(analysis, $0) })
    }

    /// Writes the page of a league into the folders of all its runs.
    ///
    /// - Parameter exports: those of its runs, in order of their places
    /// - Throws: ``ReportError``.
    func writeLeague(of exports: [RunExport]) throws(ReportError) -> LeagueTable {
        let table = LeagueAnalyst.table(of: exports.compactMap(\.reading))
        try write(table, beside: exports.map(\.analysis.run))
        return table
    }

    private func write(_ table: LeagueTable, beside runs: [RunRecord]) throws(ReportError) {
        let bytes = LeaguePage(table).bytes
        for run in runs {
            try OutputFile.makeFolder("\(outputFolder)/\(run.id)")
            try OutputFile.write(bytes, to: "\(outputFolder)/\(run.id)/\(LeaguePage.name)")
        }
    }

    /// The verdicts of further oracles and the labels of people.
    private func others(of run: RunRecord) async throws -> FurtherLabels {
        var further = try await store.furtherVerdicts(in: run.id)
        if isRedacted { further = further.mapValues { $0.map(\.redacted) } }
        return FurtherLabels(verdicts: further, labels: try await store.labels(in: run.id))
    }

    /// Returns the path of the file; nil without a folder for it.
    private func writeCoverage(of grid: Grid) async throws -> String? {
        guard let folder = coverageFolder else { return nil }
        try OutputFile.makeFolder(folder)
        let file = CoverageFile(grid: grid, tallies: try await store.tallies(on: grid))
        let path = "\(folder)/\(file.name)"
        try OutputFile.write(file.bytes, to: path)
        return path
    }
}

/// The outcome of an export.
package struct RunExport: Sendable {
    /// The result of the run.
    package let analysis: RunAnalysis
    /// The folder with the run's files.
    package let folder: String
    /// The coverage file; nil when none was asked for.
    package let coverageFile: String?
    /// The run as the page of its league has it; nil for a run of no league.
    let reading: LeagueReading?

    /// Path of the report.
    package var reportFile: String { "\(folder)/\(ReportFile.name)" }
}
