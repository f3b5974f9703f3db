import ArgumentParser
import Records
import Workflows

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

    /// Checks the caps of a run.
    ///
    /// - Throws: ``UsageError`` for a cap out of range.
    static func check(_ limits: LimitsRequest) throws {
        if let cost = limits.maxCost, !(cost.isFinite && cost > 0) {
            throw UsageError("--max-cost is \(cost); it must be more than 0")
        }
        if let tokens = limits.maxTokens, tokens < 1 {
            throw UsageError("--max-tokens is \(tokens); it must be at least 1")
        }
    }
}
