import Foundation

/// Paths that begin with `~/`, which a shell leaves as they are behind `--option=` and in a file.
package enum HomePath {
    /// The path with the user's own folder in the place of a `~` at its beginning; any other as it is.
    package static func expanded(_ path: String) -> String {
        expanded(path, home: ProcessInfo.processInfo.environment["HOME"] ?? "")
    }

    static func expanded(_ path: String, home: String) -> String {
        guard !home.isEmpty, path == "~" || path.hasPrefix("~/") else { return path }
        return home + path.dropFirst()
    }
}
