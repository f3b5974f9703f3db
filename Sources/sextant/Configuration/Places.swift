import Feedback
import Foundation
import Foundations
import SafetyGrid

/// Folders that a command reads and writes.
struct Places {
    /// The folder that `--seeds` or the file names.
    let seeds: String?
    /// Folder of the store and the runs.
    let output: String
    /// Folder of the coverage files.
    let coverage: String
    /// File of the rates that a target is graded against; nil for no grades.
    let reference: String?

    /// Flags over file over defaults.
    init(_ options: PlaceOptions, reference: GradeOptions? = nil, _ file: ConfigurationFile) {
        self.reference = reference?.reference ?? file.reference
        seeds = options.seeds ?? file.seeds
        output = options.output ?? file.output ?? "Output"
        coverage = options.coverage ?? file.coverage ?? "Coverage"
    }

    /// The store's file.
    var store: String { "\(output)/sextant.sqlite" }

    /// The seeds.
    ///
    /// - Parameter only: ids of the taxonomies that are needed; nil reads all
    /// - Throws: ``ConfigurationError``.
    func seedLibrary(only: Set<String>? = nil) throws(ConfigurationError) -> SeedLibrary {
        try SeedLibrary(folder: seedFolder(), only: only)
    }

    /// The reference for grades; nil for no grades.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    func gradeReference() throws(ConfigurationError) -> GradeReference? {
        guard let reference else { return nil }
        return try GradeReference(text: SeedLibrary.text(of: reference), file: reference)
    }

    /// The folder of the seeds.
    ///
    /// - Throws: ``ConfigurationError/seedsNotFound(searched:)``.
    func seedFolder() throws(ConfigurationError) -> SeedFolder {
        try SeedFolder(
            option: seeds, environment: ProcessInfo.processInfo.environment, executable: Self.executable)
    }

    /// The seeds that belong to this program, independent of `--seeds`.
    ///
    /// - Throws: ``ConfigurationError/seedsNotFound(searched:)``.
    func installedSeeds() throws(ConfigurationError) -> SeedFolder {
        try SeedFolder(option: nil, environment: [:], executable: Self.executable)
    }

    private static var executable: String? {
        try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    }
}
