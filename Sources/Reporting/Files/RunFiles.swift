import Analysis
import Images
import Records

/// Writes the files of a run into its folder: `tests.jsonl` as the tests come, then `summary.json` and `report.html`.
///
/// Memory does not grow with the number of tests but for what the report packs. Every file appears whole or not at all.
package struct RunFiles {
    private let folder: String
    private let shelf: ImageShelf
    private let inputs: ImageShelf
    private let isSimulated: Bool
    private let lines: TestsFile
    private let file: OutputFile
    private let others: FurtherLabels
    private var blocks: TestBlocks
    private var text = JSONText()

    /// Begins the files.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - folder: made where it is missing
    ///   - others: verdicts of further oracles and labels of people
    ///   - shelf: the images of its responses
    ///   - inputs: the images of data sets
    /// - Throws: ``ReportError`` when a file can't be written.
    package init(
        of run: RunRecord, in folder: String, others: FurtherLabels, shelf: ImageShelf, inputs: ImageShelf
    ) throws(ReportError) {
        try OutputFile.makeFolder(folder)
        self.folder = folder
        self.shelf = shelf
        self.inputs = inputs
        self.others = others
        isSimulated = run.simulated
        blocks = TestBlocks(grid: run.grid)
        lines = TestsFile(run: run)
        file = try OutputFile(path: "\(folder)/\(TestsFile.name)")
    }

    /// Writes the next test.
    ///
    /// - Throws: ``ReportError``.
    package mutating func add(_ record: TestRecord) throws(ReportError) {
        lines.append(record, others: others, to: &text)
        let ordinal = record.plan.ordinal
        try blocks.add(record, further: others.verdicts(on: ordinal), labels: others.labels(on: ordinal))
        if text.bytes.count >= 1 << 18 { try flush() }
    }

    /// Writes the rest, after the last test.
    ///
    /// - Throws: ``ReportError``, or `CancellationError`.
    package mutating func finish(_ analysis: RunAnalysis) async throws {
        try flush()
        text = JSONText()
        // The disk has its time while the page is made.
        let (file, folder, isSimulated) = (file, folder, isSimulated)
        async let notice: Void = ContentNotice.write(into: folder, isSimulated: isSimulated)
        async let lines: Void = file.commit()
        async let summary: Void = OutputFile.write(
            analysis.summary.fileBytes, to: "\(folder)/\(RunSummary.fileName)")
        try blocks.end()
        let pictures = try await PagePictures(of: analysis.findings, shelf: shelf, inputs: inputs)
        try ReportFile(analysis, tests: blocks, pictures: pictures).write(to: "\(folder)/\(ReportFile.name)")
        _ = try await (notice, lines, summary)
    }

    private mutating func flush() throws(ReportError) {
        try file.write(text.bytes)
        text.removeAll()
    }
}
