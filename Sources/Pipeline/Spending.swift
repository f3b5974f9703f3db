import Records

/// Adds up what the target's answers of a run have cost, and says when a cap is reached.
///
/// An answer without a known price or count adds nothing.
actor Spending {
    private let maxCost: Double?
    private let maxTokens: Int?
    private var cost = 0.0
    private var tokens = 0

    /// The spending of a run whose store has `records`.
    init(settings: RunSettings, records: [TestRecord]) {
        maxCost = settings.maxCost
        maxTokens = settings.maxRunTokens
        for response in records.lazy.compactMap(\.response) {
            cost += response.cost ?? 0
            tokens += response.usage?.total ?? 0
        }
    }

    /// Counts an answer.
    func add(_ response: Response) {
        cost += response.cost ?? 0
        tokens += response.usage?.total ?? 0
    }

    /// The cap that is reached; nil while there is something left.
    var exhausted: BudgetExhausted? {
        if let maxCost, cost >= maxCost { return .cost(spent: cost, cap: maxCost) }
        if let maxTokens, tokens >= maxTokens { return .tokens(spent: tokens, cap: maxTokens) }
        return nil
    }
}

extension TokenUsage {
    fileprivate var total: Int { input + output }
}
