import ArgumentParser
import ChatModels
import Feedback
import HTTPTransport
import Oracles
import Pipeline
import Records
import Reporting
import RunStore
import SafetyGrid
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

    @Option(help: ArgumentHelp("Oracle that judges: builtin, judge, guard, jury, cascade or rules.", valueName: "name"))
    var oracle: String?

    @Option(
        help: ArgumentHelp(
            "Judge model; naming one selects the oracle 'judge'.", valueName: "provider/model"))
    var judge: String?

    @Option(
        name: .customLong("judge-base-url"),
        help: ArgumentHelp("Base URL of the judge's server.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Simultaneous requests to the oracle's model (default: 10).", valueName: "number"))
    var maxConnections: Int?

    @OptionGroup var choice: OracleChoiceOptions
    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions
    @OptionGroup var verbosity: VerbosityOptions

    func run() async throws {
        let file = try ConfigurationFile(option: config)
        let places = Places(self.places, file)
        let store = try SQLiteStore.openForWriting(places.store, create: false)
        let own = try await store.run(run)
        var asked = own
        asked.settings = try settings(of: own, file)
        if asked.settings.oracle == "jury" {
            asked.settings.juryWeights = try await store.weights(of: asked.settings.oracleName)?.weights
        }
        let weights = try OracleAssembly(
            settings: asked.settings, places: places, seeds: try places.seedFolder()
        ).fingerprint()
        asked.settings.classifierWeights = weights
        asked.settings.cascadeBand = try await UsableCalibration.of(
            asked.settings, in: store, notice: Console.notices())?.band
        guard asked.settings.oracleName != own.settings.oracleName else {
            throw UsageError(
                "the run's own verdicts are those of '\(own.settings.oracleName)'; name another --oracle or --judge")
        }
        try await AuditTrail.add("judge", own, to: store)
        if let weights, !(try await store.unjudged(by: asked.settings.oracleName, in: own.id)).isEmpty {
            try await store.note(classifierWeights: weights, ofFurther: asked.settings.oracleName, in: own.id)
        }
        let result = try await judged(asked, in: store, places, file)
        for (reason, count) in result.failures.sorted(by: { $0.value > $1.value }).prefix(5) {
            Console.line(TerminalText.safe("\(count) not judged: \(reason)"))
        }
        let names = (own: own.settings.oracleName, other: asked.settings.oracleName)
        let comparison = try await OracleComparison(store, run: own.id, own: names.own, other: names.other)
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
    private func settings(of run: RunRecord, _ file: ConfigurationFile) throws -> RunSettings {
        var settings = run.settings
        let choice = choice.choice
        for reset in [\RunSettings.judgeView, \.guardModel, \.guardBaseURL, \.guardFormat, \.judge, \.judgeBaseURL] {
            settings[keyPath: reset] = nil
        }
        (settings.judgeSamples, settings.judgeLogProbabilities, settings.jury) = (nil, nil, nil)
        (settings.maxCost, settings.maxRunTokens) = (nil, nil)
        settings.judge = judge ?? file.judge
        settings.judgeBaseURL = judgeBaseURL ?? file.judgeBaseURL
        settings.judgeOptions = file.judgeOptions
        file.oracles.apply(to: &settings)
        choice.apply(to: &settings)
        guard
            let oracle = oracle ?? choice.impliedOracle ?? (judge == nil ? nil : "judge") ?? file.oracles.impliedOracle
                ?? (file.judge == nil ? nil : "judge")
        else { throw UsageError("which oracle? give --judge provider/model, --guard provider/model, or --oracle name") }
        settings.oracle = oracle
        settings.maxConnections = maxConnections ?? file.maxConnections ?? settings.maxConnections
        connection.apply(to: &settings, over: file)
        guard (1...100_000).contains(settings.maxConnections) else {
            throw UsageError("--max-connections is \(settings.maxConnections); it must be between 1 and 100000")
        }
        try OracleChoice.check(settings)
        try ConnectionOptions.check(settings)
        return settings
    }

    private func judged(
        _ run: RunRecord, in store: SQLiteStore, _ places: Places, _ file: ConfigurationFile
    ) async throws -> FurtherJudging.Result {
        let (messages, sink) = AsyncStream.makeStream(of: String.self)
        defer { sink.finish() }
        let spending = Spending(settings: run.settings)
        let patience = run.settings.patience
        let oracle = try StageAssembly(
            run: run, places: places, applications: file.applications, store: store, isVerbose: verbosity.verbose,
            patience: patience, log: { sink.yield($0) }
        ).oracle(spending)
        try await spending.begin(run, records: [], store: store)
        let progress = RunProgress()
        let stop = StopSignal()
        let trap = InterruptTrap(stop: stop)
        defer { withExtendedLifetime(trap) {} }
        let judging = FurtherJudging(store: store, run: run, oracle: oracle, progress: progress, stop: stop)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            if !verbosity.quiet {
                group.addTask { await ProgressReporter(progress: progress, patience: patience).run(messages: messages) }
            }
            defer { group.cancelAll() }
            return try await stop.watched(onRaise: patience.end) { try await judging.execute() }
        }
    }
}
