import Feedback
import Foundation
import Foundations
import SafetyGrid

/// Folders that a command reads and writes.
package struct Places {
    /// The folder that `--seeds` or the file names.
    package let seeds: String?
    /// Folder of the store and the runs.
    package let output: String
    /// Folder of the coverage files.
    package let coverage: String
    /// File of the rates that a target is graded against; nil for no grades.
    package let reference: String?

    /// Places by name.
    package init(seeds: String?, output: String, coverage: String, reference: String?) {
        self.seeds = seeds
        self.output = output
        self.coverage = coverage
        self.reference = reference
    }

    /// The store's file.
    package var store: String { "\(output)/sextant.sqlite" }

    /// The seeds.
    ///
    /// - Parameter only: ids of the taxonomies that are needed; nil reads all
    /// - Throws: ``ConfigurationError``.
    package func seedLibrary(only: Set<String>? = nil) throws(ConfigurationError) -> SeedLibrary {
        try SeedLibrary(folder: seedFolder(), only: only)
    }

    /// The reference for grades; nil for no grades.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    package func gradeReference() throws(ConfigurationError) -> GradeReference? {
        guard let reference else { return nil }
        return try GradeReference(text: SeedLibrary.text(of: reference), file: reference)
    }

    /// The folder of the seeds.
    ///
    /// - Throws: ``ConfigurationError/seedsNotFound(searched:)``.
    package func seedFolder() throws(ConfigurationError) -> SeedFolder {
        try SeedFolder(
            option: seeds, environment: ProcessInfo.processInfo.environment, executable: Self.executable)
    }

    /// The seeds that belong to this program, independent of `--seeds`.
    ///
    /// - Throws: ``ConfigurationError/seedsNotFound(searched:)``.
    package func installedSeeds() throws(ConfigurationError) -> SeedFolder {
        try SeedFolder(option: nil, environment: [:], executable: Self.executable)
    }

    private static var executable: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
