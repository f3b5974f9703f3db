import Foundation

/// Where the project's own seeds are, seen from the tests.
enum TestSeeds {
    static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Seeds").path
}
