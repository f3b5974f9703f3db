/// The bounds of a conversation.
package struct ConversationLimits: Sendable, Equatable {
    /// Most turns, 1 or more.
    package var turns: Int
    /// Most tool calls in all turns together; a target that calls more is not asked again.
    package var calls: Int

    /// Bounds; by default 5 turns and 30 calls.
    package init(turns: Int = 5, calls: Int = 30) {
        self.turns = turns
        self.calls = calls
    }
}
