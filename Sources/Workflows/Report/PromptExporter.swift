import Foundations
import Records
import Reporting
import SafetyGrid
import Storage

/// Writes the prompts of a run or a data set in another tool's format, streaming from the store.
package struct PromptExporter: Sendable {
    /// What was written.
    package struct Written: Equatable {
        /// The prompts.
        package fileprivate(set) var prompts = 0
        /// Those of them with images that the format has no place for.
        package fileprivate(set) var withoutImages = 0
    }

    private let store: any RunStore & TestStore & DataSetStore
    private let format: String
    private let path: String

    /// A table for people; the other formats are made of prompts.
    private var hidesPrompts: Bool { format == "csv" }

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the prompts are
    ///   - format: one of ``ExportRegistry/names``
    ///   - path: the file, or the folder of `hf`
    package init(store: any RunStore & TestStore & DataSetStore, format: String, path: String) {
        self.store = store
        self.format = format
        self.path = path
    }

    /// Writes the tests of a run that have a prompt.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - redacted: whether responses are left out
    /// - Returns: how much was written
    /// - Throws: ``ReportError``; the store's errors.
    package func export(run: RunRecord, redacted: Bool) async throws -> Written {
        let description = ExportDescription(
            name: "sextant-\(run.id)",
            summary:
                "Test prompts of one Sextant run against \(run.request.target.model), with responses and verdicts.",
            dimensions: run.grid.dimensions.map(\.id.rawValue), isSimulated: run.simulated)
        var pass = Pass(
            export: try ExportRegistry.export(format, description, path: path),
            takesImages: ExportRegistry.withImages.contains(format))
        for try await page in store.tests(in: run.id) {
            for record in page {
                let row = ExportRow(
                    record, grid: run.grid, redacted: redacted, hidesPrompt: redacted && hidesPrompts)
                if let row { try pass.add(row) }
            }
        }
        return try finish(&pass, description)
    }

    /// Writes a data set.
    ///
    /// - Parameters:
    ///   - set: the set
    ///   - protective: ids of the hazards that are protective
    /// - Returns: how much was written
    /// - Throws: ``ReportError``; the store's errors.
    package func export(dataSet set: DataSetRecord, protective: Set<String>) async throws -> Written {
        var found: Set<String> = []
        for try await page in store.rows(of: set.name) { found.formUnion(page.flatMap(\.labels.keys)) }
        let standard = SeedLibrary.standardDimensions.map(\.rawValue)
        let description = ExportDescription(
            name: set.name, summary: "Test prompts for safety evaluation: \(set.origin).",
            dimensions: standard + found.subtracting(standard).sorted(), isSimulated: false)
        var pass = Pass(
            export: try ExportRegistry.export(format, description, path: path),
            takesImages: ExportRegistry.withImages.contains(format))
        for try await page in store.rows(of: set.name) {
            for row in page { try pass.add(ExportRow(row, protective: protective)) }
        }
        return try finish(&pass, description)
    }

    private func finish(_ pass: inout Pass, _ description: ExportDescription) throws -> Written {
        if ExportRegistry.withoutNotice.contains(format) {
            try ContentNotice.write(beside: path, isSimulated: description.isSimulated)
        }
        return try pass.finish()
    }

    private struct Pass {
        var export: any PromptExport
        let takesImages: Bool
        var written = Written()

        mutating func add(_ row: ExportRow) throws(ReportError) {
            guard try export.add(row) else { return }
            written.prompts += 1
            if row.hasImages, !takesImages { written.withoutImages += 1 }
        }

        mutating func finish() throws(ReportError) -> Written {
            try export.finish()
            return written
        }
    }
}
