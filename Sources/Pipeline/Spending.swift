import Execution
import Records
import Storage

/// Adds up the cost of a run's calls, whatever the model's role, and says when a cap is reached.
///
/// A reply from the cache adds nothing, and none without a known price adds to the cost. What no server has counted adds a
/// quarter of its bytes as tokens, so that the cap holds for servers that count nothing.
package actor Spending {
    /// Whether there is a cap at all; without one nobody needs to ask.
    package nonisolated let isCapped: Bool
    private let maxCost: Double?
    private let maxTokens: Int?
    private var totals = CallTotals()
    /// What this process has spent.
    private(set) var own = CallTotals()
    /// What other processes had spent when this one began, and how much more they have since.
    private var others: (first: CallTotals?, more: CallTotals) = (nil, CallTotals())
    private var record: (@Sendable (ModelCall) async throws -> Void)?
    /// The spending of all targets of a league; nil for a run of one.
    private let whole: Spending?

    /// The spending of a run that has not begun.
    ///
    /// - Parameter whole: the spending of its league, which this is a part of; nil for none
    package init(request: RunRequest, within whole: Spending? = nil) {
        self.init(request.limits.maxCost, request.limits.maxTokens, within: whole)
    }

    /// The spending of all targets of a league that has not begun.
    package init(of league: LeagueRequest) {
        self.init(league.maxCost, league.maxTokens, within: nil)
    }

    private init(_ maxCost: Double?, _ maxTokens: Int?, within whole: Spending?) {
        self.maxCost = maxCost
        self.maxTokens = maxTokens
        self.whole = whole
        isCapped = maxCost != nil || maxTokens != nil || whole?.isCapped == true
    }

    /// Starts from the amount that the run has spent already, and records its further calls in `store`.
    ///
    /// - Throws: ``StoreError``.
    package func begin(_ run: RunRecord, records: [TestRecord], store: any Store) async throws {
        totals = try await store.callTotals(of: run.id)
        await whole?.add(cost: totals.cost, tokens: totals.tokens)
        for record in records {
            if let response = record.response ?? record.turns.response { await add(response) }
        }
        own = CallTotals()
        record = { try await store.record($0, in: run.id) }
    }

    /// Starts from the amount that a run has spent which several processes work on.
    ///
    /// - Throws: ``StoreError``.
    package func begin(_ run: RunRecord, store: any SharedStore) async throws {
        if isCapped {
            totals = try await store.callTotals(of: run.id)
            let responses = try await store.responseTotals(of: run.id)
            totals.cost += responses.cost
            totals.tokens += responses.tokens
        }
        record = { try await store.record($0, in: run.id) }
    }

    /// Counts what all other processes of the run have spent, also those that are gone.
    func set(others spent: CallTotals) {
        let first = others.first ?? spent
        others = (
            first, CallTotals(cost: spent.cost - first.cost, tokens: spent.tokens - first.tokens)
        )
    }

    /// Counts a response of the target.
    func add(_ response: Response) async {
        guard !response.isCached else { return }
        await add(cost: response.cost, usage: response.countedUsage)
    }

    /// Counts a call of another model, once it is recorded.
    ///
    /// - Throws: ``StoreError``.
    package func add(_ call: ModelCall) async throws {
        try await record?(call)
        guard !call.isCached else { return }
        await add(cost: call.cost, usage: call.usage)
    }

    /// Raises the signal once a cap is reached.
    nonisolated func stopWhenExhausted(_ stop: StopSignal) async {
        guard isCapped, let exhausted = await exhausted else { return }
        await stop.raise(for: exhausted)
    }

    /// The cap that is reached; nil while there is something left.
    package var exhausted: BudgetExhausted? {
        get async {
            let isEach = whole != nil
            let (cost, tokens) = (totals.cost + others.more.cost, totals.tokens + others.more.tokens)
            if let maxCost, cost >= maxCost { return .cost(spent: cost, cap: maxCost, isEach: isEach) }
            if let maxTokens, tokens >= maxTokens { return .tokens(spent: tokens, cap: maxTokens, isEach: isEach) }
            return await whole?.exhausted
        }
    }

    /// What is left of the caps; nil without any.
    package var allowance: BatchAllowance? {
        get async {
            guard isCapped else { return nil }
            let left = BatchAllowance(
                cost: maxCost.map { $0 - totals.cost }, tokens: maxTokens.map { $0 - totals.tokens })
            guard let whole = await whole?.allowance else { return left }
            return BatchAllowance(
                cost: [left.cost, whole.cost].compactMap(\.self).min(),
                tokens: [left.tokens, whole.tokens].compactMap(\.self).min())
        }
    }

    private func add(cost: Double?, usage: TokenUsage?) async {
        await add(cost: cost ?? 0, tokens: usage.map { $0.input + $0.output } ?? 0)
    }

    private func add(cost: Double, tokens: Int) async {
        totals.cost += cost
        totals.tokens += tokens
        own.cost += cost
        own.tokens += tokens
        await whole?.add(cost: cost, tokens: tokens)
    }
}

extension Response {
    /// Its tokens, a quarter of its bytes where nobody has counted them.
    var countedUsage: TokenUsage {
        usage ?? TokenUsage(input: 0, output: TokenUsage.estimate(of: [text, reasoning ?? ""]))
    }
}
