import ArgumentParser
import Settings
import Storage
import Workflows

/// Where things are read from and written to.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the seeds (default: $SEXTANT_SEEDS, ./Seeds, or the installed ones).", valueName: "dir"))
    var seeds: String?

    @Option(help: ArgumentHelp("Folder of the store and the runs (default: Output).", valueName: "dir"))
    var output: String?

    @Option(
        help: ArgumentHelp(
            """
            URL of a PostgreSQL database that has the runs instead of a file in the output folder, for machines that share \
            it. The password comes from PGPASSWORD, ~/.pgpass or a service file.
            """, valueName: "url"))
    var store: String?

    @Option(help: ArgumentHelp("Folder of the coverage files (default: Coverage).", valueName: "dir"))
    var coverage: String?

    func validate() throws {
        let folder = [output, coverage].compactMap(\.self).compactMap(StorePlace.fault(inFolder:)).first
        if let fault = store.flatMap(StorePlace.fault(in:)) ?? folder { throw ValidationError(fault) }
    }

    /// The places: flags over the file over defaults.
    func chosen(over file: ConfigurationFile, _ grades: GradeOptions? = nil) -> Places {
        Places(
            file, seeds: seeds, output: output, coverage: coverage, store: store, reference: grades?.reference)
    }

    /// The places where a command has no `--config`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    func chosen(_ grades: GradeOptions? = nil) throws -> Places {
        chosen(over: try ConfigurationFile(option: nil), grades)
    }
}
