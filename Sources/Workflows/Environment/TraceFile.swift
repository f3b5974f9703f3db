import Foundation

/// A file of traces of sessions, one a line.
package enum TraceFile {
    /// Adds a line to a file, which is made where it is missing.
    ///
    /// - Throws: ``UsageError`` when it can't be written.
    package static func append(_ line: String, to file: String) throws {
        do {
            if !FileManager.default.fileExists(atPath: file) { try Data().write(to: URL(fileURLWithPath: file)) }
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: file))
            defer { try? handle.close() }
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("\(line)\n".utf8))
        } catch {
            throw UsageError("the trace can't be written to \(file): \(error.localizedDescription)")
        }
    }
}
