import DataSets
import Foundation
import Generation
import TestSupport
import Testing

/// A file with the given bytes, removed with the last reference.
final class TestFile {
    let path: String
    private let folder: TemporaryFolder

    init(_ bytes: some Sequence<UInt8>, name: String) throws {
        folder = try TemporaryFolder()
        path = folder(name)
        try Data(bytes).write(to: URL(fileURLWithPath: path))
    }

    convenience init(_ text: String, name: String) throws {
        try self.init(text.utf8, name: name)
    }

    /// Packs a file with the system's gzip.
    func gzipped() throws -> TestFile {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -c \"$0\" > \"$0.gz\"", path]
        try process.run()
        process.waitUntilExit()
        return try TestFile(
            Data(contentsOf: URL(fileURLWithPath: path + ".gz")), name: (path as NSString).lastPathComponent + ".gz")
    }
}

/// The project's own seeds, read once for all tests.
enum TestFolders {
    static let library = ShippedSeeds.library
    static let templates = Result { try TemplateLibrary(seeds: ProjectSeeds.path) }
}

extension DataSetFile {
    /// The texts of all records that are left.
    func all() throws -> [[String: String]] {
        var records: [[String: String]] = []
        while let record = try next() {
            records.append(record.fields.keys.reduce(into: [:]) { $0[$1] = record.text($1) })
        }
        // What has ended stays so.
        #expect(try next() == nil)
        return records
    }
}
