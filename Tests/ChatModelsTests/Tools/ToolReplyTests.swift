import Foundations
import Records
import Testing

@testable import ChatModels

/// What a response with calls is read as.
@Suite struct ToolReplyTests {
    /// A response, the calls in it by name and arguments, and the text beside them.
    struct Case: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let providers: [ToolProvider]
        let body: String
        let calls: [(name: String, arguments: ToolCall.Arguments)]
        var ids: [String]?
        var text = ""
    }

    private static let ann = ToolCall.Arguments.object(["name": "Ann"])
    private static let none = ToolCall.Arguments.object([:])
    private static let chat: [ToolProvider] = [.openai, .azure, .mistral]

    private static func chat(_ message: String, ending: String = "tool_calls") -> String {
        #"{"choices":[{"message":\#(message),"finish_reason":"\#(ending)"}]}"#
    }

    private static func chat(arguments: String) -> String {
        chat(
            #"{"content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"look_up","arguments":\#(arguments)}}]}"#
        )
    }

    static let openAICases = [
        Case(
            testDescription: "text", providers: chat, body: chat(arguments: #""{\"name\":\"Ann\"}""#),
            calls: [("look_up", ann)], ids: ["c1"]),
        Case(
            testDescription: "an object", providers: chat, body: chat(arguments: #"{"name":"Ann"}"#),
            calls: [("look_up", ann)]),
        Case(
            testDescription: "the text of a text", providers: chat,
            body: chat(arguments: #""\"{\\\"name\\\":\\\"Ann\\\"}\"""#), calls: [("look_up", ann)]),
        Case(
            testDescription: "an empty text", providers: chat, body: chat(arguments: #"" ""#),
            calls: [("look_up", none)]),
        Case(testDescription: "null", providers: chat, body: chat(arguments: "null"), calls: [("look_up", none)]),
        Case(
            testDescription: "an object and an empty text", providers: chat, body: chat(arguments: #""{}\"\"""#),
            calls: [("look_up", none)]),
        Case(
            testDescription: "no JSON", providers: chat, body: chat(arguments: #""{name: Ann""#),
            calls: [("look_up", .unreadable("{name: Ann"))]),
        Case(
            testDescription: "a list", providers: chat, body: chat(arguments: #""[1]""#),
            calls: [("look_up", .unreadable("[1]"))]),
        Case(
            testDescription: "parallel, beside a text, ending 'stop'", providers: chat,
            body: chat(
                #"{"content":"Wait.","tool_calls":[{"id":"a","function":{"name":"look_up","arguments":"{\"name\":\"Ann\"}"}},{"id":"b","function":{"name":"now","arguments":""}}]}"#,
                ending: "stop"), calls: [("look_up", ann), ("now", none)], ids: ["a", "b"], text: "Wait."),
        Case(
            testDescription: "two of one id", providers: chat,
            body: chat(
                #"{"tool_calls":[{"id":"a","function":{"name":"now"}},{"id":"a","function":{"name":"now"}}]}"#),
            calls: [("now", none), ("now", none)]),
        Case(
            testDescription: "no id", providers: chat,
            body: chat(#"{"content":"","tool_calls":[{"function":{"name":"now","arguments":"{}"}}]}"#),
            calls: [("now", none)], ids: [ToolCallID.made(of: "0 now {}")]),
        Case(
            testDescription: "function_call", providers: chat,
            body: chat(
                #"{"content":null,"function_call":{"name":"look_up","arguments":"{\"name\":\"Ann\"}"}}"#,
                ending: "function_call"), calls: [("look_up", ann)]),
        Case(
            testDescription: "no name", providers: chat,
            body: chat(#"{"tool_calls":[{"id":"a","function":{"arguments":"{}"}}]}"#), calls: [("unnamed", none)]),
        Case(
            testDescription: "a stream", providers: chat,
            body: """
                data: {"choices":[{"index":0,"delta":{"role":"assistant","content":"Wait.","tool_calls":[{"index":0,"id":"a","type":"function","function":{"name":"look_up","arguments":""}}]}}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"name\\":"}}]}}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"b","function":{"name":"now","arguments":"{}"}}]}}]}

                data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\\"Ann\\"}"}}]},"finish_reason":"tool_calls"}]}

                data: [DONE]

                """, calls: [("look_up", ann), ("now", none)], ids: ["a", "b"], text: "Wait."),
        Case(
            testDescription: "a stream whose calls all have index 0", providers: chat,
            body: """
                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"look_up","arguments":"{\\"name\\":\\"Ann\\"}"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"index":0,"id":"b","function":{"name":"now","arguments":"{}"}}]}}]}


                """, calls: [("look_up", ann), ("now", none)], ids: ["a", "b"]),
        Case(
            testDescription: "a stream without indices", providers: chat,
            body: """
                data: {"choices":[{"delta":{"tool_calls":[{"id":"a","function":{"name":"look_up","arguments":"{\\"name\\":"}}]}}]}

                data: {"choices":[{"delta":{"tool_calls":[{"function":{"arguments":"\\"Ann\\"}"}}]}}]}


                """, calls: [("look_up", ann)], ids: ["a"]),
    ]

    static let otherCases = [
        Case(
            testDescription: "blocks beside a text", providers: [.anthropic],
            body:
                #"{"content":[{"type":"text","text":"Wait."},{"type":"tool_use","id":"t1","name":"look_up","input":{"name":"Ann"}},{"type":"tool_use","id":"t2","name":"now","input":{}}],"stop_reason":"tool_use"}"#,
            calls: [("look_up", ann), ("now", none)], ids: ["t1", "t2"], text: "Wait."),
        Case(
            testDescription: "a stream of blocks", providers: [.anthropic],
            body: """
                event: message_start
                data: {"type":"message_start","message":{"content":[],"usage":{"input_tokens":1,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Wait."}}

                event: content_block_start
                data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"look_up","input":{}}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"name\\":"}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\\"Ann\\"}"}}

                event: content_block_start
                data: {"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t2","name":"now","input":{}}}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":9}}


                """, calls: [("look_up", ann), ("now", none)], ids: ["t1", "t2"], text: "Wait."),
        Case(
            testDescription: "parts without ids", providers: [.gemini],
            body:
                #"{"candidates":[{"content":{"parts":[{"text":"Wait."},{"functionCall":{"name":"look_up","args":{"name":"Ann"}},"thoughtSignature":"sig"},{"functionCall":{"name":"now"}}]},"finishReason":"STOP"}]}"#,
            calls: [("look_up", ann), ("now", none)],
            ids: [ToolCallID.made(of: #"0 look_up {"name":"Ann"}"#), ToolCallID.made(of: "1 now {}")], text: "Wait."),
        Case(
            testDescription: "a call that the provider could not read", providers: [.gemini],
            body:
                #"{"candidates":[{"content":{},"finishReason":"MALFORMED_FUNCTION_CALL","finishMessage":"Malformed function call: look_up(Ann"}]}"#,
            calls: [], text: "Malformed function call: look_up(Ann"),
        Case(
            testDescription: "arguments as an object", providers: [.ollama],
            body:
                #"{"message":{"role":"assistant","content":"Wait.","tool_calls":[{"function":{"index":0,"name":"look_up","arguments":{"name":"Ann"}}},{"function":{"name":"now","arguments":{}}}]},"done":true}"#,
            calls: [("look_up", ann), ("now", none)], text: "Wait."),
        Case(
            testDescription: "lines", providers: [.ollama],
            body: """
                {"message":{"role":"assistant","content":"Wa"},"done":false}
                {"message":{"role":"assistant","content":"it.","tool_calls":[{"function":{"name":"look_up","arguments":{"name":"Ann"}}}]},"done":false}
                {"message":{"role":"assistant","content":""},"done":true}
                """, calls: [("look_up", ann)], text: "Wait."),
        Case(
            testDescription: "a list", providers: [.http],
            body:
                #"{"message":{"content":"Wait.","tool_calls":[{"name":"look_up","input":{"name":"Ann"}},{"id":"7","function":{"name":"now","arguments":"{}"}}]}}"#,
            calls: [("look_up", ann), ("now", none)], text: "Wait."),
        Case(
            testDescription: "one call without a text", providers: [.http],
            body: #"{"message":{"tool_calls":{"name":"now"}}}"#, calls: [("now", none)]),
    ]

    @Test(arguments: openAICases + otherCases)
    func reads(sample: Case) async throws {
        for provider in sample.providers {
            let reply = try await provider.reply(to: ToolSamples.first, body: sample.body)
            #expect(reply.toolCalls.map(\.name) == sample.calls.map(\.name))
            #expect(reply.toolCalls.map(\.arguments) == sample.calls.map(\.arguments))
            #expect(reply.text == sample.text)
            #expect(reply.truncated == false && reply.blocked == nil)
            let ids = reply.toolCalls.map(\.id)
            #expect(Set(ids).count == ids.count && !ids.contains(""))
            if let expected = sample.ids { #expect(ids == expected) }
        }
    }

    static let returns: [(ToolProvider, String, JSONValue)] = [
        (
            .openai,
            chat(
                #"{"content":null,"reasoning_content":"hm","tool_calls":[{"id":"a","index":0,"type":"function","extra_content":{"google":{"thought_signature":"sig"}},"function":{"name":"now","arguments":"{}","strict":true}}]}"#
            ),
            [
                "role": "assistant", "content": nil, "reasoning_content": "hm",
                "tool_calls": [
                    [
                        "id": "a", "type": "function", "extra_content": ["google": ["thought_signature": "sig"]],
                        "function": ["name": "now", "arguments": "{}", "strict": true],
                    ]
                ],
            ]
        ),
        (
            .gemini,
            #"{"candidates":[{"content":{"parts":[{"text":"hm","thought":true},{"functionCall":{"id":"g1","name":"now","args":{}},"thoughtSignature":"sig"}]}}]}"#,
            [
                "role": "model",
                "parts": [["functionCall": ["id": "g1", "name": "now", "args": [:]], "thoughtSignature": "sig"]],
            ]
        ),
        (
            .anthropic,
            #"{"content":[{"type":"thinking","thinking":"hm","signature":"sig"},{"type":"redacted_thinking","data":"x"},{"type":"text","text":"Wait."},{"type":"tool_use","id":"t1","name":"now","input":{}}],"stop_reason":"tool_use"}"#,
            [
                "role": "assistant",
                "content": [
                    ["type": "thinking", "thinking": "hm", "signature": "sig"],
                    ["type": "redacted_thinking", "data": "x"], ["type": "text", "text": "Wait."],
                    ["type": "tool_use", "id": "t1", "name": "now", "input": [:]],
                ],
            ]
        ),
        (
            .anthropic,
            """
            data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}

            data: {"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"sig"}}

            data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"t1","name":"now","input":{}}}

            data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{}"}}


            """,
            [
                "role": "assistant",
                "content": [
                    ["type": "thinking", "thinking": "hm", "signature": "sig"],
                    ["type": "tool_use", "id": "t1", "name": "now", "input": [:]],
                ],
            ]
        ),
        (
            .ollama,
            #"{"message":{"content":"","tool_calls":[{"id":"o1","function":{"index":0,"name":"now","arguments":{}}}]},"done":true}"#,
            [
                "role": "assistant", "content": "",
                "tool_calls": [["id": "o1", "function": ["name": "now", "arguments": [:]]]],
            ]
        ),
    ]

    /// A reply, and the message with it as it goes back: fields that nobody here knows are the provider's own.
    @Test(arguments: returns)
    func whatIsUnknownGoesBackUnchanged(provider: ToolProvider, body: String, message: JSONValue) async throws {
        let reply = try await provider.reply(to: ToolSamples.first, body: body)
        var next = ToolSamples.first
        next.messages.append(.init(calling: reply.toolCalls, reply.text))
        next.messages += reply.toolCalls.map { .init(TracedCall($0, ToolResult("12:00"))) }
        let sent = try await provider.exchange(next, body: "{}").sent
        let messages = (sent["messages"] ?? sent["contents"])?.items ?? []
        #expect(messages.first { ["assistant", "model"].contains($0["role"]) } == message)
        let last = messages.last
        let id =
            last?["tool_call_id"] ?? last?["content"]?.items.first?["tool_use_id"]
            ?? last?["parts"]?.items.first?["functionResponse"]?["id"]
        #expect(id?.stringValue == reply.toolCalls.first?.id)
    }

    @Test(arguments: [
        (ToolProvider.ollama, 400, #"{"error":"registry.ollama.ai/library/m does not support tools"}"#),
        (
            .openai, 400,
            #"{"error":{"message":"\"auto\" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set"}}"#
        ),
        (.openai, 500, #"{"error":{"code":500,"message":"tools param requires --jinja flag","type":"server_error"}}"#),
        (.openai, 400, #"{"error":{"message":"Unrecognized request argument supplied: tools","param":null}}"#),
        (
            .openai, 422,
            #"{"detail":[{"type":"extra_forbidden","loc":["body","tools"],"msg":"Extra inputs are not permitted"}]}"#
        ),
        (.openai, 404, #"{"error":{"message":"No endpoints found that support tool use."}}"#),
        (.mistral, 400, #"{"message":"Function calling is not enabled for this model","code":"3000"}"#),
        (
            .gemini, 400,
            #"{"error":{"code":400,"message":"Function calling is not enabled for models/m","status":"INVALID_ARGUMENT"}}"#
        ),
        (
            .anthropic, 400,
            #"{"type":"error","error":{"type":"invalid_request_error","message":"'m' does not support tools."}}"#
        ),
    ])
    func refusalsOfToolsSaySo(provider: ToolProvider, status: Int, body: String) async throws {
        let error = try await provider.exchange(ToolSamples.first, status, body: body).reply.failure
        guard case .rejected(_, status, let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(message.hasPrefix("the model, or the server as it is started, can't use tools: "))
        #expect(error?.isFatal == false)
    }

    /// A fault in one tool, or in the conversation, is not a model without tools.
    @Test(arguments: [
        #"{"error":{"message":"Invalid 'tools[0].function.name': string does not match pattern.","param":"tools[0].function.name"}}"#,
        #"{"error":{"message":"An assistant message with 'tool_calls' must be followed by tool messages","param":"messages.[3].role"}}"#,
        #"{"error":{"message":"This model's maximum context length is 8192 tokens (including 'tools')"}}"#,
    ])
    func otherFaultsStayWhatTheyAre(body: String) async throws {
        let error = try await ToolProvider.openai.exchange(ToolSamples.first, 400, body: body).reply.failure
        guard case .rejected(_, 400, let message) = error else {
            return #expect(Bool(false), "\(String(describing: error))")
        }
        #expect(!message.contains("can't use tools"))
    }

    /// Groq refuses what it can't parse and shows what the model wrote.
    @Test func callsThatAServerCouldNotReadAreReadHere() async throws {
        let body =
            #"{"error":{"message":"Failed to call a function.","code":"tool_use_failed","failed_generation":"<function=look_up>{\"name\": \"Ann\"}</function>"}}"#
        let reply = try await ToolProvider.openai.reply(to: ToolSamples.first, 400, body: body)
        #expect(reply.toolCalls.map(\.name) == ["look_up"])
        #expect(reply.toolCalls.map(\.arguments) == [Self.ann])
    }
}

extension Result {
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
