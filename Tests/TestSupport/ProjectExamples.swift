import Foundation

/// The programs in `docs/examples`, which are written in Python.
package enum ProjectExamples {
    /// Path of the folder.
    package static let path = URL(fileURLWithPath: ProjectSeeds.path).deletingLastPathComponent()
        .appendingPathComponent("docs/examples").path

    /// Whether this machine can run them.
    package static let canRun =
        (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        .contains { FileManager.default.isExecutableFile(atPath: "\($0)/python3") }

    /// The name under which one of them is an oracle, a generator or a strategy.
    package static func program(_ name: String, _ arguments: String = "") -> String {
        "process/python3 '\(path)/\(name).py' \(arguments)"
    }
}
