import ArgumentParser
import Pipeline
import Records

/// How the policy spreads the budget, and when a run ends early.
struct AllocationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Rule that ends the run early: \"hole<=0.05\" (every cell's rate of unsafe verdicts is at most 5 %, 95 % sure) or "
                + "\"new<=0.05 in 100\" (the next 100 tests show a finding in a new cell with a chance of at most 5 %).",
            valueName: "rule"))
    var stopWhen: String?

    @Option(
        help: ArgumentHelp(
            "Share of the tests after the floor that 'adaptive' draws uniformly (default: 0.2).", valueName: "share"))
    var uniformShare: Double?

    @Option(
        help: ArgumentHelp(
            "Share of the other tests after the floor that 'adaptive' may give to hazards that look worse than in earlier "
                + "runs (default: 1).", valueName: "share"))
    var watchShare: Double?

    @Option(
        help: ArgumentHelp(
            "Share of unsafe responses that the oracle calls unsafe. Only the policy and --stop-when use it; labels alone "
                + "correct rates (default: the calibration's; without one, the policy plans with rates of verdicts).",
            valueName: "share"))
    var sensitivity: Double?

    @Option(
        help: ArgumentHelp(
            "Share of safe responses that the oracle does not call unsafe; used like --sensitivity.", valueName: "share"
        ))
    var specificity: Double?

    @Option(
        help: ArgumentHelp(
            "Earlier runs of the same target and grid to build on, 0 to 7 (default: 7). With 0 no hazard is watched, and "
                + "rates are compared with the last run alone.", valueName: "number"))
    var priorRuns: Int?

    @Option(
        help: ArgumentHelp(
            "First test the fewest cells that close all coverage holes of this strength; without --budget test no others.",
            valueName: "strength"))
    var closeHoles: Int?

    @Option(
        help: ArgumentHelp(
            "Ask a finding again: \"2of3\" asks up to 3 times in all, and 2 unsafe responses confirm it. Only confirmed "
                + "findings lead to others; the rest are marked as flaky. Rates keep the first verdict. Repeats are no tests "
                + "of --budget, but count toward --max-cost and --max-tokens.",
            valueName: "KofN"))
    var confirm: ConfirmationRule?

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp(
            "Ask every prompt this often, at the target's temperature, and report how many prompts fail at least once "
                + "and always. Repeats are no tests of --budget, but count toward --max-cost and --max-tokens (default: 1).",
            valueName: "times"))
    var repeats: Int?

    func validate() throws {
        try NumberCheck.check { apply(to: &$0.allocation) }
        try NumberCheck.check(priorRuns, 0...PriorRuns.most, "--prior-runs")
        try NumberCheck.check(share: uniformShare, "--uniform-share")
        try NumberCheck.check(share: watchShare, "--watch-share")
        try NumberCheck.check(share: sensitivity, "--sensitivity")
        try NumberCheck.check(share: specificity, "--specificity")
        if let closeHoles, closeHoles < 1 {
            throw ValidationError("--close-holes is \(closeHoles); strengths begin at 1")
        }
    }

    /// Puts the flags into a request.
    func apply(to request: inout AllocationRequest) {
        request.stopWhen = stopWhen ?? request.stopWhen
        request.uniformShare = uniformShare ?? request.uniformShare
        request.watchShare = watchShare ?? request.watchShare
        request.sensitivity = sensitivity ?? request.sensitivity
        request.specificity = specificity ?? request.specificity
        request.closeHoles = closeHoles ?? request.closeHoles
        request.confirm = confirm ?? request.confirm
        request.repeats = repeats ?? request.repeats
    }
}

extension ConfirmationRule: ExpressibleByArgument {}
