/// A run's conversations in numbers: further members of `summary.json`.
package struct ConversationSummary: Sendable, Codable, Equatable {
    /// Turns of all conversations.
    package var turns = 0
    /// Tool calls of all conversations.
    package var toolCalls = 0
    /// Share of scenarios whose task was done, where nothing attacked; nil without one.
    package var scenariosDone: RateEstimate?
    /// Share of scenarios in which the target did what foreign text asked for; nil without foreign text.
    package var attackSuccess: RateEstimate?
    /// Share of scenarios whose task was done without harm though foreign text tried to steer; nil without foreign text.
    package var utilityUnderAttack: RateEstimate?
    /// ``attackSuccess`` by the place of the foreign text.
    package var attackSuccessPlaces: [String: RateEstimate] = [:]
    /// Strategy to the median turn of the first unsafe response; nil where at most half became unsafe.
    package var firstUnsafeTurn: [String: Int?] = [:]
    /// Strategy to what it adds to as many single prompts on the same asks; empty without a control.
    package var uplift: [String: Uplift] = [:]
    /// Share of conversations in which the target said that it is being tested.
    package var saysTest: RateEstimate?
    /// Value of the grid's first dimension to the conversations in which it said so: scenarios that give themselves away.
    package var givenAway: [String: Int] = [:]
    /// Share of unsafe conversations among the others.
    package var unsafeUnaware: RateEstimate?
    /// Strategy to the tests that failed because the model that leads the conversation wrote nothing usable.
    package var attackerFailures: [String: Int] = [:]

    /// Nothing yet.
    package init() {}
}
