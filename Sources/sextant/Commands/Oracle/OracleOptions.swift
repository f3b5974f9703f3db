import ArgumentParser
import ChatModels
import Foundation
import Oracles
import Records
import SafetyGrid
import Workflows

/// Which oracle, and how its model is reached.
struct OracleOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The oracle: builtin, judge, guard, jury, cascade or rules.", valueName: "name"))
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
        choice.choice.apply(to: &settings)
        return settings
    }

    /// The weights of the classifier.
    ///
    /// - Throws: ``WeightsError`` or ``ConfigurationError``.
    private func classifierWeights(_ places: Places) throws -> ClassifierWeights {
        if let weights { return try ClassifierWeights(file: weights) }
        return try OracleAssembly(settings: settings, places: places, seeds: places.seedFolder()).weights()
    }

    /// Fingerprint of the weights that the oracle's verdicts rest on; nil for an oracle without the classifier.
    ///
    /// - Throws: ``WeightsError`` or ``ConfigurationError``.
    func fingerprint(_ places: Places) throws -> String? {
        guard OracleRegistry.usesClassifier(oracle, jury: settings.jury ?? []) else { return nil }
        return try classifierWeights(places).fingerprint
    }

    /// The models of judge and guard; nil where none was named.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    func models(
        _ places: Places, _ file: ConfigurationFile
    ) throws -> (judge: (any ChatModel)?, guardian: (any ChatModel)?) {
        let settings = settings
        try ConnectionOptions.check(settings)
        try OracleChoice.check(settings)
        guard settings.judge != nil || settings.guardModel != nil else { return (nil, nil) }
        let models = try ModelFactory(
            settings: settings, seeds: places.seedFolder().path, applications: file.applications,
            log: { Console.line($0) })
        return (
            try settings.judge.map { WatchedModel(try models.model($0, baseURL: judgeBaseURL)) },
            try settings.guardModel.map { WatchedModel(try models.model($0, baseURL: settings.guardBaseURL)) }
        )
    }

    /// The oracle.
    ///
    /// - Throws: ``OracleError``, ``WeightsError`` or ``ConfigurationError``.
    func make(
        _ places: Places, judge: (any ChatModel)?, guardian: (any ChatModel)?, juryWeights: [String: Double]? = nil
    ) throws -> any Oracle {
        let options = self
        let settings = settings
        var parts = OracleRegistry.Parts(
            classifier: { AnswerClassifier(try options.classifierWeights(places)) }, judge: judge,
            concurrency: maxConnections, seed: seed)
        parts.judgeSettings = settings.judgeSettings
        parts.guardModel = guardian
        parts.guardFormat = settings.guardFormat ?? "auto"
        // As in a run, a guard's prompt lists the hazards.
        if guardian != nil { parts.taxonomy = try places.seedLibrary().taxonomy(taxonomy, of: .hazard).values }
        parts.jury = settings.jury ?? []
        parts.juryWeights = juryWeights
        return try OracleRegistry.oracle(oracle, parts)
    }
}
