import ArgumentParser
import Pipeline
import Records
import Reporting
import Settings
import Storage
import Terminal
import Workflows

/// `sextant judge`
struct JudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge the responses of a stored run with another oracle.",
        discussion: """
            The target is not asked again. The new verdicts are stored beside those of the run's own oracle, from which \
            the run's rates are still made. Responses that this oracle has judged already are skipped, so that the same \
            command continues after a stop. The last lines say how far both oracles agree.

            Examples:
              sextant judge 20260131-221500-3fa9 --judge openai/gpt-4o
              sextant judge 20260131-221500-3fa9 --guard ollama/llama-guard3
              sextant judge 20260131-221500-3fa9 --judge openai/gpt-4o --judge-samples 3 --judge-view response
            """)

    @Argument(help: "Id of the run.")
    var run: String

    @Option(help: ArgumentHelp("Configuration file (default: sextant.yaml, when there is one).", valueName: "file"))
    var config: String?

    @Option(
        help: ArgumentHelp(
            "Oracle that judges: builtin, judge, guard, jury, cascade, rules or process/COMMAND.", valueName: "name"))
    var oracle: String?

    @OptionGroup var model: JudgeModelOptions

    @Option(help: ArgumentHelp("Simultaneous requests to the oracle's model (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @OptionGroup var choice: OracleChoiceOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var cache: CacheOptions
    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func validate() throws { try NumberCheck.check(maxConnections: maxConnections) }

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let places = self.places.chosen(over: file)
        let store = try await places.store.openForWriting(create: false)
        let own = try await store.run(run)
        let judging = RunJudging(
            store: store, places: places, applications: file.applications, isVerbose: verbosity.verbose,
            attendant: verbosity.chosen.attendant)
        let (result, comparison) = try await judging.judge(own, by: request(of: own, file))
        let text = AgreementText(comparison.agreement, own: comparison.own, other: comparison.other)
        if verbosity.json {
            Console.output(try text.json(judged: result.judged, failed: result.failures.values.reduce(0, +)))
        } else if !verbosity.quiet {
            Console.output(text.text(judged: result.judged, colours: Console.hasColours))
        }
        if result.isInterrupted { throw ExitStatus.interrupted }
        if !result.failures.isEmpty { throw ExitStatus.dependency }
    }

    /// The run's settings with this command's oracle, without the caps on the run's own cost.
    private func request(of run: RunRecord, _ file: ConfigurationFile) throws -> RunRequest {
        var request = run.request
        request.oracle = file.request.oracle
        request.oracle.verify = run.request.oracle.verify
        (request.limits.maxCost, request.limits.maxTokens) = (nil, nil)
        model.apply(to: &request.oracle)
        choice.apply(to: &request.oracle)
        guard
            let oracle = oracle ?? choice.impliedOracle ?? (model.judge == nil ? nil : "judge")
                ?? file.request.oracle.impliedOracle ?? (file.request.oracle.judge == nil ? nil : "judge")
        else { throw UsageError("which oracle? give --judge provider/model, --guard provider/model, or --oracle name") }
        request.oracle.kind = oracle
        connection.apply(to: &request, over: file, maxConnections: maxConnections)
        cache.apply(to: &request)
        try Setting.check(request)
        return request
    }
}
