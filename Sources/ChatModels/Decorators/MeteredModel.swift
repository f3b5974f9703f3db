import Foundations
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
                cost: reply.cost(of: self, for: request, prices: prices), isCached: reply.isCached,
                retries: reply.retries,
                milliseconds: start.duration(to: clock.now).milliseconds,
                saved: reply.saved(of: self, for: request, prices: prices)))
        return reply
    }
}

extension ChatRequest {
    /// Tokens of a reply that nobody has counted: a quarter of the bytes of what was said, called and offered.
    func estimate(of reply: ChatReply) -> TokenUsage {
        let calls = (messages.flatMap(\.toolCalls)).map(\.argumentText)
        let offers = tools.flatMap { [$0.name, $0.description, $0.parameters.text] }
        return TokenUsage(
            input: TokenUsage.estimate(of: messages.map(\.content) + calls + offers),
            output: TokenUsage.estimate(
                of: [reply.text, reply.reasoning ?? ""] + reply.toolCalls.map(\.argumentText)))
    }
}

extension ChatReply {
    /// US dollars that this reply of `model` to `request` cost, an estimate where nobody has counted its tokens: 0 from the
    /// cache; nil without a known price, and for a simulated model.
    package func cost(of model: any ChatModel, for request: ChatRequest, prices: PriceList?) -> Double? {
        guard !model.isSimulated else { return nil }
        guard !isCached else { return 0 }
        let cost = prices?.cost(of: usage ?? request.estimate(of: self), model: model.name).map { $0 * priceShare }
        if usage == nil, blocked == nil, cost != nil { prices?.estimates?.note(model.name) }
        return cost
    }

    /// US dollars that it cost less than it would have at once; 0 without a price, nil for a call that was made at once.
    package func saved(of model: any ChatModel, for request: ChatRequest, prices: PriceList?) -> Double? {
        guard priceShare < 1, !isCached else { return nil }
        return (cost(of: model, for: request, prices: prices) ?? 0) * (1 / priceShare - 1)
    }
}
