import Foundations
import Records
import Testing

@testable import ChatModels

/// Calls that a server left in the text.
@Suite struct WrittenCallTests {
    private static let ann = ToolCall.Arguments.object(["name": "Ann"])

    @Test(
        arguments: [
            (
                "Wait.\n<tool_call>\n{\"name\": \"look_up\", \"arguments\": {\"name\": \"Ann\"}}\n</tool_call>",
                ["look_up"], "Wait."
            ),
            (#"<tool_call>{"name":"look_up","arguments":{"name":"Ann"}}"#, ["look_up"], ""),
            (
                #"<tool_call>{"name":"look_up","arguments":"{\"name\":\"Ann\"}"}</tool_call> and <tool_call>{"name":"look_up","arguments":{"name":"Ann"}}</tool_call>"#,
                ["look_up", "look_up"], "and"
            ),
            (
                "<tool_call>\n<function=look_up>\n<parameter=name>\nAnn\n</parameter>\n</function>\n</tool_call>",
                ["look_up"], ""
            ),
            (#"<function=look_up>{"name": "Ann"}</function>"#, ["look_up"], ""),
            (#"[TOOL_CALLS] [{"name": "look_up", "arguments": {"name": "Ann"}, "id": "abcdefghi"}]"#, ["look_up"], ""),
            (
                #"Wait.[TOOL_CALLS]look_up{"name": "Ann"}[TOOL_CALLS]look_up[ARGS]{"name": "Ann"}"#,
                ["look_up", "look_up"], "Wait."
            ),
            (#"{"name": "look_up", "parameters": {"name": "Ann"}}"#, ["look_up"], ""),
            (#"{"type": "function", "function": {"name": "look_up", "arguments": {"name": "Ann"}}}"#, ["look_up"], ""),
            (#"{"type": "function", "name": "unheard_of", "parameters": {"name": "Ann"}}"#, ["unheard_of"], ""),
            (#"<|python_tag|>{"name": "look_up", "parameters": {"name": "Ann"}}<|eom_id|>"#, ["look_up"], ""),
            (
                #"{"name":"look_up","parameters":{"name":"Ann"}}; {"name":"look_up","parameters":{"name":"Ann"}}"#,
                ["look_up", "look_up"], ""
            ),
            ("```json\n[{\"name\": \"look_up\", \"arguments\": {\"name\": \"Ann\"}}]\n```", ["look_up"], ""),
            (
                "Wait.<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>function<｜tool▁sep｜>look_up\n```json\n{\"name\": \"Ann\"}\n```<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
                ["look_up"], "Wait."
            ),
            (
                "<｜tool▁calls▁begin｜><｜tool▁call▁begin｜>look_up<｜tool▁sep｜>{\"name\": \"Ann\"}<｜tool▁call▁end｜><｜tool▁call▁begin｜>look_up<｜tool▁sep｜>{\"name\": \"Ann\"}<｜tool▁call▁end｜><｜tool▁calls▁end｜>",
                ["look_up", "look_up"], ""
            ),
            (
                "<|tool_calls_section_begin|><|tool_call_begin|>functions.look_up:0<|tool_call_argument_begin|>{\"name\": \"Ann\"}<|tool_call_end|><|tool_calls_section_end|>",
                ["look_up"], ""
            ),
            (
                "<tool_call>look_up\n<arg_key>name</arg_key>\n<arg_value>Ann</arg_value>\n</tool_call>", ["look_up"], ""
            ),
            (
                "<minimax:tool_call>\n<invoke name=\"look_up\">\n<parameter name=\"name\">Ann</parameter>\n</invoke>\n</minimax:tool_call>",
                ["look_up"], ""
            ),
            ("<|tool_call|>[{\"name\": \"look_up\", \"arguments\": {\"name\": \"Ann\"}}]", ["look_up"], ""),
            (
                "<|START_ACTION|>[{\"tool_call_id\": \"0\", \"tool_name\": \"look_up\", \"parameters\": {\"name\": \"Ann\"}}]<|END_ACTION|>",
                ["look_up"], ""
            ),
            (#"<|tool_call|>[{"name": "look_up", "arguments": {"name": "Ann"}}]<|/tool_call|>"#, ["look_up"], ""),
            (#"Wait.<TOOLCALL>[{"name": "look_up", "arguments": {"name": "Ann"}}]</TOOLCALL>"#, ["look_up"], "Wait."),
            (#"<tool_calls>[{"name": "look_up", "arguments": {"name": "Ann"}}]</tool_calls>"#, ["look_up"], ""),
            (
                "<|action_start|><|plugin|>\n{\"name\": \"look_up\", \"parameters\": {\"name\": \"Ann\"}}<|action_end|>",
                ["look_up"], ""
            ),
            (
                "Action: ```json\n[{\"tool_name\": \"look_up\", \"parameters\": {\"name\": \"Ann\"}}]\n```",
                ["look_up"], ""
            ),
            (#"<|tools_prefix|>[{"look_up": {"name": "Ann"}}]<|tools_suffix|>"#, ["look_up"], ""),
            (
                #"<|tool_call_start|>[look_up(name="Ann"), look_up(name='Ann')]<|tool_call_end|>"#,
                ["look_up", "look_up"], ""
            ),
            ("<function_calls>look_up(name='Ann')\nlook_up(name='Ann')</function_calls>", ["look_up", "look_up"], ""),
            ("Wait.\n```tool_code\nlook_up(name=\"Ann\")\n```", ["look_up"], "Wait."),
            (#"[look_up(name="Ann")]"#, ["look_up"], ""),
            (##"<|tool_call>call:look_up{name:<|"|>Ann<|"|>}<tool_call|>"##, ["look_up"], ""),
            ("<start_function_call>call:look_up{name:<escape>Ann<escape>}<end_function_call>", ["look_up"], ""),
            (
                "<｜DSML｜function_calls>\n<｜DSML｜invoke name=\"look_up\">\n<｜DSML｜parameter name=\"name\" string=\"true\">Ann</｜DSML｜parameter>\n</｜DSML｜invoke>\n</｜DSML｜function_calls>",
                ["look_up"], ""
            ),
        ] as [(String, [String], String)])
    func areRead(text: String, names: [String], rest: String) throws {
        let reply = ChatReply(text: text).settlingCalls(of: ToolSamples.first)
        #expect(reply.toolCalls.map(\.name) == names)
        #expect(reply.toolCalls.map(\.arguments) == names.map { _ in Self.ann })
        #expect(reply.text == rest)
        #expect(reply.toolCalls.first?.writtenAs == text)
        #expect(Set(reply.toolCalls.map(\.id)).count == names.count)
        // Without tools on offer it is a text like any other.
        #expect(ChatReply(text: text).settlingCalls(of: ask("x")) == ChatReply(text: text))
    }

    @Test(
        "arguments of every kind are read as they are written",
        arguments: [
            (
                "[f(a=1, b='x, (y)', c=[1, 2], d={'k': True}, e=None)]",
                #"{"a":1,"b":"x, (y)","c":[1,2],"d":{"k":true},"e":null}"#
            ),
            (
                ##"<|tool_call>call:f{a:1,b:<|"|>say "x", {y}<|"|>,c:[1,2],d:true}<tool_call|>"##,
                #"{"a":1,"b":"say \"x\", {y}","c":[1,2],"d":true}"#
            ),
            ("<tool_call>f\n</tool_call>", "{}"), ("[f()]", "{}"), ("<|tool_call>call:f{}<tool_call|>", "{}"),
        ])
    func arguments(text: String, expected: String) {
        let reply = ChatReply(text: text).settlingCalls(of: ToolSamples.first)
        #expect(reply.toolCalls.map(\.name) == ["f"])
        #expect(reply.toolCalls.first?.arguments == .init(reading: .string(expected)))
    }

    @Test(
        "calls in the channels of gpt-oss are calls, and its analysis is a thought",
        arguments: [
            "<|channel|>analysis<|message|>X<|end|><|start|>assistant<|channel|>commentary to=functions.look_up <|constrain|>json<|message|>{\"name\":\"Ann\"}<|call|>",
            "<|channel|>analysis<|message|>X<|end|><|start|>assistant to=functions.look_up<|channel|>commentary json<|message|>{\"name\":\"Ann\"}",
            "analysisX was asked.assistantcommentary to=functions.look_up json{\"name\":\"Ann\"}",
            "commentary to=functions.look_up json{\"name\":\"Ann\"}",
        ])
    func channels(text: String) {
        let reply = ChatReply(text: text).separatingThoughts().settlingCalls(of: ToolSamples.first)
        #expect(reply.toolCalls.map(\.name) == ["look_up"])
        #expect(reply.toolCalls.first?.arguments == Self.ann)
        #expect(reply.text.isEmpty && !reply.truncated && reply.toolCalls.first?.id.isEmpty == false)
        #expect(reply.reasoning.map { $0.hasPrefix("X") } ?? text.hasPrefix("commentary"))
    }

    @Test(arguments: [
        "[see f(x)]", "[1, 2](https://x.example)", "[note(to='all'), and more]", "f(x=1)",
        "<tool_calls>none</tool_calls>", "I would call look_up with {\"name\": \"Ann\"}.",
        #"{"name": "Ann", "age": 30}"#,
        #"{"name": "Ann", "parameters": {}, "age": 30}"#, "<tool_call>look it up</tool_call>",
        #"{"city": "Rome", "arguments": {}}"#, "", "{", "<function=>", "<function=x",
        "Kimi begins with <|tool_call_begin|> and {}.", "<invoke name=\"\">",
        "<tool_call>a b<arg_key>c</arg_key></tool_call>",
    ])
    func otherTextsStay(text: String) {
        #expect(ChatReply(text: text).settlingCalls(of: ToolSamples.first) == ChatReply(text: text))
    }

    @Test(arguments: [
        #"<tool_call>{"name": "look_up", "arguments": "{name: Ann"}</tool_call>"#, "[TOOL_CALLS] look_up {name: Ann",
        "<function=look_up>{name: Ann</function>",
    ])
    func brokenArgumentsAreKept(text: String) {
        let reply = ChatReply(text: text).settlingCalls(of: ToolSamples.first)
        #expect(reply.toolCalls.map(\.arguments) == [.unreadable("{name: Ann")])
    }

    @Test func thoughtsComeOffFirstAndTheTextIsNeverSentBack() async throws {
        let body =
            #"{"choices":[{"message":{"content":"<think>hm</think>{\"name\":\"look_up\",\"arguments\":{\"name\":\"Ann\"}}"}}]}"#
        let reply = try await ToolProvider.openai.reply(to: ToolSamples.first, body: body)
        #expect(reply.reasoning == "hm")
        #expect(reply.toolCalls.map(\.arguments) == [Self.ann])
        var next = ToolSamples.first
        next.messages.append(.init(calling: reply.toolCalls, reply.text))
        let sent = try await ToolProvider.openai.exchange(next, body: "{}").sent
        let call = sent["messages"]?.items[2]["tool_calls"]?.items.first
        #expect(Set(call?.members.keys.sorted() ?? []) == ["id", "type", "function"])
    }

    @Test(
        "a namespace and special tokens are no part of a tool's name",
        arguments: [
            ("functions.look_up<|channel|>commentary", "look_up"), ("functions.look_up", "look_up"),
            ("default_api:look_up", "look_up"), (" look_up ", "look_up"), ("functions.", "functions."), ("<|x", "<|x"),
            ("", "unnamed"),
        ])
    func names(written: String, name: String) {
        #expect(ToolCall.name(.string(written)) == name)
    }

    /// Any text at all: nothing breaks, and what was no call is still there.
    @Test func nothingIsLost() {
        var random = SeededRandom(seed: 7, "written calls")
        let pieces = [
            "<tool_call>", "</tool_call>", "{", "}", "\"name\"", ":", "\"x\"", "\"arguments\"", ",", "[TOOL_CALLS]",
            "<function=",
            ">", "</function>", "<parameter=", "ä", " ", ";", "```", "<|tool_call_begin|>",
            "<|tool_call_argument_begin|>",
            "<|tool_call_end|>", "<invoke name=\"", "\">", "</invoke>", "<arg_key>", "</arg_key>", "<arg_value>",
        ]
        for _ in 0..<3_000 {
            let count = Int.random(in: 1...14, using: &random)
            let text = (0..<count).map { _ in pieces[Int.random(in: 0..<pieces.count, using: &random)] }.joined()
            let reply = ChatReply(text: text).settlingCalls(of: ToolSamples.first)
            #expect(reply.toolCalls.isEmpty ? reply.text == text : reply.toolCalls.first?.writtenAs == text)
        }
    }
}
