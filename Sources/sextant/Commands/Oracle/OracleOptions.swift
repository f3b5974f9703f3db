import ArgumentParser
import ChatModels
import Foundation
import Oracles
import Records
import SafetyGrid

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
    var request: RunRequest {
        var request = RunRequest()
        request.oracle.kind = oracle
        request.oracle.judge = judge
        request.oracle.judgeBaseURL = judgeBaseURL
        request.connection.maxConnections = maxConnections
        request.seed = seed
        request.limits.requestsPerMinute = connection.requestsPerMinute
        request.limits.tokensPerMinute = connection.tokensPerMinute
        request.connection.caBundle = connection.caBundle
        request.connection.timeout = connection.timeout
        choice.choice.apply(to: &request)
        return request
    }

    /// The weights of the classifier.
    ///
    /// - Throws: ``WeightsError`` or ``ConfigurationError``.
    private func classifierWeights(_ places: Places) throws -> ClassifierWeights {
        if let weights { return try ClassifierWeights(file: weights) }
        return try OracleAssembly(request: request, places: places, seeds: places.seedFolder()).weights()
    }

    /// Fingerprint of the weights that the oracle's verdicts rest on; nil for an oracle without the classifier.
    ///
    /// - Throws: ``WeightsError`` or ``ConfigurationError``.
    func fingerprint(_ places: Places) throws -> String? {
        guard OracleRegistry.usesClassifier(oracle, jury: request.oracle.jury ?? []) else { return nil }
        return try classifierWeights(places).fingerprint
    }

    /// The models of judge and guard; nil where none was named.
    ///
    /// - Throws: ``ChatError``, ``ConfigurationError`` or ``UsageError``.
    func models(
        _ places: Places, _ file: ConfigurationFile
    ) throws -> (judge: (any ChatModel)?, guardian: (any ChatModel)?) {
        let request = request
        try ConnectionOptions.check(request)
        try OracleChoice.check(request)
        guard request.oracle.judge != nil || request.oracle.guardModel != nil else { return (nil, nil) }
        let context = try ModelContext(
            request: request, seeds: places.seedFolder().path, applications: file.applications,
            log: { Console.line($0) })
        return (
            try request.oracle.judge.map {
                WatchedModel(try ModelRegistry.model($0, baseURL: judgeBaseURL, context: context))
            },
            try request.oracle.guardModel.map {
                WatchedModel(try ModelRegistry.model($0, baseURL: request.oracle.guardBaseURL, context: context))
            }
        )
    }

    /// The oracle.
    ///
    /// - Throws: ``OracleError``, ``WeightsError`` or ``ConfigurationError``.
    func make(
        _ places: Places, judge: (any ChatModel)?, guardian: (any ChatModel)?, juryWeights: [String: Double]? = nil
    ) throws -> any Oracle {
        let options = self
        let request = request
        var parts = OracleRegistry.Parts(
            classifier: { AnswerClassifier(try options.classifierWeights(places)) }, judge: judge,
            concurrency: maxConnections, seed: seed)
        parts.judgeSettings = request.oracle.judgeSettings
        parts.guardModel = guardian
        parts.guardFormat = request.oracle.guardFormat ?? "auto"
        // As in a run, a guard's prompt lists the hazards.
        if guardian != nil { parts.taxonomy = try places.seedLibrary().taxonomy(taxonomy, of: .hazard).values }
        parts.jury = request.oracle.jury ?? []
        parts.juryWeights = juryWeights
        return try OracleRegistry.oracle(oracle, parts)
    }
}
