import Foundation
import Foundations
import PageExtraction
import Reporting

/// A folder of saved pages.
package struct PageFolder {
    /// The outcome.
    package struct Counts {
        /// Pages that were read.
        package var pages = 0
        /// Pages that could not be read.
        package var failed = 0
    }

    private struct File: Sendable {
        var id: String
        var path: String
    }

    private static let endings = [".html.gz", ".htm.gz", ".html", ".htm"]
    private let files: [File]

    /// - Throws: ``UsageError`` if there is no such folder or no page in it.
    package init(_ folder: String) throws {
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
            throw UsageError("--dir is '\(folder)'; it must be a folder that can be read")
        }
        files = names.compactMap { name in
            guard let ending = Self.endings.first(where: name.lowercased().hasSuffix) else { return nil }
            return File(id: String(name.dropLast(ending.count)), path: "\(folder)/\(name)")
        }
        .sorted { ($0.id, $0.path) < ($1.id, $1.path) }
        guard !files.isEmpty else {
            throw UsageError("no .html or .html.gz file in '\(folder)'; name another folder with --dir")
        }
    }

    /// Reads all pages, as many at once as there are cores, and writes their lines in the order of their ids.
    ///
    /// - Throws: `ReportError` if the file can't be written.
    package func extract(to path: String) async throws -> Counts {
        let output = try OutputFile(path: path)
        var counts = Counts()
        var done: [Int: Line] = [:]
        var written = 0
        var rest = files.indices.makeIterator()
        let files = files
        // Twice the cores, so that a large page does not hold up the others while its line is waited for.
        try await concurrently(limit: 2 * ProcessInfo.processInfo.activeProcessorCount) {
            rest.next()
        } _: { index in
            (index, Self.line(files[index]))
        } take: { index, line in
            try Task.checkCancellation()
            done[index] = line
            while let ready = done.removeValue(forKey: written) {
                try output.write(ready.bytes)
                counts.pages += 1
                if ready.isFailed { counts.failed += 1 }
                written += 1
            }
        }
        try output.commit()
        return counts
    }

    private struct Line: Sendable {
        var bytes: [UInt8]
        var isFailed: Bool
    }

    private static func line(_ file: File) -> Line {
        do {
            let page = try PageExtractor().extract(try PageSource.file(file.path))
            return Line(bytes: PageLine(page, naming: "id", file.id).bytes, isFailed: false)
        } catch {
            return Line(bytes: PageLine(error: "\(error)", naming: "id", file.id).bytes, isFailed: true)
        }
    }
}
