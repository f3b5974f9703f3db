import Foundation
import Reporting

/// The folder of an export of several files.
package enum ExportFolder {
    /// For each format, a file that a folder of the user's own may have, too, and one that only an earlier export leaves.
    private static let files = [
        "hf": (common: "README.md", own: "croissant.json"),
        EvidenceExport.name: (common: "README.txt", own: "SHA256SUMS"),
    ]

    /// Checks that an export writes over nothing but an earlier one.
    ///
    /// - Parameters:
    ///   - folder: the folder, which need not exist
    ///   - format: the export's format; one of a single file is not checked
    /// - Throws: ``UsageError`` for a folder with a file of the user's own.
    package static func check(_ folder: String, for format: String) throws(UsageError) {
        func isThere(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(folder)/\(name)") }
        guard let (common, own) = files[format], isThere(common), !isThere(own) else { return }
        throw UsageError("'\(folder)' has a \(common) that is none of an export; name another folder with --out")
    }
}
