import ChatModels
import Images
import Records
import SafetyGrid

/// Sends test cases to the target: a test case in, a response out.
package final class Executor: Sendable {
    /// The system under test.
    package let target: any ChatModel
    /// How it is asked to respond.
    let options: ChatOptions
    /// Instructions given before every prompt; nil for none.
    private let systemPrompt: String?
    /// Whose cells may add to them; nil for none that do.
    private let grid: Grid?
    private let prices: PriceList?
    private let shelf: ImageShelf?
    private let carrier: PromptCarrier
    private let clock = ContinuousClock()

    /// An executor for one target.
    ///
    /// - Parameters:
    ///   - target: the system under test
    ///   - options: how it is asked to respond
    ///   - systemPrompt: instructions given before every prompt; nil for none
    ///   - grid: the run's, whose configs and personas tell the target more
    ///   - prices: what calls cost; nil leaves the costs unknown
    ///   - shelf: where images are kept; nil for a target that makes none
    ///   - inputs: where images are that data sets have beside their prompts; nil for none
    package init(
        target: any ChatModel, options: ChatOptions = ChatOptions(), systemPrompt: String? = nil,
        grid: Grid? = nil, prices: PriceList? = nil, shelf: ImageShelf? = nil, inputs: ImageShelf? = nil
    ) {
        carrier = PromptCarrier(grid: grid, inputs: inputs)
        self.shelf = shelf
        self.grid = grid
        self.target = target
        self.options = options
        self.systemPrompt = systemPrompt
        self.prices = prices
    }

    /// What the target is told before the prompts of a cell; nil for nothing.
    package func systemPrompt(of cell: Int) -> String? {
        let parts = (systemPrompt.map { [$0] } ?? []) + (grid?.systemPrompts(of: cell) ?? [])
        return parts.isEmpty ? nil : parts.joined(separator: "\n\n")
    }

    /// Asks the target; the reply's images are still to be ``kept(_:)``.
    ///
    /// - Parameters:
    ///   - testCase: the test case
    ///   - label: names the test in the log
    /// - Throws: ``ChatError``, ``UserSideFault/undrawable(_:)``, `ShelfFault` or `CancellationError`.
    package func execute(
        _ testCase: TestCase, label: String
    ) async throws -> TargetReply {
        let system = systemPrompt(of: testCase.plan.cell).map { [ChatRequest.Message(.system, $0)] } ?? []
        let message = try await carrier.message(testCase)
        var reply = try await reply(
            to: ChatRequest(messages: system + [message], options: options, label: label))
        if message.drawn != nil { reply.drawnPrompt = message.images.first }
        return reply
    }

    /// Asks the target for one of many images of a prompt that is no test; they are still to be ``kept(_:)``.
    ///
    /// - Parameters:
    ///   - prompt: the text
    ///   - label: names the image in the log
    ///   - sample: number of the image, so that a cache tells one from another
    /// - Throws: ``ChatError``, `ShelfFault` or `CancellationError`.
    package func reply(toNeutral prompt: String, label: String, sample: Int) async throws -> TargetReply {
        let system = systemPrompt.map { [ChatRequest.Message(.system, $0)] } ?? []
        return try await reply(
            to: ChatRequest(
                messages: system + [.init(.user, prompt)], options: options, label: label, sample: sample))
    }

    /// Asks the target within a conversation; the reply's images are still to be ``kept(_:)``.
    ///
    /// - Throws: ``ChatError``, or `CancellationError`.
    package func reply(to request: ChatRequest) async throws -> TargetReply {
        let start = clock.now
        let reply = try await target.reply(to: request)
        let response = Response(
            text: reply.text, reasoning: reply.reasoning, blocked: reply.blocked, truncated: reply.truncated,
            model: reply.model, usage: reply.usage, cost: reply.cost(of: target, for: request, prices: prices),
            retries: reply.retries, isCached: reply.isCached,
            saved: reply.saved(of: target, for: request, prices: prices))
        return TargetReply(
            response: response, images: reply.images, calls: reply.toolCalls,
            milliseconds: start.duration(to: clock.now).milliseconds)
    }

    /// The reply with its images on their shelf, each durable: the response that refers to them is recorded after them.
    ///
    /// - Throws: ``ChatError/configuration(model:problem:)`` where there is no shelf; `ShelfFault`.
    package func kept(_ reply: TargetReply) async throws -> TargetReply {
        guard !reply.images.isEmpty || reply.drawnPrompt != nil else { return reply }
        guard let shelf else {
            guard !reply.images.isEmpty else { return reply }
            throw ChatError.configuration(
                model: target.name, problem: "it makes images, and there is no place to keep them")
        }
        var kept = reply
        kept.images = []
        if let drawn = reply.drawnPrompt { kept.response.drawnPrompt = try await shelf.keep(drawn) }
        for image in reply.images { kept.response.images.append(try await shelf.keep(image)) }
        return kept
    }
}
