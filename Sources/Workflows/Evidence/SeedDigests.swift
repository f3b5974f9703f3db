import Foundation
import Foundations
import SafetyGrid

/// The digests of the seeds, by which somebody else can tell whether theirs are the same.
enum SeedDigests {
    /// Name and SHA-256 of every file of the folder, in order of name. Hidden files, and what is no file, are left out.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    static func all(in seeds: SeedFolder) throws(ConfigurationError) -> [(name: String, digest: String)] {
        guard let names = FileManager.default.subpaths(atPath: seeds.path) else {
            throw .unreadable(file: seeds.path, reason: "no such folder")
        }
        var digests: [(name: String, digest: String)] = []
        // By bytes: the order of the language depends on where it is asked.
        for name in names.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard !name.split(separator: "/").contains(where: { $0.hasPrefix(".") }) else { continue }
            let path = "\(seeds.path)/\(name)"
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            guard let data = FileManager.default.contents(atPath: path) else {
                throw .unreadable(file: path, reason: "it can't be opened")
            }
            digests.append((name, SHA256.hex(of: Array(data))))
        }
        return digests
    }
}
