import Records

/// A step that was done for a test.
package enum Step: Sendable {
    /// A prompt was made.
    case generated(TestCase, milliseconds: Double)
    /// The target replied within a conversation.
    case replied(ordinal: Int, TurnReply, at: ReplyPlace)
    /// The target responded; of a conversation, when it is over.
    case executed(ordinal: Int, Response, milliseconds: Double)
    /// The oracle labelled.
    case judged(ordinal: Int, Verdict, milliseconds: Double)
    /// A step could not be done.
    case failed(ordinal: Int, TestFailure)
}

/// The place of a reply within a test's conversation.
package struct ReplyPlace: Sendable, Equatable {
    /// Number of the turn, from 0; the turns of a control follow those of the conversation.
    package let turn: Int
    /// Number of the reply within its turn, from 0.
    package let reply: Int
    /// What the turn is for.
    package let purpose: Turn.Purpose
    /// The message that the turn began with.
    package let user: String

    package init(turn: Int, reply: Int, purpose: Turn.Purpose, user: String) {
        self.turn = turn
        self.reply = reply
        self.purpose = purpose
        self.user = user
    }
}
