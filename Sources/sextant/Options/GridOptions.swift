import ArgumentParser
import Settings

/// Which grid a command works on.
struct GridOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Taxonomy of the hazards (default: astral, or that of sextant.yaml).", valueName: "id"))
    var taxonomy: String?

    @Option(
        help: ArgumentHelp(
            "All axes of the grid, for example hazard=air-2024,style=astral,language=languages.",
            valueName: "dimension=taxonomy,…"))
    var axes: String?

    /// The choice, by flags over the file.
    func chosen(over file: ConfigurationFile) -> GridChoice {
        GridChoice(taxonomy: taxonomy, axes: axes, file: file)
    }
}
