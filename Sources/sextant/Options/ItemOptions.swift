import ArgumentParser
import Records
import Workflows

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

    /// Makes a run of items of the request: each of them once, compared with its solution.
    ///
    /// - Parameters:
    ///   - request: what the options and the file say
    ///   - file: the project's file
    ///   - isOracleGiven: whether the oracle was named, and is no default
    /// - Throws: ``UsageError`` for a setting that needs items, or one that does not go with them.
    func apply(to request: inout RunRequest, over file: ConfigurationFile, isOracleGiven: Bool) throws {
        request.generator.shots = shots ?? request.generator.shots
        if chainOfThought { request.generator.chainOfThought = true }
        guard let set = items ?? file.items else {
            guard request.generator.shots == nil, request.generator.chainOfThought == nil else {
                throw UsageError("--shots and --chain-of-thought need --items")
            }
            return
        }
        guard request.conversation.scenarios == nil else {
            throw UsageError("--items and --scenarios each make a grid of their own; leave one out")
        }
        request.generator.model = GeneratorRequest.itemPrefix + set
        request.allocation.policy = "uniform"
        request.allocation.floor = 0
        if !isOracleGiven { request.oracle.kind = "exact" }
    }
}
