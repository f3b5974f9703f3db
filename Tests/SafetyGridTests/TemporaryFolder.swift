import Foundation

/// A folder of its own for a test, removed with the last reference.
final class TemporaryFolder {
    let path: String

    /// Makes a folder with the given files, path to content.
    init(_ files: [String: String] = [:]) throws {
        path =
            FileManager.default.temporaryDirectory.appendingPathComponent("grid-\(UUID().uuidString)")
            .resolvingSymlinksInPath().path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        for (name, text) in files { try write(Data(text.utf8), to: name) }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func write(_ data: Data, to name: String) throws {
        let file = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: file)
    }

    static func taxonomy(_ id: String, _ dimension: String, _ values: String...) -> String {
        "id: \(id)\ndimension: \(dimension)\ntitle: T\nsource: S\nvalues:\n"
            + values.map { "  - {id: \($0), title: Title, definition: Text.}\n" }.joined()
    }
}
