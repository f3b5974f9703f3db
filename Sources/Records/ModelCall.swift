/// The role in which a model is called.
package enum ModelRole: String, Sendable, Codable, CaseIterable {
    /// The system under test.
    case target
    /// Writes prompts.
    case generator
    /// Labels responses.
    case judge
    /// Writes the user's side of conversations.
    case attacker
    /// Plays the user of a scenario.
    case user
}

/// One call of a model in a run, with its tokens and its cost. The calls that execute tests are not among them: their
/// figures stand in the responses.
package struct ModelCall: Sendable, Codable, Equatable {
    /// The role of the model.
    package let role: ModelRole
    /// `provider/model`, as the user wrote it.
    package let model: String
    /// Purpose of the call, for example `test 17 judge`.
    package let label: String
    /// Tokens of the call, estimated where the provider does not say; nil when nobody knows.
    package let usage: TokenUsage?
    /// US dollars; nil when no price is known, 0 for a reply from the cache.
    package let cost: Double?
    /// Whether the reply came from the cache, so that nothing was paid.
    package let isCached: Bool
    /// Attempts that failed before.
    package let retries: [Retry]
    /// How long it took, retries included.
    package let milliseconds: Double
    /// US dollars that it cost less than it would have at once, 0 without a known price; nil unless it went in a batch.
    package let saved: Double?

    package init(
        role: ModelRole, model: String, label: String, usage: TokenUsage?, cost: Double?, isCached: Bool,
        retries: [Retry], milliseconds: Double, saved: Double? = nil
    ) {
        self.saved = saved
        self.role = role
        self.model = model
        self.label = label
        self.usage = usage
        self.cost = cost
        self.isCached = isCached
        self.retries = retries
        self.milliseconds = milliseconds
    }
}

/// Total cost and tokens of calls.
package struct CallTotals: Sendable, Equatable {
    /// US dollars, of the calls with a known price.
    package var cost: Double
    /// Tokens of prompts and replies, of the calls whose tokens were counted or estimated.
    package var tokens: Int

    package init(cost: Double = 0, tokens: Int = 0) {
        self.cost = cost
        self.tokens = tokens
    }
}
