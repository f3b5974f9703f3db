import Foundations
import Records
import Testing

@testable import ChatModels

/// What goes over the wire in a conversation with tools.
@Suite struct ToolRequestTests {
    private static let openAITools: JSONValue = [
        [
            "type": "function",
            "function": [
                "name": "look_up", "description": "Looks a name up.", "parameters": ToolSamples.tools[0].parameters,
            ],
        ],
        [
            "type": "function",
            "function": [
                "name": "now", "description": "Tells the time.", "parameters": ["type": "object", "properties": [:]],
            ],
        ],
    ]

    private static func openAICall(_ name: String, _ arguments: String, id: String) -> JSONValue {
        ["id": .string(id), "type": "function", "function": ["name": .string(name), "arguments": .string(arguments)]]
    }

    private static let openAIMessages: JSONValue = [
        ["role": "system", "content": "Be brief."], ["role": "user", "content": "Who is Ann?"],
        [
            "role": "assistant", "content": "Let me see.",
            "tool_calls": [
                openAICall("look_up", #"{"name":"Ann"}"#, id: "call_1"), openAICall("now", "{}", id: "call_2"),
            ],
        ],
        ["role": "tool", "tool_call_id": "call_1", "content": #"{"age":30}"#],
        ["role": "tool", "tool_call_id": "call_2", "content": "no clock"], ["role": "user", "content": "And now?"],
    ]

    @Test(arguments: [ToolProvider.openai, .azure])
    func openAI(provider: ToolProvider) async throws {
        let sent = try await provider.exchange(ToolSamples.whole, body: "{}").sent
        #expect(sent["tools"] == Self.openAITools)
        #expect(sent["messages"] == Self.openAIMessages)
    }

    /// Mistral wants ids of nine characters, on the call and on its result, and takes no person behind a result.
    @Test func mistral() async throws {
        let sent = try await ToolProvider.mistral.exchange(ToolSamples.whole, body: "{}").sent
        #expect(sent["tools"] == Self.openAITools)
        let messages = sent["messages"]?.items ?? []
        #expect(
            messages.map { $0["role"] } == ["system", "user", "assistant", "tool", "tool", "assistant", "user"])
        let ids = messages[2]["tool_calls"]?.items.compactMap { $0["id"]?.stringValue } ?? []
        #expect(Set(ids).count == 2)
        for id in ids {
            let form = try #require(id.wholeMatch(of: /[a-zA-Z0-9]{9}/))
            #expect(form.0 == id)
        }
        #expect(messages[3...4].map { $0["tool_call_id"]?.stringValue } == ids)
        #expect(messages[3...4].map { $0["name"] } == ["look_up", "now"])
    }

    @Test func anthropic() async throws {
        let sent = try await ToolProvider.anthropic.exchange(ToolSamples.whole, body: "{}").sent
        #expect(
            sent["tools"] == [
                [
                    "name": "look_up", "description": "Looks a name up.",
                    "input_schema": ToolSamples.tools[0].parameters,
                ],
                [
                    "name": "now", "description": "Tells the time.",
                    "input_schema": ["type": "object", "properties": [:]],
                ],
            ])
        #expect(sent["system"] == "Be brief.")
        #expect(
            sent["messages"] == [
                ["role": "user", "content": "Who is Ann?"],
                [
                    "role": "assistant",
                    "content": [
                        ["type": "text", "text": "Let me see."],
                        ["type": "tool_use", "id": "call_1", "name": "look_up", "input": ["name": "Ann"]],
                        ["type": "tool_use", "id": "call_2", "name": "now", "input": [:]],
                    ],
                ],
                [
                    "role": "user",
                    "content": [
                        ["type": "tool_result", "tool_use_id": "call_1", "content": #"{"age":30}"#],
                        ["type": "tool_result", "tool_use_id": "call_2", "content": "no clock", "is_error": true],
                        ["type": "text", "text": "And now?"],
                    ],
                ],
            ])
    }

    @Test func gemini() async throws {
        let sent = try await ToolProvider.gemini.exchange(ToolSamples.whole, body: "{}").sent
        #expect(
            sent["tools"] == [
                [
                    "functionDeclarations": [
                        [
                            "name": "look_up", "description": "Looks a name up.",
                            "parameters": [
                                "type": "object", "properties": ["name": ["type": "string"]], "required": ["name"],
                            ],
                        ],
                        ["name": "now", "description": "Tells the time."],
                    ]
                ]
            ])
        #expect(
            sent["contents"] == [
                ["role": "user", "parts": [["text": "Who is Ann?"]]],
                [
                    "role": "model",
                    "parts": [
                        ["text": "Let me see."], ["functionCall": ["name": "look_up", "args": ["name": "Ann"]]],
                        ["functionCall": ["name": "now", "args": [:]]],
                    ],
                ],
                [
                    "role": "user",
                    "parts": [
                        ["functionResponse": ["name": "look_up", "response": ["age": 30]]],
                        ["functionResponse": ["name": "now", "response": ["error": "no clock"]]],
                        ["text": "And now?"],
                    ],
                ],
            ])
    }

    @Test func ollama() async throws {
        let sent = try await ToolProvider.ollama.exchange(ToolSamples.whole, body: "{}").sent
        #expect(sent["tools"] == Self.openAITools)
        #expect(
            sent["messages"] == [
                ["role": "system", "content": "Be brief."], ["role": "user", "content": "Who is Ann?"],
                [
                    "role": "assistant", "content": "Let me see.",
                    "tool_calls": [
                        ["function": ["name": "look_up", "arguments": ["name": "Ann"]]],
                        ["function": ["name": "now", "arguments": [:]]],
                    ],
                ],
                ["role": "tool", "tool_name": "look_up", "content": #"{"age":30}"#],
                ["role": "tool", "tool_name": "now", "content": "no clock"],
                ["role": "user", "content": "And now?"],
            ])
    }

    @Test func applications() async throws {
        var request = ToolSamples.whole
        request.session = .init(name: "s-17", address: "http://h/mcp/s-17")
        let sent = try await ToolProvider.http.exchange(request, body: "{}").sent
        #expect(sent["tools"] == Self.openAITools)
        #expect(sent["chat"] == Self.openAIMessages)
        #expect(sent["session"] == "s=s-17 at http://h/mcp/s-17")
        #expect(sent["last"] == "And now?")
    }

    private static let callWithoutText = ToolSamples.request([
        .init(.user, "Who is Ann?"), .init(calling: [ToolSamples.call()], ""),
        .init(TracedCall(ToolSamples.call(), ToolResult("30"))),
    ])

    /// The content of a message with nothing but a call.
    @Test(
        arguments: [
            (.openai, nil), (.mistral, ""), (.ollama, ""),
            (.anthropic, [["type": "tool_use", "id": "call_1", "name": "look_up", "input": ["name": "Ann"]]]),
        ] as [(ToolProvider, JSONValue)])
    func callsWithoutText(provider: ToolProvider, content: JSONValue) async throws {
        let sent = try await provider.exchange(Self.callWithoutText, body: "{}").sent
        #expect(sent["messages"]?.items[1]["content"] == content)
    }

    @Test func geminiCallsWithoutText() async throws {
        let gemini = try await ToolProvider.gemini.exchange(Self.callWithoutText, body: "{}").sent
        #expect(gemini["contents"]?.items[1]["parts"]?.items.count == 1)
        #expect(
            gemini["contents"]?.items[2]["parts"] == [
                ["functionResponse": ["name": "look_up", "response": ["result": "30"]]]
            ])
    }

    /// Servers answer HTTP 400 to a call without its result, and to results that do not stand behind their calls.
    @Test func everyCallIsAnsweredInItsPlace() {
        let calls = [ToolSamples.call(id: "a"), ToolSamples.call(id: "b"), ToolSamples.call(id: "c")]
        func result(_ call: ToolCall, _ text: String) -> ChatRequest.Message {
            .init(TracedCall(call, ToolResult(text)))
        }
        let messages: [ChatRequest.Message] = [
            .init(calling: calls, ""), result(calls[2], "3"), .init(.user, "wait"), result(calls[0], "1"),
            .init(.assistant, "x"), result(ToolSamples.call(id: "z"), "26"),
        ]
        let settled = messages.settled()
        #expect(settled.map(\.role) == [.assistant, .tool, .tool, .tool, .user, .assistant, .user])
        #expect(settled[1...3].map(\.answered?.id) == ["a", "b", "c"])
        #expect(settled[1...3].map(\.content) == ["1", "The call was not carried out.", "3"])
        #expect(settled[1...3].map(\.isError) == [false, true, false])
        #expect(settled[6].content == "Result of look_up: 26")
    }

    @Test(arguments: [ToolProvider.anthropic, .gemini, .mistral])
    func neighboursAreMerged(provider: ToolProvider) async throws {
        let request = ChatRequest(messages: [
            .init(.user, "one"), .init(.user, "two"), .init(.assistant, "three"), .init(.assistant, "four"),
            .init(.user, "five"),
        ])
        let sent = try await provider.exchange(request, body: "{}").sent
        let messages = (sent["messages"] ?? sent["contents"] ?? .null).items
        #expect(messages.count == 3)
        #expect(
            messages.map { $0["parts"]?.items.first?["text"] ?? $0["content"] } == [
                "one\n\ntwo", "three\n\nfour", "five",
            ])
    }

    /// An empty text is rejected, and calls without any tool are.
    @Test func anthropicGetsWhatItInsistsOn() async throws {
        let call = ToolSamples.call()
        var request = ToolSamples.request([
            .init(.user, "a"), .init(.assistant, " "), .init(.user, "b"), .init(calling: [call], ""),
            .init(TracedCall(call, ToolResult("30"))),
        ])
        request.tools = []
        let sent = try await ToolProvider.anthropic.exchange(request, body: "{}").sent
        #expect(sent["messages"]?.items[1]["content"] == "(no response)")
        #expect(sent["tools"]?.items.map { $0["name"] } == ["look_up"])
    }

    /// What could not be read goes back within an object: servers and templates parse the arguments again.
    @Test(arguments: [ToolProvider.openai, .mistral, .anthropic, .gemini, .ollama])
    func unreadableArgumentsGoBackAsAnObject(provider: ToolProvider) async throws {
        let call = ToolCall(id: "call_1", name: "look_up", arguments: .unreadable("{name: Ann"))
        let request = ToolSamples.request([
            .init(.user, "a"), .init(calling: [call], ""), .init(TracedCall(call, ToolResult("?", isError: true))),
        ])
        let sent = try await provider.exchange(request, body: "{}").sent
        let wrapped: JSONValue = ["unreadable_arguments": "{name: Ann"]
        let message = (sent["messages"] ?? sent["contents"])?.items[1] ?? .null
        let first = (message["tool_calls"] ?? message["parts"] ?? message["content"])?.items.first ?? .null
        let inner = first["function"] ?? first["functionCall"] ?? first
        let found = inner["arguments"] ?? inner["args"] ?? inner["input"]
        #expect(found == wrapped || found == .string(wrapped.text))
    }
}
