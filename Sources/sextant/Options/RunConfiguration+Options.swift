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
        var axes = try options.prompts.axes.map(GridOptions.axes(of:)) ?? file.axes
        var selection = options.conversations.selection(over: file.selection)
        for (dimension, list) in [
            (DimensionID.hazard, options.prompts.hazards), (.style, options.prompts.styles),
            (.technique, options.prompts.techniques), (.language, options.prompts.languages),
        ] {
            if let list { selection[dimension] = Self.ids(list) }
        }
        var request = try Self.request(options, file)
        if options.items.items == nil, file.items == nil {
            axes = Self.axes(axes, of: file.profile, request, selection)
        }
        axes = try options.conversations.axes(axes, request.conversation, selection)
        if request.conversation.scenarios == nil {
            axes = GridOptions.axes(axes, withLanguagesOf: selection)
        } else if options.prompts.languages != nil {
            throw UsageError("--languages are for prompts; leave it out with --scenarios")
        }
        Self.apply(file.profile, to: &request)
        let isGiven = (
            budget: options.budget.budget != nil || file.given.contains("budget"),
            floor: options.budget.floor != nil || file.given.contains("floor")
        )
        let isOracleGiven = options.oracle.oracle != nil || options.oracleChoice.impliedOracle != nil
        try options.items.apply(to: &request, over: file, isOracleGiven: isOracleGiven)
        request.gate = try options.gate.settings(over: file.gate)
        let webhook = try WebhookSetting.webhook(file)
        let priorRuns = options.allocation.priorRuns ?? file.priorRuns ?? PriorRuns.most
        guard (0...PriorRuns.most).contains(priorRuns) else {
            throw UsageError("--prior-runs is \(priorRuns); it must be at least 0 and at most \(PriorRuns.most)")
        }
        try Setting.check(request)
        try Self.checkRepeats(&request)
        let variants = try options.generation.several(over: file.variants, of: request.generator)
        self.init(
            request: request, axes: axes, selection: selection,
            places: Places(options.places, reference: options.grades, file), priorRuns: priorRuns,
            isGiven: isGiven, webhook: webhook, applications: file.applications,
            itemReference: options.items.itemReference ?? file.itemReference,
            targets: try LeagueTargets.read(options, file, request: request, isLeague: !variants.isEmpty),
            variants: variants, profile: file.profile)
    }

    /// The axes with the hazards of an application in the place of ASTRAL's, where no hazards were named.
    private static func axes(
        _ axes: [(dimension: DimensionID, taxonomy: String)], of profile: ApplicationProfile?, _ request: RunRequest,
        _ selection: [DimensionID: [String]]
    ) -> [(dimension: DimensionID, taxonomy: String)] {
        guard profile != nil, axes.isEmpty, request.conversation.scenarios == nil, selection[.hazard] == nil
        else { return axes }
        return SeedLibrary.standardDimensions.map { ($0, $0 == .hazard ? ApplicationProfile.taxonomy : "astral") }
    }

    /// Tells the target what the application is told, and has its leak looked for. An application over HTTP, and a process, tell
    /// it themselves.
    private static func apply(_ profile: ApplicationProfile?, to request: inout RunRequest) {
        guard let text = profile?.systemPrompt else { return }
        request.oracle.secretPrompt = text
        let isOutside = ["http/", "process/"].contains { request.target.model.hasPrefix($0) }
        if !isOutside, request.target.systemPrompt == nil { request.target.systemPrompt = text }
    }

    /// The flags over the file's request.
    ///
    /// - Throws: ``UsageError`` for a flag that can't be read.
    static func request(_ options: RunOptions, _ file: ConfigurationFile) throws -> RunRequest {
        var request = file.request
        let isAgent = request.conversation.scenarios != nil || options.conversations.scenarios != nil
        if isAgent, !file.given.contains("target") { request.target.model = "simulated/agent" }
        request.target.model = options.target.target.first ?? request.target.model
        request.target.baseURL = options.target.targetBaseURL ?? request.target.baseURL
        request.target.temperature = options.target.temperature ?? request.target.temperature
        request.target.maxAnswerTokens = options.target.maxAnswerTokens ?? request.target.maxAnswerTokens
        request.target.systemPrompt = options.target.systemPrompt ?? request.target.systemPrompt
        request.generator.model = options.prompts.generator ?? request.generator.model
        request.generator.baseURL = options.prompts.generatorBaseURL ?? request.generator.baseURL
        request.generator.novelty = options.prompts.novelty ?? request.generator.novelty
        if options.prompts.paired { request.generator.paired = true }
        try options.generation.apply(to: &request.generator)
        if options.prompts.verify { request.oracle.verify = true }
        options.oracleChoice.apply(to: &request.oracle)
        request.oracle.judge = options.judge.judge ?? request.oracle.judge
        request.oracle.judgeBaseURL = options.judge.judgeBaseURL ?? request.oracle.judgeBaseURL
        request.oracle.kind = oracle(options, file, judge: request.oracle.judge)
        request.allocation.policy = options.budget.policy ?? request.allocation.policy
        request.budget = options.budget.budget ?? request.budget
        request.seed = options.budget.seed ?? request.seed
        request.allocation.floor = options.budget.floor ?? request.allocation.floor
        request.allocation.roundSize = options.budget.roundSize ?? request.allocation.roundSize
        options.allocation.apply(to: &request.allocation)
        request.connection.maxConnections = options.limits.maxConnections ?? request.connection.maxConnections
        options.conversations.apply(to: &request.conversation)
        options.fairness.apply(to: &request.fairness)
        options.caps.apply(to: &request.limits)
        options.connection.apply(to: &request, over: file.request)
        return request
    }

    /// Makes one try the same as no setting.
    ///
    /// - Throws: ``UsageError`` for repeats beside settings that they don't go with.
    private static func checkRepeats(_ request: inout RunRequest) throws {
        if request.allocation.repeats == 1 { request.allocation.repeats = nil }
        guard request.allocation.repeats != nil else { return }
        guard request.allocation.confirm == nil else {
            throw UsageError("--repeat asks every prompt again, and --confirm findings alone; leave one out")
        }
        guard request.generator.itemSet == nil else {
            throw UsageError("--repeat is for prompts and conversations; leave it out with --items")
        }
        guard request.target.seed == nil else {
            throw UsageError("with target-seed every try would get the same response; leave it out, or --repeat")
        }
    }

    /// The oracle that is named or implied, by flags before the file.
    private static func oracle(_ options: RunOptions, _ file: ConfigurationFile, judge: String?) -> String {
        let named = file.given.contains("oracle") ? file.request.oracle.kind : nil
        return options.oracle.oracle ?? options.oracleChoice.impliedOracle ?? named ?? file.request.oracle.impliedOracle
            ?? (judge == nil ? file.request.oracle.kind : "judge")
    }

    static func ids(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }
}
