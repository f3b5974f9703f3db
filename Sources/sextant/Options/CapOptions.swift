import ArgumentParser
import Records

/// Caps on the spending of a run; `sextant resume` raises them.
struct CapOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Stop, resumably, when the calls of all models have cost this much (default: no cap).", valueName: "usd"))
    var maxCost: Double?

    @Option(
        help: ArgumentHelp(
            "Stop, resumably, when the calls of all models have taken this many tokens (default: no cap).",
            valueName: "number"))
    var maxTokens: Int?

    @Option(
        help: ArgumentHelp(
            "With several targets: stop one, resumably, when its calls have cost this much (default: no cap).",
            valueName: "usd"))
    var maxCostEach: Double?

    @Option(
        help: ArgumentHelp(
            "With several targets: stop one, resumably, when its calls have taken this many tokens (default: no cap).",
            valueName: "number"))
    var maxTokensEach: Int?

    func validate() throws {
        for (cost, tokens, ending) in [(maxCost, maxTokens, ""), (maxCostEach, maxTokensEach, "-each")] {
            if let cost, !(cost > 0 && cost.isFinite) {
                throw ValidationError("--max-cost\(ending) is \(cost); it must be more than 0")
            }
            if let tokens, tokens < 1 {
                throw ValidationError("--max-tokens\(ending) is \(tokens); it must be at least 1")
            }
        }
    }

    /// Whether a cap was given.
    var isSet: Bool { maxCost != nil || maxTokens != nil }

    /// Puts the caps that were given into the settings of a run of a league, those of all targets and those of each.
    func apply(toLeague run: inout RunRecord) {
        if let maxCost { run.request.league?.maxCost = maxCost }
        if let maxTokens { run.request.league?.maxTokens = maxTokens }
        if let maxCostEach { run.request.limits.maxCost = maxCostEach }
        if let maxTokensEach { run.request.limits.maxTokens = maxTokensEach }
    }

    /// Puts the caps that were given into the settings of a run.
    func apply(to limits: inout LimitsRequest) {
        if let maxCost { limits.maxCost = maxCost }
        if let maxTokens { limits.maxTokens = maxTokens }
    }
}
