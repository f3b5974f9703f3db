import ArgumentParser

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
