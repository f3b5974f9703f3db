import ChatModels
import Execution
import Foundations
import Records
import TestSupport
import Testing

@Suite("A test case in, a response out")
struct ExecutorTests {
    private let testCase = TestCase(plan: .sample(3), prompt: "Hello", origin: [:])

    @Test("the target is asked the prompt, after the system prompt where there is one")
    func request() async throws {
        let target = Echo(reply: ChatReply(text: "Hi"))
        _ = try await Executor(target: target).execute(testCase, label: "test 3")
        _ = try await Executor(target: target, systemPrompt: "Be brief.").execute(testCase, label: "test 3")
        let requests = target.requests.withLock { $0 }
        let prompt = ChatRequest.Message(.user, "Hello")
        #expect(requests.map(\.messages) == [[prompt], [ChatRequest.Message(.system, "Be brief."), prompt]])
        #expect(requests.map(\.label) == ["test 3", "test 3"])
    }

    @Test("what the target replies is the response, with its thoughts and what stopped it")
    func response() async throws {
        let reply = ChatReply(
            text: "Hi", reasoning: "A greeting.", blocked: "filter", truncated: true, model: "m",
            usage: TokenUsage(input: 6, output: 4))
        let executed = try await Executor(target: Echo(reply: reply)).execute(testCase, label: "")
        #expect(
            executed.response
                == Response(
                    text: "Hi", reasoning: "A greeting.", blocked: "filter", truncated: true, model: "m",
                    usage: TokenUsage(input: 6, output: 4)))
        #expect(executed.milliseconds >= 0)
    }

    @Test("its cost is its tokens at the target's price, estimated where nobody counted them; unknown without one")
    func cost() async throws {
        let prices = try PriceList(
            text:
                "{date: d, source: s, prices: {metered/a: {input: 100000, output: 100000}, simulated/*: {input: 5, output: 5}}}",
            file: "prices.yaml")
        func cost(
            _ name: String, _ prices: PriceList?, usage: TokenUsage? = TokenUsage(input: 6, output: 4)
        ) async throws -> Double? {
            let target = Echo(name: name, reply: ChatReply(text: "Hi", usage: usage))
            return try await Executor(target: target, prices: prices).execute(testCase, label: "").response.cost
        }
        #expect(try await cost("metered/a", prices) == 1)
        #expect(try await cost("metered/a", nil) == nil)
        #expect(try await cost("metered/b", prices) == nil)
        // "Hello" and "Hi" at a token for 4 bytes.
        let estimated = try #require(try await cost("metered/a", prices, usage: nil))
        #expect(abs(estimated - 0.3) < 1e-9)
        #expect(try await cost("simulated/default", prices) == nil)
    }
}

/// Replies always the same, and keeps what it was asked.
private final class Echo: ChatModel {
    let name: String
    var isSimulated: Bool { name.hasPrefix("simulated/") }
    let requests = Locked<[ChatRequest]>([])
    private let reply: ChatReply

    init(name: String = "metered/a", reply: ChatReply) {
        self.name = name
        self.reply = reply
    }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        requests.withLock { $0.append(request) }
        return reply
    }
}
