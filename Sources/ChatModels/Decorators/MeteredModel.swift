import Records

/// A model that reports its calls with their cost.
package struct MeteredModel: ChatModel {
    private let base: any ChatModel
    private let role: ModelRole
    private let prices: PriceList?
    private let report: @Sendable (ModelCall) async throws -> Void
    private let clock = ContinuousClock()

    /// `base`, reporting each reply.
    ///
    /// - Parameters:
    ///   - base: the model
    ///   - role: what it is called for
    ///   - prices: what calls cost; nil leaves the costs unknown
    ///   - report: takes each call before its reply is used; its errors become errors of the call
    package init(
        _ base: any ChatModel, role: ModelRole, prices: PriceList?,
        report: @escaping @Sendable (ModelCall) async throws -> Void
    ) {
        self.base = base
        self.role = role
        self.prices = prices
        self.report = report
    }

    package var name: String { base.name }
    package var isSimulated: Bool { base.isSimulated }

    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let start = clock.now
        let reply = try await base.reply(to: request)
        try await report(
            ModelCall(
                role: role, model: name, label: request.label, usage: reply.usage ?? request.estimate(of: reply),
                cost: reply.cost(of: self, prices: prices), isCached: reply.isCached, retries: reply.retries,
                milliseconds: start.duration(to: clock.now).milliseconds,
                saved: reply.saved(of: self, prices: prices)))
        return reply
    }
}

extension ChatRequest {
    /// Tokens of a reply that nobody has counted: a quarter of the bytes of what was said.
    func estimate(of reply: ChatReply) -> TokenUsage {
        TokenUsage(
            input: TokenUsage.estimate(of: messages.map(\.content)),
            output: TokenUsage.estimate(of: [reply.text, reply.reasoning ?? ""]))
    }
}

extension ChatReply {
    /// US dollars that this reply of `model` cost: 0 from the cache; nil without a known price, and for a simulated
    /// model.
    package func cost(of model: any ChatModel, prices: PriceList?) -> Double? {
        guard !model.isSimulated else { return nil }
        return isCached ? 0 : usage.flatMap { prices?.cost(of: $0, model: model.name) }.map { $0 * priceShare }
    }

    /// US dollars that it cost less than it would have at once; 0 without a price, nil for a call that was made at once.
    package func saved(of model: any ChatModel, prices: PriceList?) -> Double? {
        guard priceShare < 1, !isCached else { return nil }
        return (cost(of: model, prices: prices) ?? 0) * (1 / priceShare - 1)
    }
}
