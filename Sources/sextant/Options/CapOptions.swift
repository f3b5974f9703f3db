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

    func validate() throws { try Self.check(maxCost, maxTokens, ending: "") }

    /// Puts the caps that were given into the settings of a run of a league, as those of all targets together.
    func apply(toLeague run: inout RunRecord) {
        if let maxCost { run.request.league?.maxCost = maxCost }
        if let maxTokens { run.request.league?.maxTokens = maxTokens }
    }

    /// Puts the caps that were given into the settings of a run.
    func apply(to limits: inout LimitsRequest) {
        if let maxCost { limits.maxCost = maxCost }
        if let maxTokens { limits.maxTokens = maxTokens }
    }

    /// Throws for a cap that nothing could keep to.
    fileprivate static func check(_ cost: Double?, _ tokens: Int?, ending: String) throws {
        if let cost, !(cost > 0 && cost.isFinite) {
            throw ValidationError("--max-cost\(ending) is \(cost); it must be more than 0")
        }
        if let tokens, tokens < 1 {
            throw ValidationError("--max-tokens\(ending) is \(tokens); it must be at least 1")
        }
    }
}

/// Caps on the spending of each target of a league.
struct EachCapOptions: ParsableArguments {
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

    func validate() throws { try CapOptions.check(maxCostEach, maxTokensEach, ending: "-each") }

    /// Whether a cap was given.
    var isSet: Bool { maxCostEach != nil || maxTokensEach != nil }

    /// Puts the caps that were given into the settings of a target's run.
    func apply(to limits: inout LimitsRequest) {
        if let maxCostEach { limits.maxCost = maxCostEach }
        if let maxTokensEach { limits.maxTokens = maxTokensEach }
    }
}
