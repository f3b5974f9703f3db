import ArgumentParser
import Generation
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

    /// More items than any set has.
    private static let mostItems = 1_000_000
    /// Most solved items before a question.
    private static let mostShots = 50

    /// Makes a run of items of the request: each of them once, compared with its solution.
    ///
    /// - Parameters:
    ///   - request: what the options and the file say
    ///   - isGiven: whether budget and oracle were named, and are no defaults
    /// - Throws: ``UsageError`` for a number out of range, or a setting that needs items.
    func apply(
        to request: inout RunRequest, over file: ConfigurationFile, isGiven: (budget: Bool, oracle: Bool)
    ) throws {
        guard let set = items ?? file.items else {
            guard shots == nil, !chainOfThought else { throw UsageError("--shots and --chain-of-thought need --items") }
            return
        }
        let shots = self.shots ?? file.shots
        if let shots, !(0...Self.mostShots).contains(shots) {
            throw UsageError("--shots is \(shots); it must be at least 0 and at most \(Self.mostShots)")
        }
        request.generator.model = ItemGenerator.prefix + set
        request.generator.shots = shots
        request.generator.chainOfThought = chainOfThought || file.chainOfThought == true ? true : nil
        request.allocation.policy = "uniform"
        request.allocation.floor = 0
        if !isGiven.budget { request.budget = Self.mostItems }
        if !isGiven.oracle { request.oracle.kind = "exact" }
    }
}
