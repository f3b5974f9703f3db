import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// The shapes of the other providers' messages, by their public references.
@Suite struct ProviderTests {
    private static let key = "test-key-0123456789"
    private static let environment = [
        "ANTHROPIC_API_KEY": key, "GEMINI_API_KEY": key, "AZURE_OPENAI_API_KEY": key,
        "AZURE_OPENAI_ENDPOINT": "https://unit.openai.azure.com/",
    ]
    private static let options = ChatOptions(temperature: 0.5, maxTokens: 7, seed: 3, stop: ["END"])
    private static let conversation = ChatRequest(
        messages: [
            .init(.system, "Be brief."), .init(.user, "One?"), .init(.assistant, "Two."), .init(.user, "Three?"),
        ], options: options)

    private func model(_ name: String, _ client: ScriptedClient, base: String? = nil) throws -> any ChatModel {
        try ModelRegistry.model(name, baseURL: base, context: context(Self.environment, http: client))
    }

    @Test func anthropicRequest() async throws {
        let client = ScriptedClient(200, Self.claude("end_turn"))
        let reply = try await model("anthropic/claude-3-5-haiku-latest", client).reply(to: Self.conversation)
        #expect(reply.text == "Hello there.")
        #expect(reply.usage == TokenUsage(input: 10, output: 4))
        #expect(reply.model == "claude-3-5-haiku-20241022")
        let request = try #require(client.requests.first)
        #expect(request.url == "https://api.anthropic.com/v1/messages")
        #expect(request.headers["x-api-key"] == Self.key)
        #expect(request.headers["anthropic-version"] == "2023-06-01")
        #expect(
            client.lastBody
                == .object([
                    "model": .string("claude-3-5-haiku-latest"), "max_tokens": .int(7),
                    "system": .string("Be brief."), "temperature": .number(0.5),
                    "stop_sequences": .array([.string("END")]),
                    "messages": .array([
                        .object(["role": .string("user"), "content": .string("One?")]),
                        .object(["role": .string("assistant"), "content": .string("Two.")]),
                        .object(["role": .string("user"), "content": .string("Three?")]),
                    ]),
                ]))
    }

    @Test func anthropicAlwaysSendsALimit() async throws {
        let client = ScriptedClient(200, Self.claude("end_turn"))
        _ = try await model("anthropic/x", client).reply(to: ask("x"))
        #expect(client.lastBody?["max_tokens"] == .int(1024))
    }

    private static func claude(_ reason: String) -> String {
        """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-3-5-haiku-20241022","content":[
        {"type":"thinking","thinking":"hm"},{"type":"text","text":"Hello "},{"type":"text","text":"there."}],
        "stop_reason":"\(reason)","stop_sequence":null,"usage":{"input_tokens":10,"output_tokens":4}}
        """
    }

    @Test(
        arguments: [
            ("end_turn", nil, false), ("max_tokens", nil, true), ("refusal", "refusal", false),
            ("stop_sequence", nil, false), ("guardrail_intervened", "guardrail_intervened", false),
            ("model_context_window_exceeded", nil, true),
        ] as [(String, String?, Bool)])
    func anthropicEndings(reason: String, blocked: String?, truncated: Bool) async throws {
        let reply = try await model("anthropic/x", ScriptedClient(200, Self.claude(reason))).reply(to: ask("x"))
        #expect(reply.blocked == blocked)
        #expect(reply.truncated == truncated)
    }

    @Test func geminiRequest() async throws {
        let client = ScriptedClient(200, Self.gemini("STOP"))
        let reply = try await model("gemini/gemini-2.0-flash", client).reply(to: Self.conversation)
        #expect(reply.text == "Hello there.")
        #expect(reply.usage == TokenUsage(input: 10, output: 6))
        #expect(reply.model == "gemini-2.0-flash-001")
        let request = try #require(client.requests.first)
        #expect(
            request.url
                == "https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent")
        #expect(request.headers["x-goog-api-key"] == Self.key)
        func part(_ text: String) -> JSONValue { .array([.object(["text": .string(text)])]) }
        #expect(
            client.lastBody
                == .object([
                    "systemInstruction": .object(["parts": part("Be brief.")]),
                    "contents": .array([
                        .object(["role": .string("user"), "parts": part("One?")]),
                        .object(["role": .string("model"), "parts": part("Two.")]),
                        .object(["role": .string("user"), "parts": part("Three?")]),
                    ]),
                    "generationConfig": .object([
                        "temperature": .number(0.5), "maxOutputTokens": .int(7), "seed": .int(3),
                        "stopSequences": .array([.string("END")]),
                    ]),
                ]))
    }

    private static func gemini(_ reason: String) -> String {
        """
        {"candidates":[{"content":{"role":"model","parts":[{"text":"hm","thought":true},{"text":"Hello "},{"text":"there."}]},
        "finishReason":"\(reason)","index":0}],"usageMetadata":{"promptTokenCount":10,"candidatesTokenCount":4,
        "thoughtsTokenCount":2,"totalTokenCount":16},"modelVersion":"gemini-2.0-flash-001"}
        """
    }

    @Test(
        arguments: [
            (gemini("STOP"), nil, false), (gemini("MAX_TOKENS"), nil, true), (gemini("SAFETY"), "SAFETY", false),
            (#"{"candidates":[{"finishReason":"PROHIBITED_CONTENT"}]}"#, "PROHIBITED_CONTENT", false),
            (
                #"{"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}}"#,
                "prompt: SAFETY", false
            ),
            (#"{"promptFeedback":{"safetyRatings":[{"blocked":true}]}}"#, "prompt: SAFETY", false),
            (#"{"candidates":[{"finishReason":"OTHER","safetyRatings":[{"blocked":true}]}]}"#, "SAFETY", false),
            (#"{"candidates":[{"finishReason":"OTHER","safetyRatings":[{"probability":"LOW"}]}]}"#, nil, false),
        ] as [(String, String?, Bool)])
    func geminiEndings(body: String, blocked: String?, truncated: Bool) async throws {
        let reply = try await model("gemini/x", ScriptedClient(200, body)).reply(to: ask("x"))
        #expect(reply.blocked == blocked)
        #expect(reply.truncated == truncated)
    }

    @Test func azureRequest() async throws {
        let client = ScriptedClient(
            200, #"{"choices":[{"message":{"content":"a"},"finish_reason":"content_filter"}],"model":"gpt-4o"}"#)
        let reply = try await model("azure/my deployment", client).reply(to: ask("x"))
        #expect(reply.blocked == "content_filter")
        let request = try #require(client.requests.first)
        #expect(
            request.url
                == "https://unit.openai.azure.com/openai/deployments/my%20deployment/chat/completions?api-version=2024-10-21"
        )
        #expect(request.headers["api-key"] == Self.key)
        #expect(request.headers["authorization"] == nil)
    }

    @Test(
        "the variables of the providers' own libraries name another server, unless an address is given",
        arguments: [
            ("openai/m", ["OPENAI_BASE_URL": "http://h/v1/"], nil, "http://h/v1/chat/completions"),
            ("openai/m", ["OPENAI_API_BASE": " 'http://h/v1' "], nil, "http://h/v1/chat/completions"),
            ("openai/m", ["OPENAI_BASE_URL": "http://h/v1"], "http://g/v1", "http://g/v1/chat/completions"),
            (
                "openai/m", ["OPENAI_BASE_URL": " ", "OPENAI_API_KEY": "k"], nil,
                "https://api.openai.com/v1/chat/completions"
            ),
            (
                "groq/m", ["OPENAI_BASE_URL": "http://h/v1", "GROQ_API_KEY": "k"], nil,
                "https://api.groq.com/openai/v1/chat/completions"
            ),
            ("anthropic/m", ["ANTHROPIC_BASE_URL": "http://h"], nil, "http://h/v1/messages"),
            ("gemini/m", ["GOOGLE_GEMINI_BASE_URL": "http://h"], nil, "http://h/v1beta/models/m:generateContent"),
        ] as [(String, [String: String], String?, String)])
    func addressVariables(name: String, environment: [String: String], base: String?, url: String) async throws {
        let client = ScriptedClient(200, "{}")
        let model = try ModelRegistry.model(name, baseURL: base, context: context(environment, http: client))
        _ = try? await model.reply(to: ask("x"))
        #expect(client.requests.first?.url == url)
    }

    @Test func azureNeedsAnAddress() {
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model("azure/x", baseURL: nil, context: context(["AZURE_OPENAI_API_KEY": "k"]))
        }
        #expect(error?.description.contains("AZURE_OPENAI_ENDPOINT") == true)
    }

    @Test(
        arguments: [
            ([:], nil, "http://127.0.0.1:11434"), (["OLLAMA_HOST": "box:1234"], nil, "http://box:1234"),
            (["OLLAMA_HOST": "https://box/"], nil, "https://box"), ([:], "http://h:1/", "http://h:1"),
            ([:], "http://h:1/api", "http://h:1"), ([:], "http://h:1/v1", "http://h:1"),
            (["OLLAMA_HOST": "\"box:1\""], nil, "http://box:1"),
            (["OLLAMA_HOST": "http://box:1/v1"], nil, "http://box:1"),
            (["OLLAMA_HOST": "box"], nil, "http://box:11434"), (["OLLAMA_HOST": "[::1]"], nil, "http://[::1]:11434"),
        ] as [([String: String], String?, String)])
    func ollamaRequest(environment: [String: String], base: String?, host: String) async throws {
        let client = ScriptedClient(
            200,
            #"{"model":"llama3.2","message":{"role":"assistant","content":"Hi"},"done":true,"done_reason":"length","prompt_eval_count":26,"eval_count":2}"#
        )
        let model = try ModelRegistry.model(
            "ollama/llama3.2", baseURL: base, context: context(environment, http: client))
        let reply = try await model.reply(to: ask("x", Self.options))
        #expect(reply.text == "Hi")
        #expect(reply.truncated)
        #expect(reply.usage == TokenUsage(input: 26, output: 2))
        #expect(client.requests.first?.url == host + "/api/chat")
        #expect(client.lastBody?["stream"] == .bool(false))
        #expect(
            client.lastBody?["options"]
                == .object([
                    "temperature": .number(0.5), "num_predict": .int(7), "seed": .int(3),
                    "stop": .array([.string("END")]),
                ]))
    }

    @Test func ollamaNamesTheLocalModels() async throws {
        func response(_ status: Int, _ body: String) -> Result<HTTPResponse, HTTPError> {
            .success(HTTPResponse(status: status, body: Array(body.utf8)))
        }
        let client = ScriptedClient([
            response(404, #"{"error":"model 'x' not found"}"#),
            response(200, #"{"models":[{"name":"llama3.2:latest"},{"name":"qwen3:8b"}]}"#),
        ])
        let error = await #expect(throws: ChatError.self) { try await model("ollama/x", client).reply(to: ask("x")) }
        #expect(error?.description.contains("model 'x' not found; local models: llama3.2:latest, qwen3:8b") == true)
        #expect(client.requests.last?.method == "GET")
        #expect(client.requests.last?.url == "http://127.0.0.1:11434/api/tags")
    }

    @Test(arguments: [
        (
            "anthropic/x", 401,
            #"{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key \#(key)"}}"#,
            "rejects the key"
        ),
        (
            "anthropic/x", 529, #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#,
            "Overloaded"
        ),
        ("anthropic/x", 200, #"{"type":"message"}"#, "'content' is missing"),
        (
            "gemini/x", 400,
            #"{"error":{"code":400,"message":"API key not valid.","status":"INVALID_ARGUMENT","details":[{"reason":"API_KEY_INVALID"}]}}"#,
            "rejects the key"
        ),
        ("gemini/x", 429, #"{"error":{"code":429,"message":"Quota","status":"RESOURCE_EXHAUSTED"}}"#, "Quota"),
        ("gemini/x", 200, "{}", "neither 'candidates'"),
        ("azure/x", 404, #"{"error":{"code":"DeploymentNotFound","message":"no deployment"}}"#, "no deployment"),
        ("ollama/x", 500, #"{"error":"out of memory"}"#, "out of memory"),
        ("ollama/x", 200, #"{"model":"x"}"#, "'message' is missing"),
    ])
    func errors(name: String, status: Int, body: String, part: String) async throws {
        let error = await #expect(throws: ChatError.self) {
            try await model(name, ScriptedClient(status, body)).reply(to: ask("x"))
        }
        #expect(error?.description.contains(part) == true, "\(String(describing: error))")
        #expect(error?.description.contains(Self.key) == false)
    }

    @Test(arguments: [
        ("anthropic/m", "http://h", "http://h/v1/messages"), ("anthropic/m", "http://h/v1/", "http://h/v1/messages"),
        ("anthropic/m", "http://h/x/messages", "http://h/x/messages"),
        ("gemini/m", "http://h", "http://h/v1beta/models/m:generateContent"),
        ("gemini/m", "http://h/v1", "http://h/v1/models/m:generateContent"),
        ("gemini/a b", "http://h", "http://h/v1beta/models/a%20b:generateContent"),
        ("azure/m", "http://h", "http://h/openai/deployments/m/chat/completions?api-version=2024-10-21"),
        ("azure/m", "http://h/openai/v1/", "http://h/openai/v1/chat/completions"),
        ("azure/m", "http://h/openai/v1/chat/completions?api-version=x", "http://h/openai/v1/chat/completions"),
        (
            "azure/m", "http://h/openai/deployments/n/chat/completions?api-version=2025-01-01-preview",
            "http://h/openai/deployments/m/chat/completions?api-version=2025-01-01-preview"
        ),
        ("gemini/models/m", "http://h", "http://h/v1beta/models/m:generateContent"),
    ])
    func baseURLsAreCompleted(name: String, base: String, url: String) async throws {
        let client = ScriptedClient(500, "")
        let model = try ModelRegistry.model(name, baseURL: base, context: context(http: client))
        await #expect(throws: ChatError.self) { try await model.reply(to: ask("x")) }
        #expect(client.requests.map(\.url) == [url])
        for header in ["x-api-key", "x-goog-api-key", "api-key", "authorization"] {
            #expect(client.requests.first?.headers[header] == nil)
        }
    }

    @Test(arguments: [
        ("anthropic/m", "ANTHROPIC_API_KEY"), ("gemini/m", "GEMINI_API_KEY"), ("gemini/m", "GOOGLE_API_KEY"),
    ])
    func missingKeysAreNamed(name: String, variable: String) {
        let error = #expect(throws: ChatError.self) {
            try ModelRegistry.model(name, baseURL: nil, context: context([variable: " "]))
        }
        #expect(error?.description.contains(variable) == true)
    }

    @Test(arguments: [
        ("gemini/m", "generationConfig", "maxOutputTokens"), ("ollama/m", "options", "num_predict"),
    ])
    func furtherFieldsJoinTheSettings(name: String, group: String, limit: String) async throws {
        var options = ChatOptions(temperature: 0.5, maxTokens: 7)
        options.extra = [group: .object(["own": .int(1), "temperature": .number(0.25)]), "top": .bool(true)]
        let client = ScriptedClient(500, "")
        await #expect(throws: ChatError.self) { try await model(name, client).reply(to: ask("x", options)) }
        #expect(
            client.lastBody?[group]
                == .object(["temperature": .number(0.25), limit: .int(7), "own": .int(1)]))
        #expect(client.lastBody?["top"] == .bool(true))
    }

    @Test(arguments: [
        (
            "anthropic/m",
            #"{"type":"error","error":{"type":"invalid_request_error","message":"Output blocked by content filtering policy"}}"#
        ),
        (
            "azure/m",
            #"{"error":{"code":"content_filter","status":400,"message":"filtered","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#
        ),
    ])
    func filtersAreBlockedAndNoError(name: String, body: String) async throws {
        let reply = try await model(name, ScriptedClient(400, body)).reply(to: ask("x"))
        #expect(reply.text.isEmpty)
        #expect(reply.blocked?.isEmpty == false)
    }

    @Test func anthropicAnswersNeedNoUsage() async throws {
        let body = #"{"content":[],"stop_reason":"refusal","usage":{"input_tokens":3}}"#
        let reply = try await model("anthropic/m", ScriptedClient(200, body)).reply(to: ask("x"))
        #expect(reply == ChatReply(text: "", blocked: "refusal"))
    }
}
