import FaultServer
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

@Suite struct OpenAIModelTests {
    private static let key = "sk-test-0123456789abcdef"

    private func model(_ client: any HTTPClient, _ name: String = "openai/gpt-4o-mini") throws -> any ChatModel {
        try ModelRegistry.model(name, baseURL: nil, context: context(["OPENAI_API_KEY": Self.key], http: client))
    }

    private static func answer(_ message: String, reason: String = "stop") -> String {
        """
        {"id":"c1","object":"chat.completion","created":1,"model":"gpt-4o-mini-2024-07-18","choices":[
        {"index":0,"message":\(message),"logprobs":null,"finish_reason":"\(reason)"}],
        "usage":{"prompt_tokens":9,"completion_tokens":3,"total_tokens":12}}
        """
    }

    @Test func sendsWhatTheInterfaceAsksFor() async throws {
        let client = ScriptedClient(200, Self.answer(#"{"role":"assistant","content":"No.","refusal":null}"#))
        let options = ChatOptions(
            temperature: 0.5, maxTokens: 7, seed: 3, stop: ["END"],
            extra: ["top_p": .number(0.25), "user": .string("u")])
        let reply = try await model(client).reply(to: ask("quote \" and\nline", options))
        #expect(reply.text == "No.")
        #expect(reply.model == "gpt-4o-mini-2024-07-18")
        #expect(reply.usage == TokenUsage(input: 9, output: 3))
        #expect(reply.blocked == nil && !reply.truncated)
        let request = try #require(client.requests.first)
        #expect(request.url == "https://api.openai.com/v1/chat/completions")
        #expect(request.method == "POST")
        #expect(request.headers["authorization"] == "Bearer \(Self.key)")
        #expect(request.headers["content-type"] == "application/json")
        #expect(request.label == "t1 of openai/gpt-4o-mini")
        #expect(
            client.lastBody
                == .object([
                    "model": .string("gpt-4o-mini"),
                    "messages": .array([
                        .object(["role": .string("system"), "content": .string("Be brief.")]),
                        .object(["role": .string("user"), "content": .string("quote \" and\nline")]),
                    ]),
                    "temperature": .number(0.5), "max_completion_tokens": .int(7), "seed": .int(3),
                    "stop": .array([.string("END")]), "top_p": .number(0.25), "user": .string("u"),
                ]))
    }

    @Test(arguments: [
        (#"{"content":"half"}"#, "length", ChatReply(text: "half", truncated: true)),
        (#"{"content":"half"}"#, "MAX_TOKENS", ChatReply(text: "half", truncated: true)),
        (#"{"content":"half"}"#, "model_length", ChatReply(text: "half", truncated: true)),
        (#"{"content":""}"#, "content_filter", ChatReply(text: "", blocked: "content_filter")),
        (#"{"content":null,"refusal":"I can't."}"#, "stop", ChatReply(text: "", blocked: "refusal: I can't.")),
        (#"{"content":null}"#, "stop", ChatReply(text: "")),
        (
            #"{"content":[{"type":"text","text":"a"},{"type":"thinking"},{"type":"text","text":"b"}]}"#, "stop",
            ChatReply(text: "ab")
        ),
    ])
    func readsEveryEnding(message: String, reason: String, expected: ChatReply) async throws {
        let reply = try await model(ScriptedClient(200, Self.answer(message, reason: reason))).reply(to: ask("x"))
        #expect(reply.text == expected.text)
        #expect(reply.blocked == expected.blocked)
        #expect(reply.truncated == expected.truncated)
    }

    @Test(arguments: [
        #"{"error":{"message":"filtered","type":null,"param":"prompt","code":"content_filter","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#,
        #"{"error":{"message":"Your request was rejected by our safety system.","type":"invalid_request_error"}}"#,
        #"{"error":{"message":"x","code":"content_policy_violation"}}"#,
    ])
    func contentPolicyIsBlockedAndNoError(body: String) async throws {
        let reply = try await model(ScriptedClient(400, body)).reply(to: ask("x"))
        #expect(reply.text.isEmpty)
        #expect(reply.blocked?.isEmpty == false)
    }

    @Test(arguments: [
        (401, #"{"error":{"message":"Incorrect API key provided: \#(key)."}}"#, "rejects the key"),
        (403, #"{"error":{"message":"no"}}"#, "refuses access"),
        (404, #"{"error":{"message":"The model `x` does not exist","code":"model_not_found"}}"#, "does not exist"),
        (400, #"{"error":{"message":"bad\u0007 field"}}"#, "bad  field"),
        (422, #"{"detail":[{"msg":"field required"}]}"#, "field required"),
        (429, #"{"error":{"message":"Rate limit reached"}}"#, "Rate limit reached"),
        (503, "<html><h1>Bad Gateway</h1></html>", "a web page"),
        (302, "", "redirected"),
        (200, "<html>login</html>", "a web page instead of JSON"),
        (200, "", "an empty body"),
        (200, #"{"choices":[]}"#, "'choices' is empty"),
        (200, #"{"choices":[{"index":0}]}"#, "no 'message'"),
        (200, #"{"choices":[{"message":{"content":5}}]}"#, "another type"),
        (200, #"{"choices":[{"mess"#, "not JSON"),
        (200, #"{"error":{"message":"Provider returned error","code":502}}"#, "Provider returned error"),
    ])
    func errorsSayWhatTheProviderSays(status: Int, body: String, part: String) async throws {
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(status, body)).reply(to: ask("x"))
        }
        let text = try #require(error?.description)
        #expect(text.contains(part))
        #expect(text.contains("openai/gpt-4o-mini"))
        #expect(!text.contains(Self.key))
        #expect(!"\(String(reflecting: error))".contains(Self.key))
    }

    @Test func brokenUTF8IsShownAsSuch() async throws {
        let bytes: [UInt8] = Array(#"{"choices":[{"message":{"content":"a"#.utf8) + [0xFF] + Array(#"b"}}]}"#.utf8)
        let client = ScriptedClient([.success(HTTPResponse(status: 200, body: bytes))])
        #expect(try await model(client).reply(to: ask("x")).text == "a\u{FFFD}b")
    }

    @Test(arguments: [
        (403, #"{"error":{"message":"flagged","code":403,"metadata":{"reasons":["x"],"flagged_input":"y"}}}"#),
        (403, #"{"error":{"message":"flagged","code":"content_policy_violation"}}"#),
        (
            400,
            #"{"error":{"message":"your prompt was flagged as violating our usage policy","code":"invalid_prompt"}}"#
        ),
        (200, #"{"error":{"message":"flagged","code":403,"metadata":{"flagged_input":"y"}}}"#),
        (200, #"{"choices":[{"message":{"content":""},"error":{"code":"content_filter","message":"no"}}]}"#),
        (200, #"{"error_code":1,"error_msg":"stopped by the content policy"}"#),
        (422, #"{"detail":"Prompt injection detected"}"#), (451, ""),
        (424, #"{"success":false,"errors":[{"code":2016,"message":"Prompt blocked due to security settings"}]}"#),
    ])
    func gatewaysFiltersAreBlockedAndNoError(status: Int, body: String) async throws {
        let reply = try await model(ScriptedClient(status, body)).reply(to: ask("x"))
        #expect(reply.text.isEmpty)
        #expect(reply.blocked?.isEmpty == false)
    }

    @Test(arguments: [
        #"{"choices":[{"finish_reason":"PROHIBITED_CONTENT","message":null}]}"#,
        #"{"choices":[{"finish_reason":"SAFETY","message":{"content":""}}]}"#,
        #"{"choices":[{"finish_reason":"stop","native_finish_reason":"SAFETY","message":{"content":""}}]}"#,
        #"{"choices":[],"prompt_filter_results":[{"content_filter_results":{"hate":{"filtered":true}}}]}"#,
    ])
    func otherEndingsOfFiltersAreBlocked(body: String) async throws {
        let reply = try await model(ScriptedClient(200, body)).reply(to: ask("x"))
        #expect(reply.blocked?.isEmpty == false)
        #expect(reply.text.isEmpty)
    }

    @Test(arguments: [
        #"[{"choices":[{"message":{"content":"a"}}]}]"#,
        #"{"code":0,"data":{"choices":[{"message":{"content":"a"}}]}}"#,
        #""{\"choices\":[{\"message\":{\"content\":\"a\"}}]}""#, #"{"choices":{"message":{"content":"a"}}}"#,
        #"{"choices":[{"message":"a"}]}"#, #"{"choices":[{"delta":{"content":"a"}}]}"#,
        "\u{FEFF}data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n",
    ])
    func wrappedCompletionsAreRead(body: String) async throws {
        #expect(try await model(ScriptedClient(200, body)).reply(to: ask("x")).text == "a")
    }

    @Test(arguments: [
        (#"{"message":{"content":"a"},"done":true}"#, "ollama/"),
        (#"{"content":[],"stop_reason":"end_turn"}"#, "anthropic/"),
        (#"{"candidates":[]}"#, "gemini/"), (#"{"object":"response","output":[]}"#, "chat completions"),
        (#"{"choices":[]}"#, "'choices' is empty"), ("", "an empty body"),
    ])
    func repliesOfOtherInterfacesAreNamed(body: String, part: String) async throws {
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(200, body)).reply(to: ask("x"))
        }
        #expect(error?.description.contains(part) == true)
        #expect(error?.description.hasSuffix(": ") == false)
    }

    @Test func aSchemaMayComeAsTheCallOfATool() async throws {
        let call = #"{"id":"1","type":"function","function":{"name":"json","arguments":"{\"label\":\"safe\"}"}}"#
        let body = #"{"choices":[{"message":{"content":null,"tool_calls":[\#(call)]}}]}"#
        var request = ask("x")
        request.schema = OutputSchema("verdict", members: ["label": ["type": "string"]])
        let reply = try await model(ScriptedClient(200, body)).reply(to: request)
        #expect(reply.text == #"{"label":"safe"}"#)
        #expect(reply.toolCalls.isEmpty)
    }

    @Test(arguments: [
        #"{"index":1,"message":{"content":"b"}},{"index":0,"message":{"content":"a"}}"#,
        #"{"message":{"content":"a"}},{"message":{"content":"b"}}"#,
        #"{"index":0,"message":{"role":"assistant","content":null}},{"index":1,"message":{"content":"a"}}"#,
        #"{"index":0,"text":"a"},{"index":1,"text":"b"}"#,
    ])
    func ofSeveralChoicesTheFirstThatSaysSomethingCounts(choices: String) async throws {
        let reply = try await model(ScriptedClient(200, #"{"choices":[\#(choices)]}"#)).reply(to: ask("x"))
        #expect(reply.text == "a")
    }

    /// Half an answer with an error beside it must not be judged as if it were the model's last word.
    @Test func choicesWithAnErrorAreNoAnswers() async throws {
        let body = #"{"choices":[{"finish_reason":"error","message":{"content":"Sure,"},"error":{"message":"lost"}}]}"#
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(200, body)).reply(to: ask("x"))
        }
        #expect(error == .unavailable(model: "openai/gpt-4o-mini", status: 200, message: "lost"))
    }

    @Test func accountsWithoutFundsEndTheRun() async throws {
        let body = #"{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}"#
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(429, body)).reply(to: ask("x"))
        }
        #expect(error?.isFatal == true)
        #expect(error?.isRetryable == false)
    }

    /// A key that stands where a message is cut, or that JSON writes in another way, must not come through in part.
    @Test(arguments: ["", "   ", String(repeating: "m", count: 180), String(repeating: "m", count: 990)])
    func keysAreNotCutInHalf(padding: String) async throws {
        let key = "sk/" + String(repeating: "Zq9/", count: 40)
        let escaped = key.replacing("/", with: "\\/")
        for body in [
            "\(padding)\(key)\(key)\(key)\(key)\(key)\(key)\(key)", "\(padding){\"key\":\"\(escaped)\"}",
            #"{"error":{"message":"\#(padding)\#(escaped)"}}"#,
        ] {
            for status in [200, 400] {
                let model = try ModelRegistry.model(
                    "openai/m", baseURL: nil,
                    context: context(["OPENAI_API_KEY": key], http: ScriptedClient(status, body)))
                let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
                #expect(error?.description.contains("Zq9") == false, "\(String(describing: error))")
            }
        }
    }

    @Test func longMessagesAreCut() async throws {
        let body = #"{"error":{"message":"\#(String(repeating: "m", count: 5000))"}}"#
        let error = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient(400, body)).reply(to: ask("x"))
        }
        guard case .rejected(_, 400, let message) = error else { return #expect(Bool(false)) }
        #expect(message.count == 200)
    }

    @Test(arguments: [
        (HTTPError.connection(host: "h", code: 7, message: "refused"), true, "connection refused"),
        (.connection(host: "h", code: 52, message: "empty"), false, "empty reply"),
        (.timeout(host: "h", after: .seconds(1)), false, "timeout"),
        (.circuitOpen(host: "h", lastError: "HTTP 503"), true, "circuit open after HTTP 503"),
        (.truncated(host: "h", excerpt: "{\"cho"), false, "cut off"),
        (.tls(host: "h", code: 60, message: "untrusted"), true, "untrusted; --ca-bundle"),
        (.tls(host: "h", code: 35, message: "wrong version number"), true, "http://"),
        (.invalidURL("h"), true, "URL"),
        (
            .exhausted(
                last: .connection(host: "h", code: 56, message: "reset"),
                attempts: [FailedAttempt](
                    repeating: .init(what: "reset", elapsed: .zero, waited: .zero), count: 3)), false,
            "after 3 attempts"
        ),
    ])
    func transportErrorsAreTranslated(error: HTTPError, concernsEveryCall: Bool, part: String) async throws {
        let found = await #expect(throws: ChatError.self) {
            try await model(ScriptedClient([.failure(error)])).reply(to: ask("x"))
        }
        #expect(found?.concernsEveryCall == concernsEveryCall)
        #expect(found?.description.contains(part) == true)
    }

    @Test("where the environment names a proxy, a refused connection may be the proxy's")
    func proxy() async throws {
        let client = ScriptedClient([.failure(.connection(host: "h", code: 7, message: "no way to 127.0.0.1 port 9"))])
        let model = try ModelRegistry.model(
            "openai/m", baseURL: "http://h/v1", context: context(["http_proxy": "http://127.0.0.1:9"], http: client))
        let found = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(found?.description.contains("port 9; the environment names a proxy") == true)
    }

    @Test func failedAttemptsAreKept() async throws {
        let attempt = FailedAttempt(what: "HTTP 503", elapsed: .milliseconds(12), waited: .milliseconds(500))
        let client = ScriptedClient(200, Self.answer(#"{"content":"a"}"#), failed: [attempt])
        let reply = try await model(client).reply(to: ask("x"))
        #expect(reply.retries == [Retry(error: "HTTP 503", elapsedMS: 12, waitedMS: 500)])
    }

    @Test(arguments: [
        ("http://h", "http://h/v1/chat/completions"), ("http://h:8080/", "http://h:8080/v1/chat/completions"),
        ("https://h/v1", "https://h/v1/chat/completions"), ("https://h/v1/", "https://h/v1/chat/completions"),
        ("https://h/api/v1", "https://h/api/v1/chat/completions"),
        ("https://h/v1/chat/completions", "https://h/v1/chat/completions"),
        ("https://h/v1/chat/completions/", "https://h/v1/chat/completions"),
    ])
    func baseURLsAreCompleted(base: String, url: String) async throws {
        let client = ScriptedClient(200, Self.answer(#"{"content":"a"}"#))
        let model = try ModelRegistry.model("openai/m", baseURL: base, context: context(http: client))
        _ = try await model.reply(to: ask("x"))
        #expect(client.requests.first?.url == url)
        #expect(client.requests.first?.headers["authorization"] == nil)
    }

    @Test(
        arguments: [
            ("openai/m", "https://api.openai.com/v1", "max_completion_tokens", "seed"),
            ("openai/m", "http://h/v1", "max_tokens", "seed"), ("mistral/m", nil, "max_tokens", "random_seed"),
            ("groq/m", nil, "max_tokens", "seed"),
        ] as [(String, String?, String, String)])
    func fieldsAreNamedAsTheServerNamesThem(name: String, base: String?, tokens: String, seed: String) async throws {
        let client = ScriptedClient(200, Self.answer(#"{"content":"a"}"#))
        let environment = ["OPENAI_API_KEY": Self.key, "MISTRAL_API_KEY": Self.key, "GROQ_API_KEY": Self.key]
        let model = try ModelRegistry.model(name, baseURL: base, context: context(environment, http: client))
        _ = try await model.reply(to: ask("x", ChatOptions(maxTokens: 5, seed: 6)))
        guard case .object(let members) = client.lastBody else { return #expect(Bool(false)) }
        #expect(Set(members.keys) == ["model", "messages", tokens, seed])
        #expect(members[tokens] == .int(5))
        #expect(members[seed] == .int(6))
    }

    @Test(arguments: [
        ("openai", "OPENAI_API_KEY", "https://api.openai.com/v1"),
        ("mistral", "MISTRAL_API_KEY", "https://api.mistral.ai/v1"),
        ("groq", "GROQ_API_KEY", "https://api.groq.com/openai/v1"),
        ("together", "TOGETHER_API_KEY", "https://api.together.xyz/v1"),
        ("openrouter", "OPENROUTER_API_KEY", "https://openrouter.ai/api/v1"),
    ])
    func presetsKnowTheirAddressAndKey(provider: String, variable: String, base: String) async throws {
        let client = ScriptedClient(200, Self.answer(#"{"content":"a"}"#))
        let model = try ModelRegistry.model(
            "\(provider)/maker/m", baseURL: nil, context: context([variable: Self.key], http: client))
        #expect(try await model.reply(to: ask("x")).text == "a")
        #expect(client.requests.first?.url == base + "/chat/completions")
        #expect(client.requests.first?.headers["authorization"] == "Bearer \(Self.key)")
        #expect(client.lastBody?["model"] == .string("maker/m"))
    }

    @Test func gatewayPageOverARealSocket() async throws {
        let server = try FaultHTTPServer(plans: ["/v1/chat/completions": .always(.gatewayPage(502))])
        let model = try ModelRegistry.model(
            "openai/m", baseURL: server.baseURL, context: context(http: CurlClient()))
        let error = await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        guard case .unavailable(_, 502, let message) = error else { return #expect(Bool(false)) }
        #expect(message.contains("a web page"))
    }
}
