import Foundation
import Glibc

/// A file that can be read more than once: the one that was named or, where that is a pipe, a copy of what came out of it.
package struct PipedFile {
    /// The file to read.
    package let path: String
    /// The folder of the copy; nil for none.
    private let folder: URL?

    /// A file, or a pipe such as `/dev/stdin` and `<(…)` of a shell; `-` stands for standard input.
    ///
    /// - Throws: ``DataSetError/unreadable(file:reason:)``.
    package init(_ named: String) throws(DataSetError) {
        let source = named == "-" ? "/dev/stdin" : named
        guard Self.isPipe(source) else {
            (path, folder) = (source, nil)
            return
        }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)")
        let copy = folder.appendingPathComponent((source as NSString).lastPathComponent)
        do {
            // What comes out of a pipe may be for nobody else on this machine.
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Self.copy(source, to: copy)
        } catch {
            try? FileManager.default.removeItem(at: folder)
            throw .unreadable(file: named, reason: "\(error.localizedDescription)")
        }
        (path, self.folder) = (copy.path, folder)
    }

    /// Removes the copy.
    package func remove() {
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    private static func isPipe(_ path: String) -> Bool {
        var info = stat()
        guard stat(path, &info) == 0 else { return false }
        return info.st_mode & S_IFMT != S_IFREG && info.st_mode & S_IFMT != S_IFDIR
    }

    private static func copy(_ source: String, to copy: URL) throws {
        guard let input = FileHandle(forReadingAtPath: source) else { throw CocoaError(.fileReadNoPermission) }
        defer { try? input.close() }
        try Data().write(to: copy)
        let output = try FileHandle(forWritingTo: copy)
        defer { try? output.close() }
        while let block = try input.read(upToCount: ByteSource.blockSize), !block.isEmpty {
            try output.write(contentsOf: block)
        }
    }
}
