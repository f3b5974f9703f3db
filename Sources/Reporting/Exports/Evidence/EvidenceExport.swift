import Analysis
import Feedback
import Foundations
import Records
import SafetyGrid

/// `evidence`: what a run was, what it was made with and what came out, as a folder that an auditor can check.
///
/// It holds no time of its making and no path, so that the same run makes it again to the byte.
package struct EvidenceExport {
    /// Its name for `--format`.
    package static let name = "evidence"

    /// What is known besides the run's tests.
    package struct Basis: Sendable {
        /// Version of the program that writes the folder.
        package var program: String
        /// Settings without secrets, as JSON.
        package var settings: [UInt8]
        /// The grid with its definitions, as JSON.
        package var grid: [UInt8]
        /// Name and digest of each seed file, in order of name.
        package var seeds: [(name: String, digest: String)]
        /// Whether target and templates are as they were when the run began; nil where that can't be told.
        package var isSameEpoch: Bool?

        package init(
            program: String, settings: [UInt8], grid: [UInt8], seeds: [(name: String, digest: String)],
            isSameEpoch: Bool?
        ) {
            (self.program, self.settings, self.grid, self.seeds) = (program, settings, grid, seeds)
            self.isSameEpoch = isSameEpoch
        }
    }

    private static let files: [(name: String, role: String)] = [
        ("README.txt", "how to check this folder"), ("settings.json", "what was asked of the run, without secrets"),
        ("grid.json", "what was tested: every value with its definition"),
        ("seeds.json", "digests of the files that prompts and rules are made of"),
        ("versions.json", "the program, the models as they named themselves, and the frameworks"),
        ("oracle.json", "who judged, and how often they err"),
        (TestsFile.name, "every test with its verdict; images stay in the run's folder, and have their digests here"),
        (RunSummary.fileName, "counts and rates"), ("coverage.json", "tested cells"),
        ("frameworks.json", "what the tests cover of published frameworks, and what not"),
    ]

    private let run: RunRecord
    private let isRedacted: Bool
    private let lines: TestsFile
    private let others: FurtherLabels
    private var folder: EvidenceFolder
    private var tests: ExportFile
    private var models: Set<String> = []

    /// Begins the folder.
    ///
    /// - Parameters:
    ///   - others: verdicts of further oracles and labels of people
    ///   - isRedacted: whether prompts, responses and reasons are hidden
    /// - Throws: ``ReportError``.
    package init(of run: RunRecord, path: String, others: FurtherLabels, isRedacted: Bool) throws(ReportError) {
        self.run = run
        self.isRedacted = isRedacted
        self.others = others
        lines = TestsFile(run: run)
        folder = try EvidenceFolder(path: path, names: Self.files.map(\.name))
        tests = try folder.begin(TestsFile.name)
    }

    /// Writes the next test.
    ///
    /// - Throws: ``ReportError``.
    package mutating func add(_ record: TestRecord) throws(ReportError) {
        if let model = record.response?.model { models.insert(model) }
        try tests.write { lines.append(record, others: others, to: &$0) }
    }

    /// Writes the other files, after the last test.
    ///
    /// - Returns: the number of files.
    /// - Throws: ``ReportError``.
    package mutating func finish(_ analysis: RunAnalysis, _ basis: Basis) throws(ReportError) -> Int {
        try folder.finish(TestsFile.name, role: Self.role(of: TestsFile.name), &tests)
        let tallies = CoverageFile(grid: run.grid, tallies: Self.tallies(analysis))
        let rest: [(String, [UInt8])] = [
            ("README.txt", Array(readme.utf8)), ("settings.json", basis.settings), ("grid.json", basis.grid),
            ("seeds.json", seeds(basis).indented), ("versions.json", versions(analysis, basis).indented),
            ("oracle.json", OracleEvidence.document(analysis).indented),
            (RunSummary.fileName, analysis.summary.fileBytes), ("coverage.json", tallies.bytes),
            ("frameworks.json", frameworks(analysis).indented),
        ]
        for (name, bytes) in rest { try folder.add(name, role: Self.role(of: name), bytes) }
        return try folder.seal([
            ("format", .string("sextant-evidence/1")), ("notice", .string(RunResult.notice)),
            ("program", .string("sextant \(basis.program)")), ("run", .string(run.id)),
            ("state", .string(run.state.rawValue)), ("started", .string(UTCDate.seconds(run.startedAt) + "Z")),
            ("target", .string(run.request.target.model)), ("simulated", .bool(analysis.simulated)),
            ("seed", .unsigned(run.request.seed)), ("tests", .int(analysis.statistics.planned)),
            ("redacted", .bool(isRedacted)),
        ])
    }

    private static func role(of name: String) -> String { files.first { $0.name == name }?.role ?? "" }

    private static func tallies(_ analysis: RunAnalysis) -> [CellTally] {
        let coverage = analysis.statistics.coverage
        return coverage.depth.indices.filter { coverage.depth[$0] > 0 }.map { cell in
            CellTally(
                target: analysis.run.request.target.model, cell: cell, judged: coverage.depth[cell],
                findings: coverage.findings[cell])
        }
    }

    private func seeds(_ basis: Basis) -> OrderedJSON {
        .object([
            ("epoch", run.basis.epoch.map { .string($0) } ?? .null),
            ("same_as_when_the_run_began", basis.isSameEpoch.map { .bool($0) } ?? .null),
            ("files", .object(basis.seeds.map { ($0.name, .string($0.digest)) })),
        ])
    }

    private func versions(_ analysis: RunAnalysis, _ basis: Basis) -> OrderedJSON {
        .object([
            ("sextant", .string(basis.program)), ("target", .string(run.request.target.model)),
            ("generator", .string(run.request.generator.model)), ("oracle", .string(run.request.oracleName)),
            ("models_in_responses", .array(models.sorted().map { .string($0) })),
            (
                "taxonomies",
                .object(run.grid.dimensions.map { ($0.id.rawValue, .string($0.taxonomy)) })
            ),
            (
                "frameworks",
                .object(analysis.frameworks.map { ($0.framework.id, .string($0.framework.version)) })
            ),
        ])
    }

    private func frameworks(_ analysis: RunAnalysis) -> OrderedJSON {
        .array(analysis.frameworks.map { .object(FrameworkJSON.members($0)) })
    }

    private var readme: String {
        let simulated = run.simulated ? "The target is simulated: nothing here says anything about a real model.\n" : ""
        let texts = isRedacted ? "Prompts, responses and reasons are hidden.\n" : ""
        let files = Self.files.map { "  \($0.name): \($0.role)" }.joined(separator: "\n")
        return """
            Evidence of a safety test by Sextant, run \(run.id).
            \(RunResult.notice)
            \(simulated)\(texts)
            \(files)
              manifest.json: all of these with their sizes and digests
              SHA256SUMS: the digests of all files

            Check it in this folder with: sha256sum -c SHA256SUMS
            Write it again from the store with: sextant export \(run.id) --format evidence --out DIR
            The same run, program and seeds make the same bytes. A digest says that a file was not changed since it
            was written, and not who wrote it: sign SHA256SUMS where that counts. A passed test proves no compliance.

            """
    }
}
