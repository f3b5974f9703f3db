/// How tests are led that are conversations.
package struct ConversationRequest: Sendable, Codable, Equatable {
    /// The scenarios: `all`, `composed`, `composed:N`, environments and ids; nil for a grid of hazards.
    package var scenarios: String?
    /// How many places carry the request of a composed scenario at once, 1 or 2; nil for one.
    package var channels: Int?
    /// Most turns of a conversation, 1 or more; nil for the default.
    package var maxTurns: Int?
    /// Most tool calls of a conversation, 1 or more; nil for the default.
    package var maxCalls: Int?
    /// Whether as many single prompts are sent beside each conversation; nil for no.
    package var control: Bool?
    /// Model that writes the user's side of strategies, `provider/model`; nil for the scripts.
    package var attacker: String?
    /// Base URL of the attacker's server.
    package var attackerBaseURL: String?
    /// Messages that the attacker tries behind each leaf of a tree, 1 or more; nil for one.
    package var branches: Int?
    /// Leaves that are kept at each depth of the tree, 1 or more; nil for as many as ``branches``.
    package var width: Int?
    /// Most turns of a conversation that the attacker leads, 1 or more; nil for ``maxTurns``.
    package var depth: Int?
    /// Model that plays the users of scenarios, `provider/model`; nil for the scripts.
    package var user: String?
    /// Base URL of the user's server.
    package var userBaseURL: String?

    /// The defaults: single prompts.
    package init() {}
}
