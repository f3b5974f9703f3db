import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite("Models with a cache, a meter and options")
struct DecoratorTests {
    @Test("an identical call is answered from the cache, at no cost")
    func hit() async throws {
        let (model, cache) = (CountingModel(), MemoryCache())
        let cached = CachedModel(model, address: nil, cache: cache, keeps: true)
        let first = try await cached.reply(to: ask("a"))
        let second = try await cached.reply(to: ask("a"))
        #expect(model.requests.count == 1)
        #expect(!first.isCached && second.isCached)
        #expect(second.text == first.text && second.usage == first.usage)
        #expect(first.cost(of: model, for: ask("a"), prices: try prices()) == 3)
        #expect(second.cost(of: model, for: ask("a"), prices: try prices()) == 0)
    }

    @Test("options that the user leaves out are not sent, whatever the caller asks for")
    func omitted() async throws {
        let model = CountingModel()
        var options = ModelOptions()
        options.omitted = ModelOptions.Omission.allCases
        let asked = ChatOptions(temperature: 0, maxTokens: 5, seed: 1, stop: ["x"], extra: ["k": .int(1)])
        _ = try await ConfiguredModel(model, options: options).reply(to: ask("a", asked))
        #expect(model.requests.first?.options == ChatOptions(extra: ["k": .int(1)]))
    }

    @Test(
        "whatever can change the answer makes another call",
        arguments: [
            ask("b"), ask("a", ChatOptions(temperature: 1)), ask("a", ChatOptions(maxTokens: 9)),
            ask("a", ChatOptions(seed: 2)), ask("a", ChatOptions(stop: ["x"])),
            ask("a", ChatOptions(extra: ["k": .int(1)])),
            ChatRequest(messages: [.init(.user, "Be brief."), .init(.user, "a")]),
            ChatRequest(messages: [.init(.user, "a")]), ChatRequest(messages: ask("a").messages, sample: 1),
            ChatRequest(messages: ask("a").messages, schema: OutputSchema("x", members: [:])),
        ])
    func miss(request: ChatRequest) async throws {
        let (model, cache) = (CountingModel(), MemoryCache())
        let cached = CachedModel(model, address: nil, cache: cache, keeps: true)
        _ = try await cached.reply(to: ask("a"))
        _ = try await cached.reply(to: request)
        #expect(model.requests.count == 2)
    }

    @Test("the label makes no difference, another model or address does")
    func identity() async throws {
        let (model, cache) = (CountingModel(), MemoryCache())
        var request = ask("a")
        _ = try await CachedModel(model, address: nil, cache: cache, keeps: true).reply(to: request)
        request.label = "another test"
        #expect(try await CachedModel(model, address: nil, cache: cache, keeps: true).reply(to: request).isCached)
        _ = try await CachedModel(model, address: "http://h/v1", cache: cache, keeps: true).reply(to: request)
        let other = CountingModel(name: "openai/other")
        _ = try await CachedModel(other, address: nil, cache: cache, keeps: true).reply(to: request)
        #expect(model.requests.count == 2 && other.requests.count == 1)
    }

    @Test(
        "servers of one name are told apart by what stands for their variables, and by no secret",
        arguments: [
            ("openai/m", nil, [:], false), ("openai/m", "http://a/v1", ["GATE": "x"], false),
            ("openai/m", "${GATE}/v1", ["GATE": "http://b"], true), ("ollama/m", nil, ["OLLAMA_HOST": "b"], true),
            ("ollama/m", "http://a", ["OLLAMA_HOST": "b"], false),
            ("openai/m", nil, ["OPENAI_BASE_URL": "http://b"], true),
            ("openai/m", "http://a", ["OPENAI_BASE_URL": "http://b"], false),
            ("azure/m", nil, ["AZURE_OPENAI_ENDPOINT": "https://b.test"], true),
            ("http/desk", nil, ["HOST": "http://b"], true), ("http/desk", nil, ["TENANT": "b"], true),
            ("http/desk", nil, ["KEY": "b"], false), ("http/desk", "http://c", ["HOST": "http://b"], false),
        ] as [(String, String?, [String: String], Bool)])
    func servers(model: String, baseURL: String?, changed: [String: String], isOther: Bool) {
        let desk = HTTPApplication(
            url: "${HOST}/ask", headers: ["Authorization": "Bearer ${KEY}", "X-Tenant": "${TENANT}"],
            body: .string("{{prompt}}"), responsePath: "text")
        let usual = [
            "GATE": "http://a", "OLLAMA_HOST": "a", "AZURE_OPENAI_ENDPOINT": "https://a.test", "HOST": "http://a",
            "TENANT": "a", "KEY": "hunter22",
        ]
        func address(_ environment: [String: String]) -> String? {
            CachedModel.address(
                of: model, baseURL: baseURL, applications: ["desk": desk], environment: environment)
        }
        let other = address(usual.merging(changed) { _, new in new })
        #expect((address(usual) != other) == isOther)
        #expect(other?.contains("hunter22") != true)
    }

    @Test("how an application is asked is a part of its key")
    func applications() {
        let addresses = ["a", "b"].flatMap { text in
            ["text", "answer"].map { path in
                CachedModel.address(
                    of: "http/desk", baseURL: nil,
                    applications: [
                        "desk": HTTPApplication(url: "http://a", body: .string(text), responsePath: path)
                    ], environment: [:])
            }
        }
        #expect(Set(addresses).count == 4)
    }

    @Test("an agent from outside is asked anew: its words alone are not what it did in its session")
    func outside() async throws {
        let (model, cache) = (CountingModel(), MemoryCache())
        let cached = CachedModel(model, address: nil, cache: cache, keeps: true)
        var request = ask("a")
        request.session = ChatRequest.Session(name: "s")
        for _ in 0..<2 { #expect(try await cached.reply(to: request).isCached == false) }
        #expect(model.requests.count == 2 && cache.count == 0)
    }

    @Test("what is only read is not kept, and errors never are")
    func nothingKept() async throws {
        let (model, cache) = (CountingModel(), MemoryCache())
        _ = try await CachedModel(model, address: nil, cache: cache, keeps: false).reply(to: ask("a"))
        #expect(cache.count == 0)
        let failing = CountingModel(error: .unreachable(model: "openai/m", message: "down"))
        let cached = CachedModel(failing, address: nil, cache: cache, keeps: true)
        await #expect(throws: ChatError.self) { try await cached.reply(to: ask("a")) }
        #expect(cache.count == 0)
    }

    @Test("a meter reports role, tokens, cost, retries and whether it was cached, before the answer is used")
    func meter() async throws {
        let calls = Locked<[ModelCall]>([])
        let cached = CachedModel(CountingModel(), address: nil, cache: MemoryCache(), keeps: true)
        let metered = MeteredModel(cached, role: .judge, prices: try prices()) { call in
            calls.withLock { $0.append(call) }
        }
        for _ in 0..<2 { _ = try await metered.reply(to: ask("a")) }
        let seen = calls.withLock { $0 }
        #expect(seen.map(\.role) == [.judge, .judge] && seen.map(\.label) == ["t1", "t1"])
        #expect(seen.map(\.usage) == [TokenUsage(input: 1, output: 2), TokenUsage(input: 1, output: 2)])
        #expect(seen.map(\.cost) == [3, 0] && seen.map(\.isCached) == [false, true])
        #expect(seen.map(\.retries.count) == [1, 0])
    }

    @Test("what nobody has counted is estimated, tokens and cost, and that is told once of a model")
    func uncounted() async throws {
        let calls = Locked<[ModelCall]>([])
        let told = Locked<[String]>([])
        var prices = try prices()
        prices.estimates = EstimatedCosts { line in told.withLock { $0.append(line) } }
        for countsTokens in [true, false] {
            let model = CountingModel(countsTokens: countsTokens)
            let metered = MeteredModel(model, role: .judge, prices: prices) { call in
                calls.withLock { $0.append(call) }
            }
            var request = ask(String(repeating: "a", count: 400))
            _ = try await metered.reply(to: request)
            request.tools = [ToolDefinition(name: "find", description: "four", parameters: .object([:]))]
            _ = try await metered.reply(to: request)
            #expect(told.withLock { $0.count } == (countsTokens ? 0 : 1))
        }
        let seen = calls.withLock { $0 }
        #expect(seen.map(\.usage?.input) == [1, 1, 103, 105])
        #expect(seen.map(\.cost) == [3, 3, 105, 107])
        #expect(told.withLock { $0.first }?.hasPrefix("openai/m: it counts no tokens") == true)
    }

    @Test("what the recorder throws, the call throws: an answer that is not recorded is not used")
    func meterFails() async throws {
        let metered = MeteredModel(CountingModel(), role: .judge, prices: nil) { _ in throw CancellationError() }
        await #expect(throws: CancellationError.self) { try await metered.reply(to: ask("a")) }
    }

    @Test("the user's options go before the caller's, and what is not set is left")
    func options() async throws {
        let model = CountingModel()
        let options = ModelOptions(
            systemPrompt: "Judge.", temperature: 0.5, seed: 3, stop: ["END"], extra: ["a": .int(1), "b": .int(2)])
        let asked = ask("a", ChatOptions(temperature: 0, maxTokens: 400, extra: ["b": .int(9), "c": .int(4)]))
        _ = try await ConfiguredModel(model, options: options).reply(to: asked)
        let sent = try #require(model.requests.first)
        #expect(sent.messages == [.init(.system, "Judge.")] + asked.messages)
        #expect(
            sent.options
                == ChatOptions(
                    temperature: 0.5, maxTokens: 400, seed: 3, stop: ["END"],
                    extra: ["a": .int(1), "b": .int(2), "c": .int(4)]))
    }

    private func prices() throws -> PriceList {
        try PriceList(
            text: "{date: d, source: s, prices: {openai/*: {input: 1000000, output: 1000000}}}", file: "prices.yaml")
    }
}

/// Answers with the number of the call, after one failed attempt.
private final class CountingModel: ChatModel {
    let name: String
    let isSimulated = false
    private let error: ChatError?
    private let countsTokens: Bool
    private let seen = Locked<[ChatRequest]>([])

    init(name: String = "openai/m", error: ChatError? = nil, countsTokens: Bool = true) {
        self.countsTokens = countsTokens
        self.name = name
        self.error = error
    }

    var requests: [ChatRequest] { seen.withLock { $0 } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        if let error { throw error }
        let number = seen.withLock { seen in
            seen.append(request)
            return seen.count
        }
        return ChatReply(
            text: "answer \(number)", usage: countsTokens ? TokenUsage(input: 1, output: 2) : nil,
            retries: [Retry(error: "HTTP 503", elapsedMS: 1, waitedMS: 0)])
    }
}

private final class MemoryCache: ReplyCache {
    private let replies = Locked<[String: ChatReply]>([:])

    var count: Int { replies.withLock { $0.count } }

    func reply(for key: String) async throws -> ChatReply? { replies.withLock { $0[key] } }

    func keep(_ reply: ChatReply, of model: String, for key: String) async throws {
        replies.withLock { $0[key] = reply }
    }
}
