import FaultServer
import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite("moderation and completion")
struct GuardProviderTests {
    private static let key = "sk-test-0123456789abcdef"

    /// A server on a real socket that remembers the last body.
    private func server(_ status: Int, _ answer: String) throws -> (FaultHTTPServer, Locked<[UInt8]>) {
        let seen = Locked<[UInt8]>([])
        let server = try FaultHTTPServer(
            otherwise: .computed { bytes in
                seen.withLock { $0 = Array(bytes) }
                return Behaviour(status: status, body: Array(answer.utf8))
            })
        return (server, seen)
    }

    private func model(_ name: String, _ base: String?) throws -> any ChatModel {
        try ModelRegistry.model(
            name, baseURL: base, context: context(["OPENAI_API_KEY": Self.key], http: CurlClient(CurlSettings())))
    }

    private func body(_ seen: Locked<[UInt8]>) throws -> JSONValue {
        try JSONDecoder().decode(JSONValue.self, from: Data(seen.withLock { $0 }))
    }

    @Test("the moderation endpoint gets the text, and its result comes back as JSON")
    func moderation() async throws {
        let (server, seen) = try server(
            200,
            """
            {"id":"modr-1","model":"omni-moderation-2024","results":[{"flagged":true,
            "categories":{"hate":false,"violence":true,"illicit":null},
            "category_scores":{"hate":0.01,"violence":0.9},"category_applied_input_types":{"hate":["text"]}}]}
            """)
        let model = try model("moderation/omni-moderation-latest", "\(server.baseURL)/v1")
        let reply = try await model.reply(to: ask("What is said."))
        #expect(reply.model == "omni-moderation-2024")
        let result = try JSONDecoder().decode(ModerationResult.self, from: Data(reply.text.utf8))
        #expect(result.flagged && result.categories == ["hate": false, "violence": true])
        #expect(result.scores["violence"] == 0.9)
        let sent = try body(seen)
        #expect(sent["model"] == .string("omni-moderation-latest") && sent["input"] == .string("What is said."))
    }

    @Test("a moderation endpoint may give no scores")
    func noScores() async throws {
        let (server, _) = try server(200, #"{"results":[{"flagged":true,"categories":{"hate":true}}]}"#)
        let reply = try await model("moderation/m", "\(server.baseURL)/v1").reply(to: ask("x"))
        let result = try JSONDecoder().decode(ModerationResult.self, from: Data(reply.text.utf8))
        #expect(result.flagged && result.categories == ["hate": true] && result.scores.isEmpty)
    }

    @Test("a moderation endpoint may give no flag: any category stands for it", arguments: [true, false])
    func noFlag(isViolated: Bool) async throws {
        let (server, _) = try server(200, #"{"results":[{"categories":{"pii":\#(isViolated),"hate":false}}]}"#)
        let reply = try await model("moderation/m", "\(server.baseURL)/v1").reply(to: ask("x"))
        let result = try JSONDecoder().decode(ModerationResult.self, from: Data(reply.text.utf8))
        #expect(result.flagged == isViolated && result.categories == ["hate": false, "pii": isViolated])
    }

    @Test(
        "what the moderation endpoint should not answer is an error",
        arguments: [
            (200, "{\"results\":[]}"), (200, "{}"), (200, "nonsense"), (401, "{\"error\":{\"message\":\"bad key\"}}"),
            (500, "x"), (200, "{\"results\":[{\"flagged\":\"yes\",\"categories\":{},\"category_scores\":{}}]}"),
            (200, "{\"results\":[{\"categories\":{}}]}"),
        ])
    func broken(status: Int, answer: String) async throws {
        let (server, _) = try server(status, answer)
        let error = await #expect(throws: ChatError.self) {
            try await model("moderation/m", "\(server.baseURL)/v1").reply(to: ask("x"))
        }
        #expect(error?.description.contains(Self.key) == false)
    }

    @Test("a completion gets the text as it is, with no message around it")
    func completion() async throws {
        let (server, seen) = try server(
            200,
            """
            {"model":"guard-1","choices":[{"index":0,"text":"unsafe\\nS1","finish_reason":"stop"}],
            "usage":{"prompt_tokens":9,"completion_tokens":3}}
            """)
        let model = try model("completion/guard", "\(server.baseURL)/v1")
        let request = ChatRequest(
            messages: [.init(.user, "<|a|>text")], options: ChatOptions(temperature: 0, maxTokens: 7), label: "t")
        let reply = try await model.reply(to: request)
        #expect(reply.text == "unsafe\nS1" && reply.usage == TokenUsage(input: 9, output: 3))
        guard case .object(let members) = try body(seen) else { return #expect(Bool(false)) }
        #expect(Set(members.keys) == ["model", "prompt", "temperature", "max_tokens"])
        #expect(members["prompt"] == .string("<|a|>text") && members["max_tokens"] == .int(7))
    }

    @Test("both say what is missing")
    func missing() {
        let bare = context()
        #expect(throws: ChatError.self) { try ModelRegistry.model("completion/x", baseURL: nil, context: bare) }
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model("moderation/x", baseURL: nil, context: bare)
        }
        #expect(error?.description.contains("OPENAI_API_KEY") == true)
    }
}
