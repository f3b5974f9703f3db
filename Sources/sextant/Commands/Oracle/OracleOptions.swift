import ArgumentParser
import ChatModels
import Foundation
import Oracles
import Records
import SafetyGrid

/// Which oracle, and how its model is reached.
struct OracleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The oracle: builtin, judge, cascade or rules.", valueName: "name"))
    var oracle = "builtin"

    @Option(help: ArgumentHelp("Model of the oracles with a judge.", valueName: "provider/model"))
    var judge: String?

    @Option(
        name: .customLong("judge-base-url"),
        help: ArgumentHelp("Any OpenAI-compatible server as the judge.", valueName: "url"))
    var judgeBaseURL: String?

    @Option(help: ArgumentHelp("Requests to the judge at the same time.", valueName: "number"))
    var maxConnections = 10

    @Option(help: ArgumentHelp("Weights of the classifier (default: those of the seeds).", valueName: "file"))
    var weights: String?

    @Option(help: "Seed of every random choice.")
    var seed: UInt64 = 1

    @OptionGroup var connection: ConnectionOptions
    @OptionGroup var places: PlaceOptions

    func validate() throws {
        guard (1...100_000).contains(maxConnections) else {
            throw ValidationError("--max-connections is \(maxConnections); it must be between 1 and 100000")
        }
    }

    /// The settings that an oracle of a run would have.
    var settings: RunSettings {
        var settings = RunSettings()
        settings.oracle = oracle
        settings.judge = judge
        settings.judgeBaseURL = judgeBaseURL
        settings.maxConnections = maxConnections
        settings.seed = seed
        settings.requestsPerMinute = connection.requestsPerMinute
        settings.tokensPerMinute = connection.tokensPerMinute
        settings.caBundle = connection.caBundle
        settings.timeout = connection.timeout
        return settings
    }

    /// The classifier alone.
    ///
    /// - Throws: ``WeightsError`` or ``SeedError``.
    func classifier(_ places: Places) throws -> AnswerClassifier {
        if let weights { return AnswerClassifier(try ClassifierWeights(file: weights)) }
        return try OracleAssembly(settings: settings, places: places, seeds: places.seedFolder()).classifier()
    }

    /// The model of the judge; nil when none was named.
    ///
    /// - Throws: ``ChatError``, ``SeedError`` or ``UsageError``.
    func judgeModel(_ places: Places, _ file: ConfigurationFile) throws -> (any ChatModel)? {
        let settings = settings
        try ConnectionOptions.check(settings)
        guard let judge else { return nil }
        let context = try ModelContext(
            settings: settings, seeds: places.seedFolder().path, applications: file.applications,
            log: { Console.line($0) })
        return try ModelRegistry.model(judge, baseURL: judgeBaseURL, context: context)
    }

    /// The oracle.
    ///
    /// - Throws: ``OracleError``, ``WeightsError`` or ``SeedError``.
    func make(_ places: Places, judge: (any ChatModel)?) throws -> any Oracle {
        let options = self
        return try OracleRegistry.oracle(
            oracle,
            OracleRegistry.Parts(
                classifier: { try options.classifier(places) }, judge: judge,
                concurrency: maxConnections, seed: seed))
    }
}
