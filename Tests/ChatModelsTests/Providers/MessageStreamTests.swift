import Foundations
import Records
import Testing

@testable import ChatModels

@Suite("Streams of messages for pages")
struct MessageStreamTests {
    private func reply(_ body: String, path: String = "delta", calls: String? = nil) async throws -> ChatReply {
        let application = HTTPApplication(
            url: "http://app.test/api/chat", body: .string("{{prompt}}"), responsePath: path, toolCallsPath: calls)
        return try await ModelRegistry.model(
            "http/chat", baseURL: nil,
            context: context([:], http: ScriptedClient(200, body), applications: ["chat": application])
        ).reply(to: ask("x"))
    }

    private static func events(_ lines: String...) -> String {
        lines.map { "data: \($0)\n\n" }.joined() + "data: [DONE]\n\n"
    }

    private static let newer = events(
        #"{"type":"start","messageId":"m1"}"#, #"{"type":"start-step"}"#, #"{"type":"reasoning-start","id":"r"}"#,
        #"{"type":"reasoning-delta","id":"r","delta":"I think"}"#, #"{"type":"reasoning-end","id":"r"}"#,
        #"{"type":"text-start","id":"0"}"#, #"{"type":"text-delta","id":"0","delta":"I can't "}"#,
        #"{"type":"text-delta","id":"0","delta":"say."}"#, #"{"type":"text-end","id":"0"}"#,
        #"{"type":"tool-input-start","toolCallId":"c1","toolName":"find"}"#,
        #"{"type":"tool-input-delta","toolCallId":"c1","inputTextDelta":"{"}"#,
        #"{"type":"tool-input-available","toolCallId":"c1","toolName":"find","input":{"q":"a"}}"#,
        #"{"type":"finish-step"}"#, #"{"type":"finish","finishReason":"length"}"#)
    private static let older = """
        f:{"messageId":"m1"}
        g:"I think"
        0:"I can't "
        0:"say."
        9:{"toolCallId":"c1","toolName":"find","args":{"q":"a"}}
        e:{"finishReason":"length","usage":{"promptTokens":1,"completionTokens":2},"isContinued":false}
        d:{"finishReason":"length","usage":{"promptTokens":1,"completionTokens":2}}

        """

    @Test(
        "text, thoughts, calls and the ending are read, whatever the path is", arguments: [newer, older],
        ["delta", "", "a.b"])
    func whole(body: String, path: String) async throws {
        let reply = try await reply(body, path: path, calls: "calls")
        #expect(reply.text == "I can't say." && reply.reasoning == "I think" && reply.truncated)
        #expect(reply.toolCalls.map(\.name) == ["find"])
        #expect(reply.toolCalls.first?.arguments == .object(["q": .string("a")]))
        #expect(try await self.reply(body, path: path).toolCalls.isEmpty)
    }

    @Test(
        "an error of the stream is an error, and a filter a block",
        arguments: [
            events(#"{"type":"start","messageId":"m"}"#, #"{"type":"error","errorText":"model is down"}"#),
            "0:\"Sure\"\n3:\"model is down\"\n",
        ])
    func errors(body: String) async throws {
        let error = await #expect(throws: ChatError.self) { try await reply(body) }
        #expect(error?.description.contains("the stream tells of an error: model is down") == true)
        let filtered = Self.events(
            #"{"type":"text-start","id":"0"}"#, #"{"type":"text-delta","id":"0","delta":"Su"}"#,
            #"{"type":"finish","finishReason":"content-filter"}"#)
        #expect(try await reply(filtered).blocked == "content-filter")
    }

    @Test(
        "other streams and texts are what they were",
        arguments: [
            ("a", Self.events(#"{"type":"delta","a":"x"}"#, #"{"type":"delta","a":"y"}"#), "xy"),
            ("", "0: the first\n1: the second", "0: the first\n1: the second"), ("", "d:ear me", "d:ear me"),
            ("a", #"{"type":"text-delta","delta":"n","a":"x"}"#, "x"),
        ])
    func others(path: String, body: String, text: String) async throws {
        #expect(try await reply(body, path: path).text == text)
    }
}
