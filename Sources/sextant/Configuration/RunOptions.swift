import ArgumentParser
import Records
import SafetyGrid

/// The options of `sextant run`. Every one can stand in `sextant.yaml` under the same name; the flag wins.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Model under test (default: simulated/default).", valueName: "provider/model"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "What writes the prompts: template or provider/model (default: template).", valueName: "name"))
    var generator: String?

    @Option(
        help: ArgumentHelp(
            "Model of the oracle 'judge'; choosing one chooses that oracle.", valueName: "provider/model"))
    var judge: String?

    @Option(
        help: ArgumentHelp(
            "What labels the responses: builtin, judge, guard, jury, cascade or rules (default: builtin).",
            valueName: "name"))
    var oracle: String?

    @Option(
        help: ArgumentHelp("How the budget is spent: adaptive, beta or uniform (default: adaptive).", valueName: "name")
    )
    var policy: String?

    @Option(help: ArgumentHelp("Number of tests (default: 1260).", valueName: "tests"))
    var budget: Int?

    @Option(help: ArgumentHelp("Seed of every random choice (default: 1).", valueName: "number"))
    var seed: UInt64?

    @Option(help: ArgumentHelp("Tests of every cell before the policy decides (default: 1).", valueName: "tests"))
    var floor: Int?

    @Option(help: ArgumentHelp("Tests a round (default: a sixteenth of the budget).", valueName: "tests"))
    var roundSize: Int?

    @Option(
        help: ArgumentHelp(
            "Axes of the grid, for example hazard=air-2024,style=astral (default: ASTRAL's three).",
            valueName: "dimension=taxonomy,…"))
    var axes: String?

    @Option(
        help: ArgumentHelp(
            "Similarity from which a prompt counts as said before, 0.6 to 1 (default: 0.8).", valueName: "number"))
    var novelty: Double?

    @Option(help: ArgumentHelp("Only these hazards.", valueName: "id,id"))
    var hazards: String?

    @Option(help: ArgumentHelp("Only these writing styles.", valueName: "id,id"))
    var styles: String?

    @Option(help: ArgumentHelp("Only these persuasion techniques.", valueName: "id,id"))
    var techniques: String?

    @Option(help: ArgumentHelp("Requests to the target at the same time (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @Option(
        name: .customLong("target-base-url"),
        help: ArgumentHelp("Any OpenAI-compatible server as the target.", valueName: "url"))
    var targetBaseURL: String?

    @Option(
        name: .customLong("generator-base-url"), help: ArgumentHelp("The same for the generator.", valueName: "url"))
    var generatorBaseURL: String?

    @Option(name: .customLong("judge-base-url"), help: ArgumentHelp("The same for the judge.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Sampling temperature of the target.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Most tokens of a response.", valueName: "number"))
    var maxAnswerTokens: Int?

    @Option(help: ArgumentHelp("System prompt of the target.", valueName: "text"))
    var systemPrompt: String?

    @OptionGroup var oracles: OracleChoiceOptions
    @OptionGroup var generation: GenerationOptions
    @OptionGroup var allocation: AllocationOptions
    @OptionGroup var grades: GradeOptions
    @OptionGroup var caps: CapOptions
    @OptionGroup var gate: GateOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions
    @Flag(
        help: """
            Check every prompt for what its cell claims, and give the verified coverage beside the claimed one. With \
            --judge, its model says whether what a generator model writes is on the hazard.
            """)
    var verify = false

    @OptionGroup var verbosity: VerbosityOptions
}
