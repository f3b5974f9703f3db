import FaultServer
import Foundations
import HTTPTransport
import Records
import TestSupport
import Testing

@testable import ChatModels

@Suite("Batch interfaces of providers")
struct BatchInterfaceTests {
    private func interface(
        _ shape: BatchServer.Shape, _ server: BatchServer, _ client: any HTTPClient
    ) throws -> any BatchInterface {
        let model = try ModelRegistry.model(
            "\(shape.rawValue)/m-1", baseURL: server.baseURL,
            context: ModelContext(environment: [:], http: client, seeds: ProjectSeeds.path))
        return try #require(model.batches)
    }

    private func lines(_ interface: any BatchInterface, _ prompts: [String]) async -> [BatchLine] {
        var lines: [BatchLine] = []
        for (index, prompt) in prompts.enumerated() {
            lines.append(await interface.line(for: request(prompt), key: "k\(index)"))
        }
        return lines
    }

    private func request(_ prompt: String) -> ChatRequest {
        ChatRequest(messages: [.init(.user, prompt)], options: ChatOptions(maxTokens: 50))
    }

    @Test(
        "a batch is handed in, looked at, read by its keys, and found by its name",
        arguments: BatchServer.Shape.allCases)
    func whole(_ shape: BatchServer.Shape) async throws {
        let server = try BatchServer(shape, reply: { "you said: \($0)" })
        let interface = try interface(shape, server, CurlClient())
        let sent = await lines(interface, ["one", "two \u{00e4}\n\"x\"", "three"])
        let id = try await interface.submit(sent, name: "sextant-a")
        let status = try await interface.status(of: id)
        #expect(status.hasEnded && status.problem == nil)
        let results = try await interface.results(of: status)
        #expect(Set(results.map(\.key)) == ["k0", "k1", "k2"])
        for (line, prompt) in zip(sent, ["one", "two \u{00e4}\n\"x\"", "three"]) {
            guard case .response(let code, let body)? = results.first(where: { $0.key == line.key })?.outcome else {
                Issue.record("no result of \(line.key)")
                continue
            }
            let reply = try await interface.reply(to: request(prompt), line: line, status: code, body: body)
            #expect(reply?.text == "you said: \(prompt)" && reply?.usage == TokenUsage(input: 20, output: 7))
        }
        let now = server.now
        let sought = SoughtBatch(name: "sextant-a", requests: 3, sentAt: now, others: [])
        #expect(try await interface.find(sought) == id)
        let other = SoughtBatch(name: "sextant-b", requests: 4, sentAt: now, others: [])
        #expect(try await interface.find(other) == nil)
    }

    @Test("a batch is cancelled, and what was done of it is read", arguments: BatchServer.Shape.allCases)
    func cancelled(_ shape: BatchServer.Shape) async throws {
        var faults = BatchServer.Faults()
        faults.neverEnds = true
        faults.doneWhenCancelled = 1
        let server = try BatchServer(shape, faults: faults)
        let interface = try interface(shape, server, CurlClient())
        let id = try await interface.submit(await lines(interface, ["one", "two"]), name: "sextant-a")
        #expect(try await !interface.status(of: id).hasEnded)
        try await interface.cancel(id)
        let status = try await interface.status(of: id)
        #expect(status.hasEnded && status.problem != nil && server.seen.cancelled == 1)
        let done = try await interface.results(of: status).filter { result in
            if case .response = result.outcome { true } else { false }
        }
        #expect(done.map(\.key) == ["k0"])
    }

    @Test("errors of lines, whole refusals and expiry are told apart", arguments: BatchServer.Shape.allCases)
    func faults(_ shape: BatchServer.Shape) async throws {
        var faults = BatchServer.Faults()
        faults.failingEvery = 1
        let failingServer = try BatchServer(shape, faults: faults)
        let failing = try interface(shape, failingServer, CurlClient())
        var id = try await failing.submit(await lines(failing, ["one"]), name: "sextant-a")
        let results = try await failing.results(of: try await failing.status(of: id))
        guard case .response(400, let body)? = results.first?.outcome, let line = await lines(failing, ["one"]).first
        else {
            Issue.record("\(results)")
            return
        }
        let rejection = ChatError.rejected(
            model: "\(shape.rawValue)/m-1", status: 400, message: "the prompt is not taken")
        await #expect(throws: rejection) {
            try await failing.reply(to: request("one"), line: line, status: 400, body: body)
        }
        #expect(failingServer.seen.batches == 1)
        // Anthropic refuses a batch when it is handed in, or not at all.
        guard shape != .anthropic else { return }
        faults = BatchServer.Faults()
        faults.refusal = "token_limit_exceeded"
        let refusingServer = try BatchServer(shape, faults: faults)
        let refusing = try interface(shape, refusingServer, CurlClient())
        id = try await refusing.submit(await lines(refusing, ["one"]), name: "sextant-a")
        let status = try await refusing.status(of: id)
        #expect(status.hasEnded && status.sources.isEmpty && status.problem?.contains("token_limit_exceeded") == true)
        #expect(refusingServer.seen.batches == 1)
    }

    @Test("a state that is not known is told, and when the batch expires", arguments: BatchServer.Shape.allCases)
    func states(_ shape: BatchServer.Shape) async throws {
        let known: [BatchServer.Shape: String] = [
            .openai: "finalizing", .azure: "Validating", .anthropic: "canceling", .gemini: "BATCH_STATE_PAUSED",
            .mistral: "CANCELLATION_REQUESTED",
        ]
        for (state, isKnown) in [(try #require(known[shape]), true), ("on\u{1B}[1m hold", false)] {
            var faults = BatchServer.Faults()
            faults.neverEnds = true
            faults.state = state
            let server = try BatchServer(shape, faults: faults)
            let interface = try interface(shape, server, CurlClient())
            let id = try await interface.submit(await lines(interface, ["one"]), name: "sextant-a")
            let status = try await interface.status(of: id)
            #expect(!status.hasEnded && (status.unknownState == nil) == isKnown)
            #expect(status.unknownState?.contains("\u{1B}") != true)
            // Gemini does not say it.
            #expect(server.seen.looks > 0)
            #expect(status.expiresAt.map { $0 < 1_710_000_000 } == (shape == .gemini ? nil : true))
        }
    }

    @Test("a batch is never sent twice by the transport, and a file of one error line is no fault of it")
    func once() async throws {
        var faults = BatchServer.Faults()
        faults.brokenAnswers = 1
        faults.failingEvery = 1
        let server = try BatchServer(.openai, faults: faults)
        let client = ResilientClient(
            try CurlClient(), advice: { ProviderAdvice.read($0, unixTime: 0) })
        let interface = try interface(.openai, server, client)
        let sent = await lines(interface, ["one"])
        await #expect(throws: ChatError.self) { try await interface.submit(sent, name: "sextant-a") }
        #expect(server.seen.batches == 1)
        let found = try await interface.find(SoughtBatch(name: "sextant-a", requests: 1, sentAt: 0, others: []))
        let status = try await interface.status(of: try #require(found))
        #expect(try await interface.results(of: status).count == 1)
    }

    @Test("the fields that a server does not take are left out of the next batch")
    func lesson() async throws {
        let interface = try interface(.openai, BatchServer(.openai), CurlClient())
        let request = ChatRequest(messages: [.init(.user, "one")], options: ChatOptions(temperature: 0, maxTokens: 5))
        let line = await interface.line(for: request, key: "k0")
        #expect(String(decoding: line.bytes, as: UTF8.self).contains("temperature"))
        let error = JSONValue.object([
            "error": .object([
                "message": .string("Unsupported parameter: 'temperature' is not supported with this model."),
                "type": .string("invalid_request_error"), "param": .string("temperature"),
                "code": .string("unsupported_parameter"),
            ])
        ])
        for _ in 0..<2 {
            #expect(try await interface.reply(to: request, line: line, status: 400, body: error) == nil)
        }
        let next = await interface.line(for: request, key: "k0")
        #expect(!String(decoding: next.bytes, as: UTF8.self).contains("temperature"))
    }

    @Test("Azure's addresses and names, by either interface", arguments: [true, false])
    func azure(isNewer: Bool) async throws {
        let server = try BatchServer(.azure)
        let model = try ModelRegistry.model(
            "azure/gpt", baseURL: server.baseURL + (isNewer ? "/openai/v1" : ""),
            context: ModelContext(environment: [:], http: CurlClient(), seeds: ProjectSeeds.path))
        let interface = try #require(model.batches)
        _ = try await interface.submit(await lines(interface, ["one"]), name: "sextant-a")
        #expect(server.seen.lastJob["endpoint"] == .string("/chat/completions"))
    }

    @Test(
        "a provider without batches has none",
        arguments: ["groq/x", "ollama/x", "completion/x", "simulated/default"])
    func none(_ name: String) throws {
        let url = name.hasPrefix("simulated") ? nil : "http://127.0.0.1:9"
        let model = try ModelRegistry.model(
            name, baseURL: url,
            context: ModelContext(environment: [:], http: ScriptedClient([]), seeds: ProjectSeeds.path))
        #expect(model.batches == nil)
    }
}
