import HTTPTransport
import Records

/// A model whose calls are counted.
package struct MeteredModel: ChatModel {
    /// What was spent.
    package struct Spent: Sendable, Equatable {
        /// Answers that came.
        package var calls = 0
        /// US dollars; nil when a call had no price.
        package var cost: Double? = 0
    }

    private let model: any ChatModel
    private let prices: PriceList?
    private let meter = Locked(Spent())

    /// Counts the calls of `model`; without prices their cost stays unknown.
    package init(_ model: any ChatModel, prices: PriceList?) {
        self.model = model
        self.prices = prices
    }

    package var name: String { model.name }
    package var isSimulated: Bool { model.isSimulated }
    /// What was spent until now.
    package var spent: Spent { meter.withLock { $0 } }

    package func reply(to request: ChatRequest) async throws -> ChatReply {
        let reply = try await model.reply(to: request)
        let cost = reply.usage.flatMap { prices?.cost(of: $0, model: model.name) }
        meter.withLock { spent in
            spent.calls += 1
            spent.cost = spent.cost.flatMap { sum in cost.map { sum + $0 } }
        }
        return reply
    }
}
