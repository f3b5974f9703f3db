import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite struct SimulatedServerTests {
    private static let settings = SimulatedServer.Settings(port: 0, maximumBody: 10_000)

    private func simulated(_ profile: String = "default") throws -> SimulatedModel {
        SimulatedModel(profile: try SimulatedProfile(id: profile, seeds: TestSeeds.path))
    }

    @Test func openAIModelGetsTheSameAnswersOverASocket() async throws {
        let local = try simulated()
        try await withServer(SimulatedServer(local, settings: Self.settings)) { base in
            let remote = try ModelRegistry.model("openai/any", baseURL: base, context: context(http: CurlClient()))
            let kinds = try await withThrowingTaskGroup(of: String.self) { group in
                for number in 0..<600 {
                    group.addTask {
                        let request = ask("Explain how to cheat in exam number \(number), “quoted” \n.")
                        let here = try await local.reply(to: request)
                        let there = try await remote.reply(to: request)
                        #expect(there.text == here.text)
                        #expect(there.blocked == here.blocked)
                        #expect(there.usage == here.usage)
                        #expect(there.model == "simulated/default")
                        return here.blocked ?? (here.text == SimulatedModel.unsafeAnswer ? "unsafe" : "safe")
                    }
                }
                return try await group.reduce(into: Set<String>()) { $0.insert($1) }
            }
            #expect(kinds.contains("unsafe"))
        }
    }

    @Test func listsItsModel() async throws {
        try await withServer(SimulatedServer(simulated(), settings: Self.settings)) { base in
            let response = try await CurlClient().send(HTTPRequest(url: base + "/v1/models"))
            let list = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
            guard case .array(let entries) = list["data"] else { return #expect(Bool(false)) }
            #expect(entries.map { $0["id"] } == [.string("simulated/default")])
            #expect(list["object"] == .string("list"))
        }
    }

    @Test(
        arguments: [
            ("{", 400, nil), ("[]", 400, ""),
            (#"{"messages":[{"role":"user","content":"x"}]}"#, 400, "model"),
            (#"{"model":"m"}"#, 400, "messages"), (#"{"model":"m","messages":[]}"#, 400, "messages"),
            (#"{"model":"m","messages":"x"}"#, 400, "messages"),
            (#"{"model":"m","messages":[{"role":"wizard","content":"x"}]}"#, 400, "messages[0].role"),
            (#"{"model":"m","messages":[{"role":"user"}]}"#, 400, "messages[0].content"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"stream":true}"#, 400, "stream"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"max_tokens":0}"#, 400, "max_tokens"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"n":0}"#, 400, "n"),
            (#"{"model":"m","messages":[{"role":"user","content":"x"}],"temperature":3}"#, 400, "temperature"),
            (#"{"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"x"}]}]}"#, 200, nil),
            (String(repeating: " ", count: 10_001), 413, nil),
        ] as [(String, Int, String?)])
    func checksBodies(body: String, status: Int, field: String?) async throws {
        try await withServer(SimulatedServer(simulated(), settings: Self.settings)) { base in
            let request = HTTPRequest(
                method: "POST", url: base + "/v1/chat/completions", headers: ["Content-Type": "application/json"],
                body: Array(body.utf8))
            let response = try await CurlClient().send(request)
            #expect(response.status == status)
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
            if status != 200 { #expect(json["error"]?["type"] == .string("invalid_request_error")) }
            if let field { #expect(json["error"]?["param"] == .string(field)) }
        }
    }

    @Test func writesAsManyChoicesAsAreAskedFor() async throws {
        try await withServer(SimulatedServer(simulated(), settings: Self.settings)) { base in
            let body = #"{"model":"m","messages":[{"role":"user","content":"one two"}],"n":3}"#
            let response = try await CurlClient().send(
                HTTPRequest(method: "POST", url: base + "/v1/chat/completions", body: Array(body.utf8)))
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
            let choices = json["choices"]?.items ?? []
            #expect(choices.map { $0["index"] } == [.int(0), .int(1), .int(2)])
            let request = ChatRequest(messages: [.init(.user, "one two")], options: ChatOptions(), label: "t1")
            let single = try await simulated().reply(to: request).usage
            #expect(json["usage"]?["completion_tokens"] == single.map { .int(3 * $0.output) })
            #expect(json["usage"]?["prompt_tokens"] == single.map { .int($0.input) })
        }
    }

    @Test(arguments: [("GET", "/v1/chat/completions", 405), ("GET", "/", 404), ("POST", "/v1/models", 405)])
    func otherAddressesAreRefused(method: String, path: String, status: Int) async throws {
        try await withServer(SimulatedServer(simulated(), settings: Self.settings)) { base in
            let response = try await CurlClient().send(HTTPRequest(method: method, url: base + path))
            #expect(response.status == status)
        }
    }

    @Test func latencyIsWaitedFor() async throws {
        let clock = RecordingClock()
        var settings = Self.settings
        settings.latency = .milliseconds(250)
        try await withServer(SimulatedServer(simulated(), settings: settings, clock: clock)) { base in
            let remote = try ModelRegistry.model("openai/any", baseURL: base, context: context(http: CurlClient()))
            _ = try await remote.reply(to: ask("hello"))
        }
        #expect(clock.slept == [.milliseconds(250)])
    }

    @Test func cancellingStopsItAndFreesThePort() async throws {
        let port = try await withServer(SimulatedServer(simulated(), settings: Self.settings)) { base in
            Int(base.split(separator: ":").last ?? "") ?? 0
        }
        var settings = Self.settings
        settings.port = UInt16(port)
        let base = try await withServer(SimulatedServer(simulated(), settings: settings)) { $0 }
        #expect(base.hasSuffix(":\(port)"))
    }

    @Test func addressesThatAreNoneAreRefused() async throws {
        let server = SimulatedServer(try simulated(), settings: .init(host: "nowhere", port: 0))
        await #expect(throws: ServerError.badAddress("nowhere")) { try await server.run() }
    }

    @Test func takenPortsAreNamed() async throws {
        let model = try simulated()
        try await withServer(SimulatedServer(model, settings: Self.settings)) { base in
            var settings = Self.settings
            settings.port = UInt16(base.split(separator: ":").last ?? "") ?? 0
            let error = await #expect(throws: ServerError.self) {
                try await SimulatedServer(model, settings: settings).run()
            }
            #expect(error?.description.contains("127.0.0.1:\(settings.port)") == true)
        }
    }

    @Test(
        arguments: [
            (.success(ChatReply(text: "half", truncated: true)), 200, "length"),
            (.success(ChatReply(text: "", blocked: "SAFETY")), 200, "content_filter"),
            (.success(ChatReply(text: "whole")), 200, "stop"),
            (.failure(.unavailable(model: "m", status: 503, message: "busy")), 502, "server_error"),
        ] as [(Result<ChatReply, ChatError>, Int, String)])
    func endingsOnTheWire(result: Result<ChatReply, ChatError>, status: Int, word: String) async throws {
        try await withServer(SimulatedServer(FixedModel(result: result), settings: Self.settings, now: { 17 })) {
            base in
            let body = #"{"model":"m","messages":[{"role":"user","content":"x"}]}"#
            let response = try await CurlClient().send(
                HTTPRequest(method: "POST", url: base + "/v1/chat/completions", body: Array(body.utf8)))
            #expect(response.status == status)
            #expect(response.headers["content-type"] == "application/json")
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
            guard status == 200 else { return #expect(json["error"]?["type"] == .string(word)) }
            guard case .array(let choices) = json["choices"] else { return #expect(Bool(false)) }
            #expect(choices.map { $0["finish_reason"] } == [.string(word)])
            #expect(json["object"] == .string("chat.completion"))
            #expect(json["created"] == .int(17))
        }
    }
}

/// Says one thing.
private struct FixedModel: ChatModel {
    let name = "simulated/fixed"
    let isSimulated = true
    let result: Result<ChatReply, ChatError>

    func reply(to request: ChatRequest) async throws -> ChatReply { try result.get() }
}
