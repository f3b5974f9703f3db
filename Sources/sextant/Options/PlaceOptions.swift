import ArgumentParser
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
        if let fault = store.flatMap(StorePlace.fault) { throw ValidationError(fault) }
    }
}

extension Places {
    /// What the file says, over defaults.
    init(_ file: ConfigurationFile) {
        self.init(
            seeds: file.seeds, output: file.output ?? "Output", coverage: file.coverage ?? "Coverage",
            reference: file.reference, database: file.store)
    }

    /// Flags over file over defaults.
    init(_ options: PlaceOptions, reference: GradeOptions? = nil, _ file: ConfigurationFile) {
        self.init(
            seeds: options.seeds ?? file.seeds, output: options.output ?? file.output ?? "Output",
            coverage: options.coverage ?? file.coverage ?? "Coverage",
            reference: reference?.reference ?? file.reference, database: options.store ?? file.store)
    }
}
