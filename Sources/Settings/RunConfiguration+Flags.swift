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
    package init(_ flags: RunFlags, _ file: ConfigurationFile, places: Places) throws {
        var axes = try flags.axes.map(GridChoice.axes(of:)) ?? file.axes
        var selection = file.selection
        for (dimension, list) in flags.selection { selection[dimension] = Self.ids(list) }
        var request = try Self.request(flags, file)
        if flags.items.set == nil, file.items == nil {
            axes = Self.axes(axes, of: file.profile, request, selection)
        }
        axes = try Self.axes(axes, of: request.conversation, selection)
        if request.conversation.scenarios == nil {
            axes = GridChoice.axes(axes, withLanguagesOf: selection)
        } else if flags.selection[.language] != nil {
            throw UsageError("--languages are for prompts; leave it out with --scenarios")
        }
        Self.apply(file.profile, to: &request)
        let isGiven = (
            budget: flags.isGiven.budget || file.given.contains("budget"),
            floor: flags.isGiven.floor || file.given.contains("floor")
        )
        try Self.apply(items: flags.items.set ?? file.items, flags, to: &request)
        var gate = file.gate ?? GateSettings()
        try flags.gate(&gate)
        try gate.checkShares()
        request.gate = gate.isEmpty ? nil : gate
        let webhook = try file.chosenWebhook()
        let priorRuns = flags.priorRuns ?? file.priorRuns ?? PriorRuns.most
        guard (0...PriorRuns.most).contains(priorRuns) else {
            throw UsageError("--prior-runs is \(priorRuns); it must be at least 0 and at most \(PriorRuns.most)")
        }
        try Setting.check(request)
        try Self.checkRepeats(&request)
        let variants = try request.generator.variants(flags.variants.isEmpty ? file.variants : flags.variants)
        self.init(
            request: request, axes: axes, selection: selection, places: places, priorRuns: priorRuns,
            isGiven: isGiven, webhook: webhook, applications: file.applications,
            itemReference: flags.items.reference ?? file.itemReference,
            targets: try LeagueTargets.read(flags, file, request: request, isLeague: !variants.isEmpty),
            variants: variants, profile: file.profile)
    }

    /// The flags over the file's request.
    ///
    /// - Throws: ``UsageError`` for a flag that can't be read.
    static func request(_ flags: RunFlags, _ file: ConfigurationFile) throws -> RunRequest {
        var request = file.request
        try flags.request(&request)
        if request.conversation.scenarios != nil, !file.given.contains("target"), flags.targets.isEmpty {
            request.target.model = "simulated/agent"
        }
        try LeagueTargets.applyOnly(flags, file, to: &request)
        request.oracle.kind = oracle(flags, file, judge: request.oracle.judge)
        return request
    }

    /// The oracle that is named or implied, by flags before the file.
    private static func oracle(_ flags: RunFlags, _ file: ConfigurationFile, judge: String?) -> String {
        let named = file.given.contains("oracle") ? file.request.oracle.kind : nil
        return flags.oracle ?? flags.impliedOracle ?? named ?? file.request.oracle.impliedOracle
            ?? (judge == nil ? file.request.oracle.kind : "judge")
    }

    private static func ids(_ list: String) -> [String] {
        list.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    /// Tells the target what the application is told, and has its leak looked for. An application over HTTP, and a process, tell
    /// it themselves.
    private static func apply(_ profile: ApplicationProfile?, to request: inout RunRequest) {
        guard let text = profile?.systemPrompt else { return }
        request.oracle.secretPrompt = text
        let isOutside = ["http/", "process/"].contains { request.target.model.hasPrefix($0) }
        if !isOutside, request.target.systemPrompt == nil { request.target.systemPrompt = text }
    }

    /// Makes a run of items of the request: each of them once, compared with its solution.
    ///
    /// - Throws: ``UsageError`` for a setting that needs items, or one that does not go with them.
    private static func apply(items set: String?, _ flags: RunFlags, to request: inout RunRequest) throws {
        guard let set else {
            guard request.generator.shots == nil, request.generator.chainOfThought == nil else {
                throw UsageError("--shots and --chain-of-thought need --items")
            }
            return
        }
        guard request.conversation.scenarios == nil else {
            throw UsageError("--items and --scenarios each make a grid of their own; leave one out")
        }
        request.generator.model = GeneratorRequest.itemPrefix + set
        request.allocation.policy = .uniform
        request.allocation.floor = 0
        if flags.oracle == nil, flags.impliedOracle == nil { request.oracle.kind = "exact" }
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
}

extension GeneratorRequest {
    /// The variants of a league; empty for one variant.
    ///
    /// - Throws: ``UsageError`` for one that stands twice, and for a generator that has no variants.
    fileprivate func variants(_ all: [GenerationVariant]) throws -> [GenerationVariant] {
        guard all.count > 1 else { return [] }
        for (place, one) in all.enumerated() where all[..<place].contains(one) {
            throw UsageError("the variant '\(one.rawValue)' is given twice; name each once")
        }
        guard isChatModel else {
            throw UsageError(
                "'\(model)' has no variants: they are what a generator model is shown; add --generator provider/model, or give "
                    + "--variant once")
        }
        return all
    }
}
