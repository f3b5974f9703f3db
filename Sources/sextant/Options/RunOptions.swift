import ArgumentParser
import Records
import SafetyGrid
import Settings
import Workflows

/// A command that takes the options of a run. Its properties are the options that it adds to them.
protocol RunOptionsCommand: ParsableArguments {
    /// How the command is called and explained.
    static var configuration: CommandConfiguration { get }

    /// Executes the command.
    func run(with options: RunOptions<Self>) async throws
}

/// The options of a run, and the command that was given them. Each option has a key of the same name in `sextant.yaml`,
/// those of the gate below `gate:`; the flag takes precedence.
///
/// The groups stand in the parser's command itself, and none holds another: in a debug build the parser builds a group
/// five times over for every level around it. Those of one title stand together in the help.
struct RunOptions<Command: RunOptionsCommand>: AsyncParsableCommand {
    static var configuration: CommandConfiguration { Command.configuration }

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Prompts") var prompts: PromptOptions
    @OptionGroup(title: "Prompts") var generation: GenerationOptions
    @OptionGroup(title: "Items") var items: ItemOptions
    @OptionGroup(title: "Fairness") var fairness: FairnessOptions
    @OptionGroup(title: "Conversations and agents") var conversations: ConversationOptions
    @OptionGroup(title: "Oracle") var oracle: JudgingOptions
    @OptionGroup(title: "Oracle") var judge: JudgeModelOptions
    @OptionGroup(title: "Oracle") var oracleChoice: OracleChoiceOptions
    @OptionGroup(title: "Budget and policy") var budget: BudgetOptions
    @OptionGroup(title: "Budget and policy") var allocation: AllocationOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Limits") var caps: CapOptions
    @OptionGroup(title: "Limits") var capsEach: EachCapOptions
    @OptionGroup(title: "Limits") var connection: ConnectionOptions
    @OptionGroup(title: "Limits") var cache: CacheOptions
    @OptionGroup(title: "Limits") var batch: BatchOptions
    @OptionGroup(title: "Gate") var gate: GateOptions
    @OptionGroup(title: "Output") var grades: GradeOptions
    @OptionGroup(title: "Output") var places: PlaceOptions
    @OptionGroup(title: "Output") var verbosity: VerbosityOptions

    @OptionGroup var command: Command

    func run() async throws { try await command.run(with: self) }

    /// The flags that were given.
    var flags: RunFlags {
        var flags = RunFlags(request: apply(to:), gate: gate.apply(to:))
        flags.targets = target.target
        flags.variants = generation.variant
        flags.capsEach = (capsEach.maxCostEach, capsEach.maxTokensEach)
        flags.oracle = oracle.oracle
        flags.impliedOracle = oracleChoice.impliedOracle
        flags.axes = prompts.axes
        flags.selection[.hazard] = prompts.hazards
        flags.selection[.style] = prompts.styles
        flags.selection[.technique] = prompts.techniques
        flags.selection[.language] = prompts.languages
        flags.selection[.strategy] = conversations.strategies
        flags.selection[.injection] = conversations.injections
        flags.items = (items.items, items.itemReference)
        flags.priorRuns = allocation.priorRuns
        flags.isGiven = (budget.budget != nil, budget.floor != nil)
        return flags
    }

    /// Puts the flags that are a part of a request over those of the file.
    ///
    /// - Throws: ``UsageError`` for a flag that can't be read.
    private func apply(to request: inout RunRequest) throws {
        target.apply(to: &request.target)
        prompts.apply(to: &request)
        try generation.apply(to: &request.generator)
        items.apply(to: &request.generator)
        oracleChoice.apply(to: &request.oracle)
        judge.apply(to: &request.oracle)
        budget.apply(to: &request)
        allocation.apply(to: &request.allocation)
        request.connection.maxConnections = limits.maxConnections ?? request.connection.maxConnections
        conversations.apply(to: &request.conversation)
        fairness.apply(to: &request.fairness)
        caps.apply(to: &request.limits)
        connection.apply(to: &request)
        cache.apply(to: &request)
        batch.apply(to: &request)
    }
}

extension RunConfiguration {
    /// Joins flags over file over defaults.
    ///
    /// - Throws: ``ConfigurationError`` from the file, ``UsageError`` for a value out of range.
    init(_ options: RunOptions<some RunOptionsCommand>) throws {
        let file = try ConfigurationFile(option: options.config)
        try self.init(options.flags, file, places: options.places.chosen(over: file, options.grades))
    }
}
