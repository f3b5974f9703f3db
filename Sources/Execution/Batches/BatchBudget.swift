import ChatModels
import Records

/// What may still be spent: each figure is nil for no cap.
package struct BatchAllowance: Sendable {
    /// US dollars.
    package let cost: Double?
    /// Tokens of prompts and replies.
    package let tokens: Int?

    package init(cost: Double?, tokens: Int?) {
        self.cost = cost
        self.tokens = tokens
    }
}

/// Sees to it that batches cost no more than is left: what a batch costs is known only when it is done, so that its calls are
/// estimated, and more go out when it is known that there is room for them.
struct BatchBudget {
    /// Tokens of a reply of which nothing is known.
    private static let unknownReply = 1_000.0
    /// How far estimates are above the mean of the replies so far.
    private static let margin = 1.25
    /// Bytes of a prompt that make a token, at least.
    private static let bytesPerToken = 3

    private struct Amount {
        var cost = 0.0
        var tokens = 0
    }

    /// The caps' rest; nil without a cap.
    let allowance: (@Sendable () async -> BatchAllowance?)?
    /// The price of a call at once, by role; nil where it is not known.
    let price: @Sendable (BatchRole, TokenUsage) -> Double?
    private var sent: [String: Amount] = [:]
    /// Batches that are done, whose calls may not yet be counted among what was spent.
    private var uncounted: [BatchRound: Amount] = [:]
    private var replies: [BatchRole: (count: Int, tokens: Int)] = [:]

    init(
        allowance: (@Sendable () async -> BatchAllowance?)?,
        price: @escaping @Sendable (BatchRole, TokenUsage) -> Double?
    ) {
        self.allowance = allowance
        self.price = price
    }

    /// How many of the calls may go out, from the first on; one may always when nothing is on its way.
    func fitting(_ calls: [BatchCall], of allowance: BatchAllowance) -> Int {
        var left = Amount(cost: allowance.cost ?? .infinity, tokens: allowance.tokens ?? .max / 2)
        for amount in Array(sent.values) + Array(uncounted.values) {
            left.cost -= amount.cost
            left.tokens -= amount.tokens
        }
        for (index, call) in calls.enumerated() {
            let amount = amount(of: call)
            left.cost -= amount.cost
            left.tokens -= amount.tokens
            guard left.cost < 0 || left.tokens < 0 else { continue }
            return index == 0 && sent.isEmpty && uncounted.isEmpty ? 1 : index
        }
        return calls.count
    }

    /// Takes note of a batch that goes out.
    mutating func send(_ name: String, _ calls: some Sequence<BatchCall>) {
        guard allowance != nil else { return }
        sent[name] = calls.reduce(into: Amount()) { sum, call in
            let amount = amount(of: call)
            sum.cost += amount.cost
            sum.tokens += amount.tokens
        }
    }

    /// Takes note that a batch does not go out.
    mutating func cancel(_ name: String) { sent[name] = nil }

    /// Takes note of the end of a batch, and of its replies.
    mutating func end(_ name: String, in round: BatchRound?, _ role: BatchRole, _ usages: [TokenUsage]) {
        guard allowance != nil else { return }
        var known = replies[role] ?? (0, 0)
        for usage in usages {
            known.count += 1
            known.tokens += usage.output
        }
        replies[role] = known
        guard let amount = sent.removeValue(forKey: name), let round else { return }
        uncounted[round, default: Amount()].cost += amount.cost
        uncounted[round, default: Amount()].tokens += amount.tokens
    }

    /// Takes note that all who waited in a round have gone on and wait again, or are done: what they spent is counted.
    mutating func settle(_ round: BatchRound) { uncounted[round] = nil }

    private func amount(of call: BatchCall) -> Amount {
        let bytes = call.request.messages.reduce(0) { $0 + $1.content.utf8.count }
        let mean = replies[call.role].flatMap { known in
            known.count == 0 ? nil : Double(known.tokens) / Double(known.count) * Self.margin
        }
        let limit = Double(call.request.options.maxTokens ?? Int(Self.unknownReply))
        let usage = TokenUsage(input: bytes / Self.bytesPerToken + 16, output: Int((mean ?? limit).rounded(.up)))
        let cost = price(call.role, usage).map { $0 * call.interface.priceShare }
        return Amount(cost: cost ?? 0, tokens: usage.input + usage.output)
    }
}
