/// The roles whose calls may go out in batches.
package enum BatchRole: String, Sendable, Codable, CaseIterable {
    /// The system under test.
    case target
    /// Labels responses.
    case judge
    /// Writes prompts.
    case generator
}

/// Calls of a run that were handed to a provider together. It is kept before it is sent, so that no end of a process loses
/// it.
package struct BatchRecord: Sendable, Equatable {
    /// How a batch stands.
    package enum State: String, Sendable, CaseIterable {
        /// It is being sent; whether the provider has it is not known.
        case sending
        /// The provider has it.
        case sent
        /// Its results were read.
        case ended
        /// It was cancelled before it was done; what was done until then was read.
        case cancelled
        /// The provider has no such batch.
        case lost
    }

    /// The name under which it was sent.
    package let name: String
    /// The role of its model.
    package let role: BatchRole
    /// The model, `provider/model`.
    package let provider: String
    /// The provider's id; nil until the provider has told it.
    package var id: String?
    /// How it stands.
    package var state: State
    /// When it was sent, in seconds since 1970.
    package let sentAt: Double
    /// The keys of its calls, each of a test.
    package let tests: [String]

    package init(
        name: String, role: BatchRole, provider: String, id: String? = nil, state: State = .sending, sentAt: Double,
        tests: [String]
    ) {
        self.name = name
        self.role = role
        self.provider = provider
        self.id = id
        self.state = state
        self.sentAt = sentAt
        self.tests = tests
    }
}

/// The batches of a run in numbers.
package struct BatchSummary: Sendable, Codable, Equatable {
    /// Batches that a provider took.
    package let batches: Int
    /// Replies that came in them.
    package let replies: Int
    /// US dollars that these replies cost, as far as prices are known.
    package let cost: Double
    /// US dollars that they cost less than they would have at once.
    package let saved: Double

    package init(batches: Int, replies: Int, cost: Double, saved: Double) {
        self.batches = batches
        self.replies = replies
        self.cost = cost
        self.saved = saved
    }

    /// The sum of several; nil of none.
    package init?(sum parts: [BatchSummary]) {
        guard !parts.isEmpty else { return nil }
        self.init(
            batches: parts.reduce(0) { $0 + $1.batches }, replies: parts.reduce(0) { $0 + $1.replies },
            cost: parts.reduce(0) { $0 + $1.cost }, saved: parts.reduce(0) { $0 + $1.saved })
    }
}
