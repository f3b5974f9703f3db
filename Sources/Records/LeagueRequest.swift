/// The league that a run is a part of: several targets get the same tests, each in a run of its own. With several variants of the
/// generator each target has a run of each.
package struct LeagueRequest: Sendable, Codable, Equatable {
    /// Id of the league, which is that of its first run.
    package var id: String
    /// Place of the run among those of the league, from 0: all targets with the first variant, then with the next.
    package var place: Int
    /// Number of targets, 1 or more.
    package var targets: Int
    /// Number of variants, 2 or more; nil for one.
    package var variants: Int?
    /// US dollars that the calls of all targets together may cost, over 0; nil for no cap.
    package var maxCost: Double?
    /// Tokens that the calls of all targets together may take, 1 or more; nil for no cap.
    package var maxTokens: Int?

    /// Place of the run's target among the targets, from 0.
    package var target: Int { place % max(targets, 1) }

    /// Place of the run's variant among the variants, from 0.
    package var variant: Int { place / max(targets, 1) }

    package init(
        id: String, place: Int, targets: Int, variants: Int? = nil, maxCost: Double? = nil, maxTokens: Int? = nil
    ) {
        self.variants = variants
        self.id = id
        self.place = place
        self.targets = targets
        self.maxCost = maxCost
        self.maxTokens = maxTokens
    }
}

/// A target of a league to come, with caps of its own.
package struct LeagueTarget: Sendable, Equatable {
    /// The target.
    package var target: TargetRequest
    /// US dollars that the target's run may cost, over 0; nil for no cap.
    package var maxCost: Double?
    /// Tokens that the target's run may take, 1 or more; nil for no cap.
    package var maxTokens: Int?

    package init(target: TargetRequest, maxCost: Double? = nil, maxTokens: Int? = nil) {
        self.target = target
        self.maxCost = maxCost
        self.maxTokens = maxTokens
    }

    /// The first name that two targets have; nil when all differ.
    package static func doubled(among targets: [LeagueTarget]) -> String? {
        var seen: Set<String> = []
        return targets.map(\.target.shownName).first { !seen.insert($0).inserted }
    }
}
