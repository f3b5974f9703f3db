/// Writes results in the formats of ``ResultExportRegistry``.
package enum ResultExporter {
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
