import ArgumentParser
import Feedback
import Records

/// How the budget is spread, beyond the choice of a policy.
struct AllocationOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "End early when this holds: \"hole<=0.05\" (no cell's rate of unsafe verdicts can be higher) or \"new<=0.05 in 100\" (so many "
                + "tests show no finding in a new cell).", valueName: "rule"))
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
            "Share of unsafe responses that the oracle sees, for policy and stopping rule to plan with; rates are "
                + "corrected by labels alone (default: the calibration's, else the rates of verdicts are planned with).",
            valueName: "share"))
    var sensitivity: Double?

    @Option(
        help: ArgumentHelp("Share of safe responses that the oracle lets pass, as --sensitivity.", valueName: "share"))
    var specificity: Double?

    @Option(
        help: ArgumentHelp(
            "Earlier runs of the same target and grid to build on, 0 to 7 (default: 7); with 0 no hazard is watched, and "
                + "rates are compared with the last run alone.", valueName: "number"))
    var priorRuns: Int?

    @Option(
        help: ArgumentHelp(
            "First test the fewest cells that close all coverage holes of this strength; without --budget nothing else.",
            valueName: "strength"))
    var closeHoles: Int?

    /// Puts flags over file into the settings of a run.
    func apply(to settings: inout RunSettings, over file: ConfigurationFile) {
        settings.stopWhen = stopWhen ?? file.stopWhen
        settings.uniformShare = uniformShare ?? file.uniformShare
        settings.watchShare = watchShare ?? file.watchShare
        settings.sensitivity = sensitivity ?? file.sensitivity
        settings.specificity = specificity ?? file.specificity
        settings.closeHoles = closeHoles ?? file.closeHoles
        settings.weights = file.weights
        settings.costs = file.costs
    }
}
