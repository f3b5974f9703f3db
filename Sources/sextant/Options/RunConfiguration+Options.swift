import Foundation
import Foundations
import Generation
import Pipeline
import Records
import SafetyGrid
import Workflows

extension RunConfiguration {
    /// Joins flags over file over defaults.
    ///
    /// - Throws: ``ConfigurationError`` from the file, ``UsageError`` for a value out of range.
    init(_ options: RunOptions) throws {
        let file = try ConfigurationFile(option: options.config)
        let axes = try options.prompts.axes.map(GridOptions.axes(of:)) ?? file.axes
        var selection = file.selection
        for (dimension, list) in [
            (DimensionID.hazard, options.prompts.hazards), (.style, options.prompts.styles),
            (.technique, options.prompts.techniques),
        ] {
            if let list { selection[dimension] = Self.ids(list) }
        }
        var request = Self.request(options, file)
        request.generator.retrieval = try (options.prompts.generation.retrieval ?? file.retrieval).map(
            GenerationOptions.isOn)
        try options.items.apply(
            to: &request, over: file,
            isGiven: (
                budget: options.budget.budget != nil || file.budget != nil,
                oracle: options.oracle.oracle != nil || options.oracle.choice.choice.impliedOracle != nil
            ))
        request.gate = try options.gate.settings(over: file.gate)
        let webhook = try WebhookSetting.webhook(file)
        let priorRuns = options.budget.allocation.priorRuns ?? file.priorRuns ?? PriorRuns.most
        guard (0...PriorRuns.most).contains(priorRuns) else {
            throw UsageError("--prior-runs is \(priorRuns); it must be at least 0 and at most \(PriorRuns.most)")
        }
        try Self.check(request)
        self.init(
            request: request, axes: axes, selection: selection,
            places: Places(options.output.places, reference: options.output.grades, file), priorRuns: priorRuns,
            isGiven: (
                budget: options.budget.budget != nil || file.budget != nil,
                floor: options.budget.floor != nil || file.floor != nil
            ), webhook: webhook, applications: file.applications,
            itemReference: options.items.itemReference ?? file.itemReference)
    }

    private static func request(_ options: RunOptions, _ file: ConfigurationFile) -> RunRequest {
        let judge = options.oracle.model.judge ?? file.judge
        let choice = options.oracle.choice.choice
        var request = RunRequest()
        request.target.model = options.target.target ?? file.target ?? request.target.model
        request.target.baseURL = options.target.targetBaseURL ?? file.targetBaseURL
        request.generator.model = options.prompts.generator ?? file.generator ?? request.generator.model
        request.generator.baseURL = options.prompts.generatorBaseURL ?? file.generatorBaseURL
        request.generator.variant = options.prompts.generation.variant ?? file.variant
        file.oracles.apply(to: &request)
        choice.apply(to: &request)
        request.oracle.kind =
            options.oracle.oracle ?? choice.impliedOracle ?? file.oracle ?? file.oracles.impliedOracle
            ?? (judge == nil ? request.oracle.kind : "judge")
        request.oracle.judge = judge
        request.oracle.judgeBaseURL = options.oracle.model.judgeBaseURL ?? file.judgeBaseURL
        request.allocation.policy = options.budget.policy ?? file.policy ?? request.allocation.policy
        request.budget = options.budget.budget ?? file.budget ?? request.budget
        request.seed = options.budget.seed ?? file.seed ?? request.seed
        request.allocation.floor = options.budget.floor ?? file.floor ?? request.allocation.floor
        request.allocation.roundSize = options.budget.roundSize ?? file.roundSize
        request.generator.novelty = options.prompts.novelty ?? file.novelty
        request.oracle.verify = options.prompts.verify || file.verify == true ? true : nil
        request.connection.maxConnections =
            options.limits.maxConnections ?? file.maxConnections ?? request.connection.maxConnections
        request.target.temperature = options.target.temperature ?? file.temperature
        request.target.maxAnswerTokens = options.target.maxAnswerTokens ?? file.maxAnswerTokens
        request.limits.maxCost = options.limits.caps.maxCost ?? file.maxCost
        request.limits.maxTokens = options.limits.caps.maxTokens ?? file.maxRunTokens
        options.limits.connection.apply(to: &request, over: file)
        request.oracle.judgeOptions = file.judgeOptions
        request.generator.options = file.generatorOptions
        request.target.seed = file.targetSeed
        request.target.stop = file.stop
        request.target.extra = file.extra
        request.target.systemPrompt = options.target.systemPrompt ?? file.systemPrompt
        options.budget.allocation.apply(to: &request, over: file)
        return request
    }

    private static func check(_ request: RunRequest) throws {
        try checkRanges(request)
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
