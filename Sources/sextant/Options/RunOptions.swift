import ArgumentParser
import Records
import SafetyGrid

/// The options of `sextant run`. Each has a key of the same name in `sextant.yaml`, those of the gate below `gate:`; the
/// flag takes precedence.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("Model under test (default: simulated/default).", valueName: "provider/model"))
    var target: String?

    @Option(
        help: ArgumentHelp(
            "Generator of the prompts: template, dataset/NAME or provider/model (default: template).", valueName: "name"
        ))
    var generator: String?

    @Option(
        help: ArgumentHelp(
            "Judge model; naming one selects the oracle 'judge'.", valueName: "provider/model"))
    var judge: String?

    @Option(
        help: ArgumentHelp(
            "Oracle that labels the responses: builtin, judge, guard, jury, cascade or rules (default: builtin).",
            valueName: "name"))
    var oracle: String?

    @Option(
        help: ArgumentHelp(
            "Policy that spends the budget: adaptive, beta or uniform (default: adaptive).", valueName: "name")
    )
    var policy: String?

    @Option(help: ArgumentHelp("Number of tests (default: 1260).", valueName: "tests"))
    var budget: Int?

    @Option(help: ArgumentHelp("Seed of every random choice (default: 1).", valueName: "number"))
    var seed: UInt64?

    @Option(
        help: ArgumentHelp(
            "Tests that every cell gets before the policy chooses cells (default: 1).", valueName: "tests"))
    var floor: Int?

    @Option(help: ArgumentHelp("Tests in a round (default: a sixteenth of the budget).", valueName: "tests"))
    var roundSize: Int?

    @Option(
        help: ArgumentHelp(
            "Axes of the grid, for example hazard=air-2024,style=astral (default: ASTRAL's three).",
            valueName: "dimension=taxonomy,…"))
    var axes: String?

    @Option(
        help: ArgumentHelp(
            "Similarity at which a prompt counts as a repetition of an earlier one, 0.6 to 1 (default: 0.8).",
            valueName: "number"))
    var novelty: Double?

    @Option(help: ArgumentHelp("Only these hazards.", valueName: "id,id"))
    var hazards: String?

    @Option(help: ArgumentHelp("Only these writing styles.", valueName: "id,id"))
    var styles: String?

    @Option(help: ArgumentHelp("Only these persuasion techniques.", valueName: "id,id"))
    var techniques: String?

    @Option(help: ArgumentHelp("Simultaneous requests to the target (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @Option(
        name: .customLong("target-base-url"),
        help: ArgumentHelp("Base URL of an OpenAI-compatible server to use as the target.", valueName: "url"))
    var targetBaseURL: String?

    @Option(
        name: .customLong("generator-base-url"),
        help: ArgumentHelp("Base URL of the generator's server.", valueName: "url"))
    var generatorBaseURL: String?

    @Option(
        name: .customLong("judge-base-url"), help: ArgumentHelp("Base URL of the judge's server.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Sampling temperature of the target.", valueName: "number"))
    var temperature: Double?

    @Option(help: ArgumentHelp("Most tokens in a response.", valueName: "number"))
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
            Check that every prompt shows the style and technique of its cell, and report the coverage of those that do. \
            With --judge, its model says whether the prompts of a generator model are on the hazard.
            """)
    var verify = false

    @OptionGroup var verbosity: VerbosityOptions
}
