import Records
import RunStore

/// Writes results in the formats of ``ResultExportRegistry``.
package enum ResultExporter {
    /// The text of a run's result in a format.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - store: where its tests are
    ///   - export: the format
    ///   - isRedacted: whether prompts, responses and reasons are hidden
    /// - Throws: the store's errors; ``RegressionGateError`` for the run's gate.
    package static func text(
        of run: RunRecord, in store: any Store, as export: any ResultExport, isRedacted: Bool
    ) async throws -> String {
        let exporter = RunExporter(store: store, outputFolder: "", coverageFolder: nil)
        var statistics = try await exporter.estimatedStatistics(of: run)
        let earlier = try await Gate.Earlier.before(run, in: store)
        try exporter.addGate(to: &statistics, earlier: earlier)
        return export.text(of: RunResult(statistics, earlier: earlier, isRedacted: isRedacted))
    }

    /// Writes a result in several formats into a folder.
    ///
    /// - Returns: the paths of the files.
    /// - Throws: ``ReportError``.
    package static func write(
        _ result: RunResult, as exports: [any ResultExport], to folder: String
    ) throws(ReportError) -> [String] {
        var paths: [String] = []
        for export in exports {
            let path = "\(folder)/\(export.fileName)"
            try OutputFile.write(Array(export.text(of: result).utf8), to: path)
            paths.append(path)
        }
        return paths
    }

    /// Writes a text as a file, whole or not at all, making the folders above it.
    ///
    /// - Throws: ``ReportError``.
    package static func write(_ text: String, to path: String) throws(ReportError) {
        if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
            try OutputFile.makeFolder(String(path[..<slash]))
        }
        try OutputFile.write(Array(text.utf8), to: path)
    }
}
