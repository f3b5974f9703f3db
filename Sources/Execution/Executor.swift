import ChatModels
import Records

/// Sends test cases to the target: a test case in, a response out.
package struct Executor: Sendable {
    /// The system under test.
    package let target: any ChatModel
    /// How it is asked to respond.
    let options: ChatOptions
    /// Instructions given before every prompt; nil for none.
    let systemPrompt: String?
    private let prices: PriceList?
    private let clock = ContinuousClock()

    /// An executor for one target.
    ///
    /// - Parameters:
    ///   - target: the system under test
    ///   - options: how it is asked to respond
    ///   - systemPrompt: instructions given before every prompt; nil for none
    ///   - prices: what calls cost; nil leaves the costs unknown
    package init(
        target: any ChatModel, options: ChatOptions = ChatOptions(), systemPrompt: String? = nil,
        prices: PriceList? = nil
    ) {
        self.target = target
        self.options = options
        self.systemPrompt = systemPrompt
        self.prices = prices
    }

    /// Asks the target.
    ///
    /// - Parameters:
    ///   - testCase: the test case
    ///   - label: names the test in the log
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func execute(
        _ testCase: TestCase, label: String
    ) async throws -> TargetReply {
        let system = systemPrompt.map { [ChatRequest.Message(.system, $0)] } ?? []
        return try await reply(
            to: ChatRequest(messages: system + [.init(.user, testCase.prompt)], options: options, label: label))
    }

    /// Asks the target within a conversation.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> TargetReply {
        let start = clock.now
        let reply = try await target.reply(to: request)
        let response = Response(
            text: reply.text, reasoning: reply.reasoning, blocked: reply.blocked, truncated: reply.truncated,
            model: reply.model, usage: reply.usage, cost: reply.cost(of: target, prices: prices),
            retries: reply.retries, isCached: reply.isCached)
        return TargetReply(
            response: response, calls: reply.toolCalls, milliseconds: start.duration(to: clock.now).milliseconds)
    }
}
