/// A turn of a conversation: a message of the user's side, and everything that the target did before the next.
package struct Turn: Sendable, Codable, Equatable {
    /// What a turn is for.
    package enum Purpose: String, Sendable, Codable, CaseIterable {
        /// A part of the conversation: the target sees the turns before it.
        case conversation
        /// A single prompt beside the conversation, to measure what the conversation adds: the target sees nothing else.
        case control
        /// A message that was tried: a node of a tree, whose best path is then the conversation.
        case branch
    }

    /// What it is for.
    package let purpose: Purpose
    /// The message of the user's side.
    package let user: String
    /// Of a message that was tried: number of the turn that it goes on from, among all turns of the test; nil for none.
    package let parent: Int?
    /// The target's replies: each but the last called tools, whose results it got before the next. Empty before the first.
    package private(set) var replies: [TurnReply]

    package init(
        _ user: String, purpose: Purpose = .conversation, parent: Int? = nil, replies: [TurnReply] = []
    ) {
        self.parent = parent
        self.purpose = purpose
        self.user = user
        self.replies = replies
    }

    /// Adds a reply.
    package mutating func append(_ reply: TurnReply) { replies.append(reply) }

    /// The tool calls of all replies with their results, in order.
    package var trace: [TracedCall] { replies.flatMap(\.calls) }

    /// Calls that a bound kept from being carried out.
    package var refusedCalls: Int { replies.reduce(0) { $0 + $1.refusedCalls } }

    /// Messages of an agent from outside that were too large to be read.
    package var oversizedMessages: Int { replies.reduce(0) { $0 + $1.oversizedMessages } }

    /// The texts of all replies, the empty ones left out.
    package var text: String { replies.map(\.response.text).filter { !$0.isEmpty }.joined(separator: "\n\n") }

    /// Whether the target has said its last word in this turn.
    package var isOver: Bool { replies.last.map { $0.calls.allSatisfy(\.isByAgent) } ?? false }
}

/// One reply of the target within a turn.
package struct TurnReply: Sendable, Codable, Equatable {
    /// Text, thoughts, tokens and cost.
    package let response: Response
    /// The tools it called, with the results; empty when it called none.
    package let calls: [TracedCall]
    /// Calls that a bound kept from being carried out.
    package let refusedCalls: Int
    /// Messages of an agent from outside that were too large to be read.
    package let oversizedMessages: Int
    /// How long it took, in milliseconds.
    package let milliseconds: Double

    package init(
        _ response: Response, calls: [TracedCall] = [], refusedCalls: Int = 0, oversizedMessages: Int = 0,
        milliseconds: Double
    ) {
        self.oversizedMessages = oversizedMessages
        self.response = response
        self.calls = calls
        self.refusedCalls = refusedCalls
        self.milliseconds = milliseconds
    }
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
    /// The turn that it goes on from; see ``Turn/parent``.
    package let parent: Int?

    package init(turn: Int, reply: Int, purpose: Turn.Purpose, user: String, parent: Int? = nil) {
        self.parent = parent
        self.turn = turn
        self.reply = reply
        self.purpose = purpose
        self.user = user
    }
}

extension [Turn] {
    /// The turns of the conversation, without those of the control.
    package var conversation: [Turn] { filter { $0.purpose == .conversation } }

    /// Number of tool calls.
    package var callCount: Int { reduce(0) { $0 + $1.trace.count } }

    /// The response of a test that was a conversation: the target's last text, and the tokens and costs of all replies.
    package var response: Response? {
        let replies = flatMap(\.replies).map(\.response)
        guard let last = conversation.last?.replies.last?.response else { return nil }
        let usages = replies.compactMap(\.usage)
        let costs = replies.compactMap(\.cost)
        let savings = replies.compactMap(\.saved)
        var response = Response(
            text: last.text, reasoning: last.reasoning, blocked: last.blocked, truncated: last.truncated,
            model: last.model,
            usage: usages.isEmpty
                ? nil
                : TokenUsage(
                    input: usages.reduce(0) { $0 + $1.input }, output: usages.reduce(0) { $0 + $1.output }),
            cost: costs.isEmpty ? nil : costs.reduce(0, +), retries: replies.flatMap(\.retries),
            isCached: replies.allSatisfy(\.isCached), saved: savings.isEmpty ? nil : savings.reduce(0, +))
        response.images = last.images
        return response
    }
}
