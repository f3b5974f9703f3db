import Foundation
import Foundations

/// Finds the folder with the seeds.
///
/// The order is: `--seeds`, the environment variable `SEXTANT_SEEDS`, `./Seeds`, `../share/sextant/Seeds` beside the
/// executable (where `make install` puts it), and the `Seeds` of the checkout that an executable was built in.
package struct SeedFolder: Sendable {
    /// Path of the folder.
    package let path: String

    /// Looks in the usual places, in order; a folder counts when it has a `hazards` folder in it.
    ///
    /// - Parameters:
    ///   - option: what `--seeds` said
    ///   - environment: the process's environment
    ///   - executable: path of the running program
    ///   - currentDirectory: where relative paths begin
    /// - Throws: ``ConfigurationError/seedsNotFound(searched:)``; a folder named by option or environment is not replaced by another.
    package init(
        option: String?, environment: [String: String], executable: String?,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) throws(ConfigurationError) {
        let candidates: [String]
        if let named = option ?? environment["SEXTANT_SEEDS"].flatMap({ $0.isEmpty ? nil : $0 }) {
            candidates = [named]
        } else {
            candidates =
                [URL(fileURLWithPath: "Seeds", relativeTo: URL(fileURLWithPath: currentDirectory)).path]
                + Self.besideExecutable(executable)
        }
        guard let found = candidates.first(where: Self.hasSeeds) else {
            throw ConfigurationError.seedsNotFound(searched: candidates)
        }
        path = found
    }

    private static func hasSeeds(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path + "/hazards", isDirectory: &isFolder) && isFolder.boolValue
    }

    private static func besideExecutable(_ executable: String?) -> [String] {
        guard let executable else { return [] }
        var folder = URL(fileURLWithPath: executable).resolvingSymlinksInPath().deletingLastPathComponent()
        var places = [folder.deletingLastPathComponent().appendingPathComponent("share/sextant/Seeds").path]
        for _ in 0..<4 where folder.path.contains("/.build") {
            folder = folder.deletingLastPathComponent()
            places.append(folder.appendingPathComponent("Seeds").path)
        }
        return places
    }
}
