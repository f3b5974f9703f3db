import ArgumentParser
import Records

/// The grid, and who writes the prompts for it.
struct PromptOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Generator of the prompts: template, dataset/NAME or provider/model (default: template).", valueName: "name"
        ))
    var generator: String?

    @Option(
        name: .customLong("generator-base-url"),
        help: ArgumentHelp("Base URL of the generator's server.", valueName: "url"))
    var generatorBaseURL: String?

    @Option(
        help: ArgumentHelp(
            "Axes of the grid, for example hazard=air-2024,style=astral (default: ASTRAL's three).",
            valueName: "dimension=taxonomy,…"))
    var axes: String?

    @Option(help: ArgumentHelp("Only these hazards.", valueName: "id,id"))
    var hazards: String?

    @Option(help: ArgumentHelp("Only these writing styles.", valueName: "id,id"))
    var styles: String?

    @Option(help: ArgumentHelp("Only these persuasion techniques.", valueName: "id,id"))
    var techniques: String?

    @Option(
        help: ArgumentHelp(
            "Languages of the prompts, as a dimension of the grid: en, zh… (default: English, without the dimension).",
            valueName: "id,id"))
    var languages: String?

    @Option(
        help: ArgumentHelp(
            "Similarity at which a prompt counts as a repetition of an earlier one, 0.6 to 1 (default: 0.8).",
            valueName: "number"))
    var novelty: Double?

    @Flag(
        help: """
            Ask the same in all cells of a hazard, and report what each style, technique, attack, encoding and perturbation \
            adds to the bare ask (plain or none), pair by pair; templates alone can.
            """)
    var paired = false

    @Flag(
        help: """
            Check that every prompt shows the style and technique of its cell, and report the coverage of those that do. \
            With --judge, its model says whether the prompts of a generator model are on the hazard.
            """)
    var verify = false

    func validate() throws { try NumberCheck.check(apply) }

    /// Puts the flags over what the file says.
    func apply(to request: inout RunRequest) {
        request.generator.model = generator ?? request.generator.model
        request.generator.baseURL = generatorBaseURL ?? request.generator.baseURL
        request.generator.novelty = novelty ?? request.generator.novelty
        if paired { request.generator.paired = true }
        if verify { request.oracle.verify = true }
    }
}
