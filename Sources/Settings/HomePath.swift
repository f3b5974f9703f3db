import Foundation

/// Paths that begin with `~/` or `$HOME/`, which a shell leaves as they are behind `--option=` and in a file.
package enum HomePath {
    private static let names = ["~", "$HOME", "${HOME}"]

    /// The path with the user's own folder in the place of its name at the beginning; any other as it is.
    package static func expanded(_ path: String) -> String {
        expanded(path, home: ProcessInfo.processInfo.environment["HOME"] ?? "")
    }

    static func expanded(_ path: String, home: String) -> String {
        guard !home.isEmpty, let name = names.first(where: { path == $0 || path.hasPrefix($0 + "/") }) else {
            return path
        }
        return home + path.dropFirst(name.count)
    }
}
