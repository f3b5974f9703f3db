import Feedback
import Foundation
import Foundations
import SafetyGrid
import Storage

/// Folders that a command reads and writes.
package struct Places {
    /// The folder that `--seeds` or the file names.
    package let seeds: String?
    /// Folder of the store and the runs.
    package let output: String
    /// Folder of the coverage files.
    package let coverage: String
    /// URL of the store; nil for a file of the output folder.
    package let database: String?
    /// File of the rates that a target is graded against; nil for no grades.
    package let reference: String?

    /// Places by name.
    ///
    /// - Parameter database: URL of the store, which is a file of the output folder without one
    package init(seeds: String?, output: String, coverage: String, reference: String?, database: String? = nil) {
        self.seeds = seeds
        self.output = output
        self.coverage = coverage
        self.reference = reference
        self.database = database
    }

    /// Where the store is.
    package var store: StorePlace {
        let file = "\(output)/sextant.sqlite"
        return database.map { .database($0, pages: file) } ?? .file(file)
    }

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
