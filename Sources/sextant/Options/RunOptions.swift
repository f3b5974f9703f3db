import ArgumentParser

/// The options of `sextant run`. Each has a key of the same name in `sextant.yaml`, those of the gate below `gate:`; the
/// flag takes precedence.
struct RunOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @OptionGroup(title: "Target") var target: TargetOptions
    @OptionGroup(title: "Prompts") var prompts: PromptOptions
    @OptionGroup(title: "Items") var items: ItemOptions
    @OptionGroup(title: "Oracle") var oracle: JudgingOptions
    @OptionGroup(title: "Budget and policy") var budget: BudgetOptions
    @OptionGroup(title: "Limits") var limits: LimitOptions
    @OptionGroup(title: "Gate") var gate: GateOptions
    @OptionGroup(title: "Output") var output: OutputOptions
}
