import ArgumentParser
import Workflows

/// Where things are read from and written to.
struct PlaceOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Folder of the seeds (default: $SEXTANT_SEEDS, ./Seeds, or the installed ones).", valueName: "dir"))
    var seeds: String?

    @Option(help: ArgumentHelp("Folder of the store and the runs (default: Output).", valueName: "dir"))
    var output: String?

    @Option(help: ArgumentHelp("Folder of the coverage files (default: Coverage).", valueName: "dir"))
    var coverage: String?
}

extension Places {
    /// What the file says, over defaults.
    init(_ file: ConfigurationFile) {
        self.init(
            seeds: file.seeds, output: file.output ?? "Output", coverage: file.coverage ?? "Coverage",
            reference: file.reference)
    }

    /// Flags over file over defaults.
    init(_ options: PlaceOptions, reference: GradeOptions? = nil, _ file: ConfigurationFile) {
        self.init(
            seeds: options.seeds ?? file.seeds, output: options.output ?? file.output ?? "Output",
            coverage: options.coverage ?? file.coverage ?? "Coverage",
            reference: reference?.reference ?? file.reference)
    }
}
