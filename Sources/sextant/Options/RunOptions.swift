import ArgumentParser

/// The options of `sextant run`. Each has a key of the same name in `sextant.yaml`, those of the gate below `gate:`; the
/// flag takes precedence. In a debug build the parser checks a group four times for every group around it, so no group
/// here holds another; those of one title stand together in the help.
struct RunOptions: ParsableArguments {
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
    @OptionGroup(title: "Limits") var connection: ConnectionOptions
    @OptionGroup(title: "Gate") var gate: GateOptions
    @OptionGroup(title: "Output") var grades: GradeOptions
    @OptionGroup(title: "Output") var places: PlaceOptions
    @OptionGroup(title: "Output") var verbosity: VerbosityOptions
}
