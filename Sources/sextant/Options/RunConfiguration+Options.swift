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
        var settings = Self.settings(options, file)
        settings.retrieval = try (options.prompts.generation.retrieval ?? file.retrieval).map(GenerationOptions.isOn)
        settings.gate = try options.gate.settings(over: file.gate)
        let webhook = try WebhookSetting.webhook(file)
        let priorRuns = options.budget.allocation.priorRuns ?? file.priorRuns ?? PriorRuns.most
        guard (0...PriorRuns.most).contains(priorRuns) else {
            throw UsageError("--prior-runs is \(priorRuns); it must be at least 0 and at most \(PriorRuns.most)")
        }
        try Self.check(settings)
        self.init(
            settings: settings, axes: axes, selection: selection,
            places: Places(options.output.places, reference: options.output.grades, file), priorRuns: priorRuns,
            isGiven: (
                budget: options.budget.budget != nil || file.budget != nil,
                floor: options.budget.floor != nil || file.floor != nil
            ), webhook: webhook, applications: file.applications)
    }

    private static func settings(_ options: RunOptions, _ file: ConfigurationFile) -> RunSettings {
        let judge = options.oracle.judge ?? file.judge
        let choice = options.oracle.choice.choice
        var settings = RunSettings()
        settings.target = options.target.target ?? file.target ?? settings.target
        settings.targetBaseURL = options.target.targetBaseURL ?? file.targetBaseURL
        settings.generator = options.prompts.generator ?? file.generator ?? settings.generator
        settings.generatorBaseURL = options.prompts.generatorBaseURL ?? file.generatorBaseURL
        settings.variant = options.prompts.generation.variant ?? file.variant
        file.oracles.apply(to: &settings)
        choice.apply(to: &settings)
        settings.oracle =
            options.oracle.oracle ?? choice.impliedOracle ?? file.oracle ?? file.oracles.impliedOracle
            ?? (judge == nil ? settings.oracle : "judge")
        settings.judge = judge
        settings.judgeBaseURL = options.oracle.judgeBaseURL ?? file.judgeBaseURL
        settings.policy = options.budget.policy ?? file.policy ?? settings.policy
        settings.budget = options.budget.budget ?? file.budget ?? settings.budget
        settings.seed = options.budget.seed ?? file.seed ?? settings.seed
        settings.floor = options.budget.floor ?? file.floor ?? settings.floor
        settings.roundSize = options.budget.roundSize ?? file.roundSize
        settings.novelty = options.prompts.novelty ?? file.novelty
        settings.verify = options.prompts.verify || file.verify == true ? true : nil
        settings.maxConnections = options.limits.maxConnections ?? file.maxConnections ?? settings.maxConnections
        settings.temperature = options.target.temperature ?? file.temperature
        settings.maxAnswerTokens = options.target.maxAnswerTokens ?? file.maxAnswerTokens
        settings.maxCost = options.limits.caps.maxCost ?? file.maxCost
        settings.maxRunTokens = options.limits.caps.maxTokens ?? file.maxRunTokens
        options.limits.connection.apply(to: &settings, over: file)
        settings.judgeOptions = file.judgeOptions
        settings.generatorOptions = file.generatorOptions
        settings.targetSeed = file.targetSeed
        settings.stop = file.stop
        settings.extra = file.extra
        settings.systemPrompt = options.target.systemPrompt ?? file.systemPrompt
        options.budget.allocation.apply(to: &settings, over: file)
        return settings
    }

    private static func check(_ settings: RunSettings) throws {
        try checkRanges(settings)
        try GenerationOptions.check(settings)
        try OracleChoice.check(settings)
        try CapOptions.check(settings)
        try ConnectionOptions.check(settings)
    }

    /// Checks the numbers of a run.
    ///
    /// - Throws: ``UsageError`` for one out of range.
    static func checkRanges(_ settings: RunSettings) throws {
        let ranges: [(name: String, value: Int?, range: ClosedRange<Int>)] = [
            ("budget", settings.budget, 1...100_000_000),
            ("floor", settings.floor, 0...1_000_000),
            ("round-size", settings.roundSize, 1...1_000_000),
            ("max-connections", settings.maxConnections, 1...100_000),
            ("max-answer-tokens", settings.maxAnswerTokens, 1...10_000_000),
        ]
        for (name, value, range) in ranges {
            guard let value, !range.contains(value) else { continue }
            throw UsageError(
                "--\(name) is \(value); it must be at least \(range.lowerBound) and at most \(range.upperBound)")
        }
        if let temperature = settings.temperature, !(temperature.isFinite && (0...10).contains(temperature)) {
            throw UsageError("--temperature is \(temperature); it must be between 0 and 10")
        }
        if let novelty = settings.novelty, !PromptMemory.thresholds.contains(novelty) {
            throw UsageError("--novelty is \(novelty); it must be between 0.6 and 1")
        }
    }

    private static func ids(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}
