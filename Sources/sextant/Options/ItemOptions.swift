import ArgumentParser
import Records

/// Items with right solutions in place of a grid of prompts.
struct ItemOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Ask the items of a set and compare with their solutions: labsafety, chemsafety, risks-zh, or an import.",
            valueName: "name"))
    var items: String?

    @Option(help: ArgumentHelp("Solved items shown before each (default: 0).", valueName: "number"))
    var shots: Int?

    @Flag(help: "Tell the target to think step by step before it responds to an item.")
    var chainOfThought = false

    @Option(
        help: ArgumentHelp("Accuracy of others on these items, to compare with (YAML).", valueName: "file"))
    var itemReference: String?

    func validate() throws { try NumberCheck.check { apply(to: &$0.generator) } }

    /// Puts the flags over what the file says.
    func apply(to request: inout GeneratorRequest) {
        request.shots = shots ?? request.shots
        if chainOfThought { request.chainOfThought = true }
    }
}
