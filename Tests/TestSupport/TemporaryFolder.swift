import Foundation

/// A folder that goes away with its last reference.
package final class TemporaryFolder: Sendable {
    /// Path of the folder.
    package let path: String

    /// Makes an empty folder.
    package init() throws {
        path = FileManager.default.temporaryDirectory.appendingPathComponent("sextant-\(UUID().uuidString)").path
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    /// The path of an entry.
    package func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// Where the project's own seeds are.
package enum ProjectSeeds {
    /// Path of the folder.
    package static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Seeds").path
}
