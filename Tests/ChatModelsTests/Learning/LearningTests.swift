import FaultServer
import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// A chat server on a real socket that rejects requests by their bodies, and counts.
private final class StrictServer: Sendable {
    struct Count: Sendable {
        var rejected = 0
        var served: [JSONValue] = []
    }

    private let count: Locked<Count>
    private let server: FaultHTTPServer
    let notices = Locked<[String]>([])

    /// - Parameter rejection: status and body for a request that is not taken; nil for one that is
    init(
        reply: String = #"{"choices":[{"message":{"content":"{\"a\":1}"},"finish_reason":"stop"}]}"#,
        _ rejection: @escaping @Sendable (JSONValue) -> (Int, String)?
    ) throws {
        let count = Locked(Count())
        self.count = count
        server = try FaultHTTPServer(
            otherwise: .computed { bytes in
                let body = (try? JSONDecoder().decode(JSONValue.self, from: Data(bytes))) ?? .null
                if let (status, text) = rejection(body) {
                    count.withLock { $0.rejected += 1 }
                    return Behaviour(status: status, body: Array(text.utf8))
                }
                count.withLock { $0.served.append(body) }
                return Behaviour(body: Array(reply.utf8))
            })
    }

    var address: String { server.baseURL }
    var rejected: Int { count.withLock { $0.rejected } }
    var served: [JSONValue] { count.withLock { $0.served } }

    func model(_ name: String = "openai/m") throws -> any ChatModel {
        try ModelRegistry.model(name, baseURL: server.baseURL, context: modelContext())
    }

    /// A context whose transport tries again what may pass, as a run's does.
    func modelContext() throws -> ModelContext {
        let notices = notices
        return try ModelContext(
            environment: [:],
            http: ResilientClient(
                CurlClient(), retry: RetryPolicy(maxAttempts: 2), advice: { ProviderAdvice.read($0, unixTime: 0) }),
            seeds: TestSeeds.path, notice: { line in notices.withLock { $0.append(line) } })
    }
}

@Suite("learning what a server takes")
struct LearningTests {
    private static let schema = OutputSchema("x", members: ["a": OutputSchema.number])
    private static func unsupported(_ name: String) -> String {
        #"{"error":{"message":"Unsupported parameter: '\#(name)'","param":"\#(name)","code":"unsupported_parameter"}}"#
    }

    @Test("a rejected setting is dropped at once, told once, and remembered")
    func dropped() async throws {
        let server = try StrictServer { $0["temperature"] == nil ? nil : (400, Self.unsupported("temperature")) }
        let model = try server.model()
        for _ in 0..<3 {
            let reply = try await model.reply(to: ask("x", ChatOptions(temperature: 0, seed: 4)))
            #expect(reply.text == #"{"a":1}"#)
        }
        #expect(server.rejected == 1)
        #expect(server.served.count == 3 && server.served.allSatisfy { $0["seed"] == .int(4) })
        #expect(server.notices.withLock { $0 }.map { $0.contains("temperature") } == [true])
    }

    @Test("models of one context share what they learned, by address and model")
    func shared() async throws {
        let server = try StrictServer { $0["seed"] == nil ? nil : (400, Self.unsupported("seed")) }
        let context = try server.modelContext()
        for (name, rejected) in [("openai/m", 1), ("openai/m", 1), ("openai/other", 2)] {
            let model = try ModelRegistry.model(name, baseURL: server.address, context: context)
            _ = try await model.reply(to: ask("x", ChatOptions(seed: 4)))
            #expect(server.rejected == rejected)
        }
    }

    @Test("calls under way at the same time are each rejected once at most, whatever the ladder")
    func concurrent() async throws {
        let server = try StrictServer { body in
            if body["temperature"] != nil { return (400, Self.unsupported("temperature")) }
            return body["response_format"] == nil ? nil : (400, "this kind of response_format type is not available")
        }
        let model = try server.model()
        var request = ask("x", ChatOptions(temperature: 0))
        request.schema = Self.schema
        try await withThrowingTaskGroup(of: Void.self) { [request] group in
            for _ in 0..<8 { group.addTask { _ = try await model.reply(to: request) } }
            try await group.waitForAll()
        }
        #expect(server.served.count == 8)
        // Eight first calls, and what the one that settled it met: three forms of a schema.
        #expect(server.rejected <= 8 + 3)
        let before = server.rejected
        _ = try await model.reply(to: request)
        #expect(server.rejected == before)
    }

    @Test("instructions are folded into the first message word for word, also where a template fails as a 500")
    func folded() async throws {
        for status in [400, 500] {
            let server = try StrictServer { body in
                guard body["messages"]?.items.first?["role"] == .string("system") else { return nil }
                return (status, #"{"error":{"message":"Jinja Exception: System role not supported"}}"#)
            }
            let reply = try await server.model().reply(to: ask("One?"))
            #expect(reply.retries.isEmpty)
            #expect(server.rejected == 1)
            let sent = try #require(server.served.first?["messages"]?.items)
            #expect(sent == [.object(["role": .string("user"), "content": .string("Be brief.\n\nOne?")])])
        }
    }

    @Test("a conversation that the model ends is told by the person")
    func retold() async throws {
        let server = try StrictServer { body in
            guard body["messages"]?.items.last?["role"] == .string("assistant") else { return nil }
            return (400, #"{"error":{"message":"This model does not support assistant message prefill."}}"#)
        }
        let request = ChatRequest(messages: [.init(.user, "One?"), .init(.assistant, "Two.")])
        _ = try await server.model().reply(to: request)
        #expect(
            server.served.first?["messages"]?.items
                == [.object(["role": .string("user"), "content": .string("User: One?\n\nAssistant: Two.")])])
    }

    @Test(
        "the forms of a schema are gone through until one is taken",
        arguments: [(["json_object"], 1), (["text"], 3), (["json_schema"], 0)])
    func ladder(taken: [String], rejected: Int) async throws {
        let server = try StrictServer { body in
            let type = body["response_format"]?["type"]?.stringValue ?? "text"
            return taken.contains(type) ? nil : (422, #"{"error":"response_format: type '\#(type)' is not known"}"#)
        }
        let request = ChatRequest(messages: [.init(.user, "x")], schema: Self.schema)
        #expect(try await server.model().reply(to: request).text == #"{"a":1}"#)
        #expect(server.rejected == rejected)
        if taken == ["json_object"] {
            #expect(server.served.first?["response_format"]?["schema"] == Self.schema.schema)
        }
    }

    @Test("a rejection without a word is tried without the schema; where that is no better, the first word counts")
    func guessed() async throws {
        let mute = try StrictServer { $0["response_format"] == nil ? nil : (400, "no") }
        let request = ChatRequest(messages: [.init(.user, "x")], schema: Self.schema)
        #expect(try await mute.model().reply(to: request).text == #"{"a":1}"#)
        let broken = try StrictServer { (400, $0["response_format"] == nil ? "second" : "first") }
        let model = try broken.model()
        for _ in 0..<2 {
            let error = await #expect(throws: ChatError.self) { try await model.reply(to: request) }
            #expect(error == .rejected(model: "openai/m", status: 400, message: "first"))
        }
        #expect(broken.rejected == 4)
    }

    @Test("once a schema was taken, one response's rejection changes nothing for the others")
    func settled() async throws {
        let server = try StrictServer { body in
            "\(body)".contains("odd one") ? (400, "no") : nil
        }
        let model = try server.model()
        let request = ChatRequest(messages: [.init(.user, "x")], schema: Self.schema)
        _ = try await model.reply(to: request)
        let odd = ChatRequest(messages: [.init(.user, "odd one")], schema: Self.schema)
        await #expect(throws: ChatError.self) { try await model.reply(to: odd) }
        _ = try await model.reply(to: request)
        #expect(server.rejected == 1)
        #expect(server.served.allSatisfy { $0["response_format"] != nil })
    }

    @Test(
        "what is too long, unpaid or without a key is an error as before, and teaches nothing",
        arguments: [
            #"{"error":{"message":"maximum context length; see 'seed'"}}"#,
            #"{"error":{"message":"Your credit balance is too low; see 'seed'"}}"#,
            #"{"error":{"message":"API key not valid: 'seed'"}}"#,
        ])
    func untaught(body: String) async throws {
        let server = try StrictServer { _ in (400, body) }
        let model = try server.model()
        await #expect(throws: ChatError.self) { try await model.reply(to: ask("x", ChatOptions(seed: 1))) }
        #expect(server.rejected == 1 && server.notices.withLock { $0 }.isEmpty)
    }

    @Test(
        "a server that has streams alone is asked for them, and they are read",
        arguments: [
            "This model only support stream mode, please enable the stream parameter to access the model.",
            "parameter.enable_thinking must be set to false for non-streaming calls",
        ])
    func streams(words: String) async throws {
        let piece = #"data: {"choices":[{"delta":{"content":"$"}}]}"# + "\n\n"
        let reply = piece.replacing("$", with: "I can") + piece.replacing("$", with: "'t.") + "data: [DONE]\n\n"
        let server = try StrictServer(reply: reply) { body in
            body["stream"] == .bool(true) ? nil : (400, #"{"error":{"message":"\#(words)"}}"#)
        }
        let model = try server.model()
        for _ in 0..<2 { #expect(try await model.reply(to: ask("x")).text == "I can't.") }
        #expect(server.rejected == 1 && server.notices.withLock { $0 }.count == 1)
        // Who says no to streams is not asked for one.
        let own = ask("x", ChatOptions(extra: ["stream": .bool(false)]))
        await #expect(throws: ChatError.self) { try await server.model().reply(to: own) }
    }

    @Test("a field that the user has set is a fault of the configuration, with its name")
    func ownField() async throws {
        let server = try StrictServer { $0["top_k"] == nil ? nil : (400, Self.unsupported("top_k")) }
        let error = await #expect(throws: ChatError.self) {
            try await server.model().reply(to: ask("x", ChatOptions(extra: ["top_k": .int(3)])))
        }
        guard case .configuration(_, let problem) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(problem.contains("'top_k'"))
    }

    @Test("a server that rejects whatever is sent comes to an end")
    func endless() async throws {
        let server = try StrictServer { body in
            (
                400,
                "not supported: 'temperature', 'seed', 'max_tokens', 'stop', 'response_format' \(body["model"] ?? .null)"
            )
        }
        let options = ChatOptions(temperature: 0, maxTokens: 4, seed: 1, stop: ["a"])
        let request = ChatRequest(messages: [.init(.user, "x")], options: options, schema: Self.schema)
        await #expect(throws: ChatError.self) { try await server.model().reply(to: request) }
        #expect(server.rejected <= 12)
    }

    @Test("an upstream's rejection in a success is one too")
    func gateway() async throws {
        let server = try StrictServer { body in
            guard body["temperature"] != nil else { return nil }
            return (
                200,
                #"{"error":{"code":400,"message":"Provider returned error","metadata":{"raw":"'temperature' is not supported"}}}"#
            )
        }
        #expect(try await server.model().reply(to: ask("x", ChatOptions(temperature: 0))).text == #"{"a":1}"#)
        #expect(server.rejected == 1)
    }

    @Test("what the model wrote is taken from the rejection that shows it")
    func failedGeneration() async throws {
        let server = try StrictServer { _ in
            (
                400,
                #"{"error":{"code":"json_validate_failed","message":"Failed to generate JSON","failed_generation":"{\"a\": 2,}"}}"#
            )
        }
        let request = ChatRequest(messages: [.init(.user, "x")], schema: Self.schema)
        #expect(try await server.model().reply(to: request).text == #"{"a": 2,}"#)
    }
}
