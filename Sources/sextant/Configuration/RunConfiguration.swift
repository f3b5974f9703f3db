import ChatModels
import Foundation
import Foundations
import Generation
import Pipeline
import Records
import Reporting
import SafetyGrid
import Workflows

/// The options of a run after file, flags and defaults are joined, and checked.
struct RunConfiguration {
    let request: RunRequest
    let axes: [(dimension: DimensionID, taxonomy: String)]
    let selection: [DimensionID: [String]]
    let places: Places
    /// Most earlier runs to build on.
    let priorRuns: Int
    /// Whether a budget and a floor were asked for, and are not the defaults.
    let isGiven: (budget: Bool, floor: Bool)
    /// The webhook that hears of a failed gate; nil for none.
    let webhook: Webhook?
    /// The applications that `http/<name>` may name.
    let applications: [String: HTTPApplication]

    /// The application of the target `http/<name>`; nil for another target.
    var application: HTTPApplication? {
        let prefix = "http/"
        return request.target.model.hasPrefix(prefix)
            ? applications[String(request.target.model.dropFirst(prefix.count))] : nil
    }

    /// Joins flags over file over defaults.
    ///
    /// - Throws: ``ConfigurationError`` from the file, ``UsageError`` for a value out of range.
    init(_ options: RunOptions) throws {
        let file = try ConfigurationFile(option: options.config)
        places = Places(options.places, reference: options.grades, file)
        axes = try options.axes.map(GridOptions.axes(of:)) ?? file.axes
        applications = file.applications
        isGiven = (
            budget: options.budget != nil || file.budget != nil, floor: options.floor != nil || file.floor != nil
        )
        var selection = file.selection
        for (dimension, list) in [
            (DimensionID.hazard, options.hazards), (.style, options.styles), (.technique, options.techniques),
        ] {
            if let list { selection[dimension] = Self.ids(list) }
        }
        self.selection = selection
        var request = Self.request(options, file)
        request.generator.retrieval = try (options.generation.retrieval ?? file.retrieval).map(GenerationOptions.isOn)
        request.gate = try options.gate.settings(over: file.gate)
        self.request = request
        webhook = try WebhookSetting.webhook(file)
        priorRuns = options.allocation.priorRuns ?? file.priorRuns ?? PriorRuns.most
        guard (0...PriorRuns.most).contains(priorRuns) else {
            throw UsageError("--prior-runs is \(priorRuns); it must be at least 0 and at most \(PriorRuns.most)")
        }
        try Self.check(request)
    }

    private static func request(_ options: RunOptions, _ file: ConfigurationFile) -> RunRequest {
        let judge = options.judge ?? file.judge
        let choice = options.oracles.choice
        var request = RunRequest()
        request.target.model = options.target ?? file.target ?? request.target.model
        request.target.baseURL = options.targetBaseURL ?? file.targetBaseURL
        request.generator.model = options.generator ?? file.generator ?? request.generator.model
        request.generator.baseURL = options.generatorBaseURL ?? file.generatorBaseURL
        request.generator.variant = options.generation.variant ?? file.variant
        file.oracles.apply(to: &request)
        choice.apply(to: &request)
        request.oracle.kind =
            options.oracle ?? choice.impliedOracle ?? file.oracle ?? file.oracles.impliedOracle
            ?? (judge == nil ? request.oracle.kind : "judge")
        request.oracle.judge = judge
        request.oracle.judgeBaseURL = options.judgeBaseURL ?? file.judgeBaseURL
        request.allocation.policy = options.policy ?? file.policy ?? request.allocation.policy
        request.budget = options.budget ?? file.budget ?? request.budget
        request.seed = options.seed ?? file.seed ?? request.seed
        request.allocation.floor = options.floor ?? file.floor ?? request.allocation.floor
        request.allocation.roundSize = options.roundSize ?? file.roundSize
        request.generator.novelty = options.novelty ?? file.novelty
        request.oracle.verify = options.verify || file.verify == true ? true : nil
        request.connection.maxConnections =
            options.maxConnections ?? file.maxConnections ?? request.connection.maxConnections
        request.target.temperature = options.temperature ?? file.temperature
        request.target.maxAnswerTokens = options.maxAnswerTokens ?? file.maxAnswerTokens
        request.limits.maxCost = options.caps.maxCost ?? file.maxCost
        request.limits.maxTokens = options.caps.maxTokens ?? file.maxRunTokens
        options.connection.apply(to: &request, over: file)
        request.oracle.judgeOptions = file.judgeOptions
        request.generator.options = file.generatorOptions
        request.target.seed = file.targetSeed
        request.target.stop = file.stop
        request.target.extra = file.extra
        request.target.systemPrompt = options.systemPrompt ?? file.systemPrompt
        options.allocation.apply(to: &request, over: file)
        return request
    }

    private static func check(_ request: RunRequest) throws {
        try checkRanges(request)
        try GenerationOptions.check(request)
        try OracleChoice.check(request)
        try CapOptions.check(request.limits)
        try ConnectionOptions.check(request)
    }

    /// Checks the numbers of a run.
    ///
    /// - Throws: ``UsageError`` for one out of range.
    static func checkRanges(_ request: RunRequest) throws {
        let ranges: [(name: String, value: Int?, range: ClosedRange<Int>)] = [
            ("budget", request.budget, 1...100_000_000),
            ("floor", request.allocation.floor, 0...1_000_000),
            ("round-size", request.allocation.roundSize, 1...1_000_000),
            ("max-connections", request.connection.maxConnections, 1...100_000),
            ("max-answer-tokens", request.target.maxAnswerTokens, 1...10_000_000),
        ]
        for (name, value, range) in ranges {
            guard let value, !range.contains(value) else { continue }
            throw UsageError(
                "--\(name) is \(value); it must be at least \(range.lowerBound) and at most \(range.upperBound)")
        }
        if let temperature = request.target.temperature, !(temperature.isFinite && (0...10).contains(temperature)) {
            throw UsageError("--temperature is \(temperature); it must be between 0 and 10")
        }
        if let novelty = request.generator.novelty, !PromptMemory.thresholds.contains(novelty) {
            throw UsageError("--novelty is \(novelty); it must be between 0.6 and 1")
        }
    }

    private static func ids(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}
