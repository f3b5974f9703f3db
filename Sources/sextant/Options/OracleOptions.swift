import ArgumentParser
import Records
import Settings
import Workflows

/// Which oracle, and how its model is reached.
struct OracleOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The oracle: builtin, judge, guard, jury, cascade, rules or process/COMMAND.", valueName: "name"))
    var oracle = "builtin"

    @Option(help: ArgumentHelp("Judge model, for the oracles that have one.", valueName: "provider/model"))
    var judge: String?

    @Option(
        name: .customLong("judge-base-url"),
        help: ArgumentHelp("Base URL of the judge's server.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Simultaneous requests to the judge.", valueName: "number"))
    var maxConnections = 10

    @Option(help: ArgumentHelp("Weights of the classifier (default: those of the seeds).", valueName: "file"))
    var weights: String?

    @Option(help: ArgumentHelp("Taxonomy of the hazards in a guard's prompt.", valueName: "taxonomy"))
    var taxonomy = "astral"

    @Option(help: "Seed of every random choice.")
    var seed: UInt64 = 1

    @OptionGroup var choice: OracleChoiceOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws { try NumberCheck.check(maxConnections: maxConnections) }

    /// The settings that an oracle of a run would have.
    var request: RunRequest {
        var request = RunRequest()
        request.oracle.kind = oracle
        request.oracle.judge = judge
        request.oracle.judgeBaseURL = judgeBaseURL
        request.connection.maxConnections = maxConnections
        request.seed = seed
        connection.apply(to: &request)
        choice.apply(to: &request.oracle)
        return request
    }

    /// The oracle to ask, checked.
    ///
    /// - Throws: ``UsageError`` for a value out of range.
    func request(_ places: Places, _ file: ConfigurationFile) throws -> LabellingRequest {
        let request = request
        try Setting.check(request)
        return LabellingRequest(
            settings: request, weights: weights, taxonomy: taxonomy, places: places,
            applications: file.applications)
    }
}
