import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// Responses in odd shapes: what is of no account must not spoil a text.
@Suite("lenient responses")
struct LenientResponseTests {
    private func reply(_ name: String, _ body: String) async throws -> ChatReply {
        let application = HTTPApplication(url: "http://h/ask", body: .string("{{prompt}}"), responsePath: "reply")
        let model = try ModelRegistry.model(
            name, baseURL: "http://h",
            context: context(http: ScriptedClient(200, body), applications: ["desk": application]))
        return try await model.reply(to: ask("x"))
    }

    @Test(
        "odd counts of tokens spoil nothing",
        arguments: [
            (#"{"prompt_tokens":12,"completion_tokens":2.25}"#, TokenUsage(input: 12, output: 3)),
            (#"{"prompt_tokens":"12","completion_tokens":"7"}"#, TokenUsage(input: 12, output: 7)), ("[]", nil),
            ("null", nil), (#"{"prompt_tokens":0,"completion_tokens":0}"#, nil), (#""many""#, nil),
            (#"{"input_tokens":12,"output_tokens":7}"#, TokenUsage(input: 12, output: 7)),
            (#"{"prompt_tokens":12}"#, nil), (#"{"prompt_tokens":1e999}"#, nil),
            (
                #"{"prompt_tokens":12,"completion_tokens":7,"completion_tokens_details":{"reasoning_tokens":0.5}}"#,
                TokenUsage(input: 12, output: 7)
            ),
            (
                #"{"prompt_tokens":12,"completion_tokens":7,"total_tokens":119}"#, TokenUsage(input: 12, output: 107)
            ),
        ] as [(String, TokenUsage?)])
    func usage(usage: String, expected: TokenUsage?) async throws {
        let reply = try await reply(
            "openai/m", #"{"choices":[{"message":{"content":"Yes."},"index":"x"}],"usage":\#(usage),"created":[]}"#)
        #expect(reply.text == "Yes.")
        #expect(reply.usage == expected)
    }

    @Test(
        "thoughts in fields and parts are kept apart",
        arguments: [
            ("openai/m", #"{"choices":[{"message":{"content":"No.","reasoning_content":"X"}}]}"#),
            ("openai/m", #"{"choices":[{"message":{"content":"No.","reasoning":"X"}}]}"#),
            ("openai/m", #"{"choices":[{"message":{"content":"No.","reasoning":"X","reasoning_content":"X"}}]}"#),
            (
                "openai/m",
                #"{"choices":[{"message":{"content":"No.","reasoning_details":[{"type":"reasoning.text","text":"X"}]}}]}"#
            ),
            (
                "openai/m",
                #"{"choices":[{"message":{"content":[{"type":"thinking","thinking":[{"type":"text","text":"X"}]},{"type":"odd","text":"Z"},{"type":"text","text":"No."}]}}]}"#
            ),
            ("ollama/m", #"{"message":{"content":"No.","thinking":"X"},"done":true}"#),
            ("ollama/m", #"{"message":{"content":"<think>X</think>No."},"done":true}"#),
            (
                "anthropic/m",
                #"{"content":[{"type":"thinking","thinking":"X","signature":"s"},{"type":"redacted_thinking","data":"d"},{"type":"text","text":"No."}]}"#
            ),
            (
                "gemini/m",
                #"{"candidates":[{"content":{"parts":[{"text":"X","thought":true},{"inlineData":{}},{"text":"No."}]}}]}"#
            ),
            ("completion/m", #"{"choices":[{"text":"X</think>No."}]}"#),
            ("http/desk", #"{"reply":"<think>X</think>No."}"#),
        ])
    func thoughts(name: String, body: String) async throws {
        let reply = try await reply(name, body)
        #expect(reply.text == "No.")
        #expect(reply.reasoning == "X")
        #expect(!reply.truncated)
    }

    @Test("a response that is all thoughts is empty, and cut when the limit ended it", arguments: ["stop", "length"])
    func onlyThoughts(reason: String) async throws {
        let reply = try await reply(
            "openai/m",
            #"{"choices":[{"message":{"content":null,"reasoning_content":"X"},"finish_reason":"\#(reason)"}]}"#)
        #expect(reply.text.isEmpty && reply.reasoning == "X")
        #expect(reply.truncated == (reason == "length"))
    }

    @Test(
        "halves of surrogate pairs and broken characters spoil no response",
        arguments: [
            ("openai/m", #"{"choices":[{"message":{"content":"a\ud83d!"}}]}"#),
            ("ollama/m", #"{"message":{"content":"a\ud83d!"}}"#),
            ("anthropic/m", #"{"content":[{"type":"text","text":"a\ud83d!"}]}"#),
            ("gemini/m", #"{"candidates":[{"content":{"parts":[{"text":"a\ud83d!"}]}}]}"#),
            ("http/desk", #"{"reply":"a\ud83d!"}"#),
        ])
    func surrogates(name: String, body: String) async throws {
        #expect(try await reply(name, body).text == "a\u{FFFD}!")
    }

    @Test(
        "a stream that nobody asked for is put together",
        arguments: [
            (
                "openai/m",
                """
                : hello

                data: {"choices":[{"index":0,"delta":{"role":"assistant","reasoning_content":"X"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"N"}}],"model":"m1"}
                data: {"choices":[{"index":1,"delta":{"content":"other"}}]}

                data: {"choices":[{"index":0,"delta":{"content":"o."},"finish_reason":"length"}]}

                data: {"choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}

                data: [DONE]


                """
            ),
            (
                "ollama/m",
                """
                {"model":"m1","message":{"content":"","thinking":"X"},"done":false}
                {"model":"m1","message":{"content":"N"},"done":false}
                {"model":"m1","message":{"content":"o."},"done":true,"done_reason":"length","prompt_eval_count":3,"eval_count":2}
                """
            ),
            (
                "anthropic/m",
                """
                event: message_start
                data: {"type":"message_start","message":{"model":"m1","content":[],"usage":{"input_tokens":3,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}

                data: {"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"X"}}

                data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"N"}}

                data: {"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"o."}}

                data: {"type":"message_delta","delta":{"stop_reason":"max_tokens"},"usage":{"output_tokens":2}}

                """
            ),
            (
                "gemini/m",
                """
                data: {"candidates":[{"content":{"parts":[{"text":"X","thought":true}]}}],"modelVersion":"m1"}

                data: {"candidates":[{"content":{"parts":[{"text":"N"}]}}]}

                data: {"candidates":[{"content":{"parts":[{"text":"o."}]},"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":2}}

                """
            ),
        ])
    func streams(name: String, body: String) async throws {
        for body in [body, body.replacing("\n", with: "\r\n")] {
            let reply = try await reply(name, body)
            #expect(
                reply
                    == ChatReply(
                        text: "No.", reasoning: "X", truncated: true, model: "m1",
                        usage: TokenUsage(input: 3, output: 2)))
        }
    }

    @Test(
        "a response in the encoding that it names is decoded, and UTF-8 whatever it names",
        arguments: [
            ("shift_jis", [0x8E, 0xA9, 0x93, 0xAE], "自動"), ("GBK", [0xB1, 0xA7, 0xC7, 0xB8], "抱歉"),
            ("big5", [0xA9, 0xEA], "抱"), ("euc-kr", [0xC7, 0xD1], "한"), ("windows-1251", [0xCF, 0xF0], "Пр"),
            ("KOI8-R", [0xF0], "П"), ("iso-8859-1", [0xE9], "é"), ("latin1", [0xC3, 0xA9], "é"),
            ("utf-8", [0xC3, 0xA9], "é"), ("gbk", [0xE6, 0x8A, 0xB1], "抱"),
        ] as [(String, [UInt8], String)])
    func encodings(charset: String, bytes: [UInt8], text: String) {
        var response = HTTPResponse(status: 200, body: bytes)
        response.headers = ["Content-Type": "application/json; charset=\(charset)"]
        #expect(ResponseText.utf8(response) == Array(text.utf8))
        response.headers = ["Content-Type": "application/json"]
        #expect(ResponseText.utf8(response) == bytes)
    }

    private static let cutStreams = [
        ("openai/m", #"data: {"choices":[{"delta":{"content":"I can"}}]}"#, #"data: {"choices":[{"delta":{"cont"#),
        (
            "anthropic/m",
            #"data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"I can"}}"#,
            #"data: {"type":"content_block_delta","ind"#
        ),
        ("gemini/m", #"data: {"candidates":[{"content":{"parts":[{"text":"I can"}]}}]}"#, #"data: {"candidates":[{"#),
        (
            "ollama/m",
            "{\"message\":{\"content\":\"I\"},\"done\":false}\n{\"message\":{\"content\":\" can\"},\"done\":false}",
            #"{"message":{"con"#
        ),
    ]

    @Test(
        "a stream that breaks off within a value is no response, and one between two events is a part",
        arguments: cutStreams)
    func cutStream(name: String, events: String, half: String) async throws {
        let part = try await reply(name, events + "\n\n")
        #expect(part.text == "I can" && part.truncated)
        let error = await #expect(throws: ChatError.self) { try await reply(name, "\(events)\n\n\(half)") }
        #expect(error?.description.contains("breaks off") == true && error?.isRetryable == true)
    }

    @Test("a stream that says that it is done is whole")
    func doneStream() async throws {
        let body = "data: {\"choices\":[{\"delta\":{\"content\":\"No.\"}}]}\n\ndata: [DONE]\n\n"
        #expect(try await reply("openai/m", body) == ChatReply(text: "No."))
    }

    @Test("an application's stream is put together too")
    func applicationStream() async throws {
        #expect(try await reply("http/desk", "data: {\"reply\":\"N\"}\n\ndata: {\"reply\":\"o.\"}\n\n").text == "No.")
        let again = "data: {\"reply\":\"N\"}\n\ndata: {\"reply\":\"o.\"}\n\nevent: end\ndata: {\"reply\":\"No.\"}\n\n"
        #expect(try await reply("http/desk", again).text == "No.")
        let flowise = "message:\ndata:{\"reply\":\"N\"}\n\nmessage:\ndata:{\"reply\":\"o.\"}\n\n"
        #expect(try await reply("http/desk", flowise).text == "No.")
    }

    @Test(
        "an error within a stream is an error",
        arguments: [
            (
                "openai/m",
                "data: {\"choices\":[{\"delta\":{\"content\":\"N\"}}]}\n\ndata: {\"error\":{\"message\":\"overloaded\"}}\n\n"
            ),
            ("ollama/m", "{\"message\":{\"content\":\"N\"}}\n{\"error\":\"overloaded\"}\n"),
            ("ollama/m", #"{"error":"overloaded"}"#),
            (
                "anthropic/m",
                "data: {\"type\":\"message_start\",\"message\":{}}\n\ndata: {\"type\":\"error\",\"error\":{\"message\":\"overloaded\"}}\n\n"
            ),
            ("openai/m", #"{"choices":[{"message":{"content":"half"}}],"error":{"message":"overloaded"}}"#),
        ])
    func streamedErrors(name: String, body: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await reply(name, body) }
        #expect(error == .unavailable(model: name, status: 200, message: "overloaded"))
    }

    @Test(
        "a reply that its ending calls broken is none",
        arguments: [
            #"{"choices":[{"message":{"content":"Sure, he"},"finish_reason":"error"}]}"#,
            "data: {\"choices\":[{\"delta\":{\"content\":\"N\"}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"error\"}]}\n\n",
        ])
    func brokenOff(body: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await reply("openai/m", body) }
        #expect(error?.description.contains("the reply broke off") == true)
        #expect(error?.isRetryable == true)
    }

    @Test(
        "a stream that tells of an error is no whole response, whatever came before it",
        arguments: [
            "data: {\"reply\":\"I can\"}\n\nevent: error\ndata: {\"message\":\"crashed\"}\n\n",
            "data: {\"reply\":\"I can\"}\r\n\r\nevent:error\r\ndata: crashed\r\n\r\ndata: [DONE]\r\n\r\n",
            "data: {\"reply\":\"I can\"}\n\ndata: {\"error\":{\"message\":\"crashed\"}}\n\n",
            "{\"reply\":\"I can\"}\n{\"error\":\"crashed\"}\n",
            "data: {\"event\":\"message\",\"reply\":\"I can\"}\n\ndata: {\"event\":\"error\",\"status\":400,\"message\":\"crashed\"}\n\n",
            "data: {\"reply\":\"I can\"}\n\ndata: {\"type\":\"error\",\"message\":\"crashed\"}\n\n",
        ])
    func failedStream(body: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await reply("http/desk", body) }
        #expect("\(try #require(error))".contains("tells of an error: crashed"))
    }

    @Test("an error within a stream that goes on, as one of a tool, spoils nothing")
    func errorWithin() async throws {
        let body = "data: {\"reply\":\"I \"}\n\ndata: {\"tool\":1,\"error\":\"x\"}\n\ndata: {\"reply\":\"can\"}\n\n"
        #expect(try await reply("http/desk", body).text == "I can")
    }
}
