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

    /// Whether a cap was given.
    var isSet: Bool { maxCost != nil || maxTokens != nil }

    /// Puts the caps that were given into the settings of a run.
    func apply(to limits: inout LimitsRequest) {
        if let maxCost { limits.maxCost = maxCost }
        if let maxTokens { limits.maxTokens = maxTokens }
    }
}
