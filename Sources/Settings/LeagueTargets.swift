import Foundations
import Records
import Workflows

/// The targets of a league: several `--target`, or the list `targets:` of `sextant.yaml`.
///
/// ```yaml
/// targets:
///   - openai/gpt-4o-mini
///   - {target: openai/gpt-4o-mini, name: with rules, system-prompt: Be careful., max-cost: 2}
/// ```
enum LeagueTargets {
    private static let own: Set<String> = [
        "target", "target-base-url", "temperature", "max-answer-tokens", "system-prompt", "target-seed", "stop",
        "extra",
        "max-cost", "max-tokens",
    ]

    /// The targets; empty for a run of one. What they lack is as for a run of one.
    ///
    /// - Parameters:
    ///   - request: what file and flags say of every target
    ///   - isLeague: whether one target is a league, too, because several variants are asked for
    /// - Throws: ``ConfigurationError`` with file and line; ``UsageError`` for a name that two targets have, or a cap that none has.
    static func read(
        _ flags: RunFlags, _ file: ConfigurationFile, request: RunRequest, isLeague: Bool = false
    ) throws -> [LeagueTarget] {
        let caps = (
            cost: flags.capsEach.cost ?? file.capsEach.cost,
            tokens: flags.capsEach.tokens ?? file.capsEach.tokens
        )
        let named = flags.targets.map { name in
            var target = request.target
            target.model = name
            return LeagueTarget(target: target)
        }
        var listed = named.isEmpty ? try file.targets.map { try target($0, request) } : named
        if isLeague, listed.isEmpty { listed = [LeagueTarget(target: request.target)] }
        guard listed.count > 1 || isLeague else {
            guard caps.cost == nil, caps.tokens == nil else {
                throw UsageError(
                    "--max-cost-each and --max-tokens-each need several targets; use --max-cost or --max-tokens")
            }
            return []
        }
        if let name = LeagueTarget.doubled(among: listed) {
            throw UsageError(
                "two targets have the name '\(name)'; name a target once, or give each a 'name:' of its own below 'targets:' in "
                    + "sextant.yaml")
        }
        return try listed.map { one in
            var one = one
            one.maxCost = one.maxCost ?? caps.cost
            one.maxTokens = one.maxTokens ?? caps.tokens
            try check(one, request)
            return one
        }
    }

    /// Puts the only target of the list, with its settings and caps, into the settings of a run of one.
    ///
    /// - Throws: ``ConfigurationError`` with file and line.
    static func applyOnly(_ flags: RunFlags, _ file: ConfigurationFile, to request: inout RunRequest) throws {
        guard flags.targets.isEmpty, file.targets.count == 1 else { return }
        let only = try target(file.targets[0], request)
        request.target = only.target
        request.limits.maxCost = [request.limits.maxCost, only.maxCost].compactMap(\.self).min()
        request.limits.maxTokens = [request.limits.maxTokens, only.maxTokens].compactMap(\.self).min()
    }

    private static func check(_ target: LeagueTarget, _ request: RunRequest) throws {
        var own = request
        own.target = target.target
        (own.limits.maxCost, own.limits.maxTokens) = (target.maxCost, target.maxTokens)
        try Setting.check(own)
        guard own.allocation.repeats == nil || own.target.seed == nil else {
            throw UsageError("with target-seed every try would get the same response; leave it out, or --repeat")
        }
    }

    private static func target(_ entry: YAMLValue, _ request: RunRequest) throws -> LeagueTarget {
        var own = request
        (own.limits.maxCost, own.limits.maxTokens) = (nil, nil)
        guard entry.isMapping else {
            own.target.model = try entry.string()
            return LeagueTarget(target: own.target)
        }
        var isNamed = false
        for (key, place, value) in try entry.mapping().keyed {
            let key = key.replacing("_", with: "-")
            isNamed = isNamed || key == "target"
            if key == "name" {
                let name = try value.string().trimmed
                guard !name.isEmpty else { throw value.invalid("the name of a target is empty") }
                own.target.name = name
            } else if Self.own.contains(key), let setting = Setting.named[key] {
                try setting.read(&own, value)
            } else {
                throw ConfigurationError.unknownKey(place, key: key, allowed: Array(Self.own) + ["name"])
            }
        }
        guard isNamed else { throw entry.invalid("a target needs a model; add target: provider/model") }
        return LeagueTarget(target: own.target, maxCost: own.limits.maxCost, maxTokens: own.limits.maxTokens)
    }
}
