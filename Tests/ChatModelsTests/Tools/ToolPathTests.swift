import FoundationEssentials
import Foundations
import HTTPTransport
import Records
import Testing

@testable import ChatModels

/// Tools on the ways that are not a provider's: a process, the simulated server, the cache.
@Suite struct ToolPathTests {
    private func process(_ command: String, _ request: ChatRequest) async throws -> ChatReply {
        try await ModelRegistry.model("process/\(command)", baseURL: nil, context: context(["PATH": "/usr/bin:/bin"]))
            .reply(to: request)
    }

    @Test func processesGetALineOfJSON() async throws {
        var request = ToolSamples.whole
        request.session = .init(name: "s-17", address: "http://h/mcp/s-17")
        let echoed = try await process(
            "sh -c 'cat; printf \" %s\" $SEXTANT_SESSION {{session}} $SEXTANT_MCP_URL {{mcp}}'", request
        ).text
        let (json, names) = try #require(echoed.firstIndex(of: "\n").map { (echoed[..<$0], echoed[$0...]) })
        #expect(names == "\n s-17 s-17 http://h/mcp/s-17 http://h/mcp/s-17")
        let line = try JSONDecoder().decode(JSONValue.self, from: Data(json.utf8))
        #expect(line["messages"]?.items.map { $0["role"] } == ["system", "user", "assistant", "tool", "tool", "user"])
        #expect(line["tools"]?.items.map { $0["function"]?["name"] } == ["look_up", "now"])
        #expect(line["session"] == "s-17")
    }

    @Test(
        "what a process replies to JSON",
        arguments: [
            (#"{"text":"Wait.","tool_calls":[{"name":"look_up","arguments":{"name":"Ann"}}]}"#, "Wait.", ["look_up"]),
            (#"{"tool_calls":[{"id":"a","function":{"name":"now","arguments":"{}"}}]}"#, "", ["now"]),
            (#"{"content":"Ann is 30."}"#, "Ann is 30.", []), ("Ann is 30.", "Ann is 30.", []),
            (#"{"age":30}"#, #"{"age":30}"#, []), (#"<tool_call>{"name":"now"}</tool_call>"#, "", ["now"]),
        ] as [(String, String, [String])])
    func processReplies(output: String, text: String, calls: [String]) async throws {
        let reply = try await process("printf '%s' '\(output)'", ToolSamples.first)
        #expect(reply.text == text)
        #expect(reply.toolCalls.map(\.name) == calls)
    }

    @Test func processesWithoutToolsGetThePromptAsEver() async throws {
        #expect(try await process("cat", ask("{{session}}")).text == "{{session}}")
    }

    /// The server reads what the client writes, and the client what the server writes.
    @Test func serverAndClientUnderstandEachOther() async throws {
        let model = EchoingModel()
        try await withServer(SimulatedServer(model, settings: .init(port: 0))) { base in
            let remote = try ModelRegistry.model("openai/any", baseURL: base, context: context(http: CurlClient()))
            let reply = try await remote.reply(to: ToolSamples.whole)
            #expect(reply.text.isEmpty)
            #expect(reply.toolCalls == [ToolSamples.call(id: "echo_1")])
        }
        let heard = try #require(model.heard)
        #expect(heard.tools == ToolSamples.tools)
        #expect(heard.messages.map(\.role) == ToolSamples.whole.messages.map(\.role))
        #expect(heard.messages.map(\.content) == ToolSamples.whole.messages.map(\.content))
        #expect(heard.messages.map(\.toolCalls) == ToolSamples.whole.messages.map(\.toolCalls))
        #expect(heard.messages.map(\.answered) == ToolSamples.whole.messages.map(\.answered))
    }

    @Test(
        "the server rejects what a provider rejects",
        arguments: [
            (#"[{"role":"tool","tool_call_id":"a","content":"x"}]"#, "[]", "messages[0].tool_call_id"),
            (
                #"[{"role":"assistant","tool_calls":[{"id":"a","function":{"name":"f"}}]},{"role":"tool","tool_call_id":"b","content":"x"}]"#,
                "[]", "messages[1].tool_call_id"
            ),
            (#"[{"role":"user","content":"x"}]"#, #"[{"type":"function","function":{}}]"#, "tools[0].function.name"),
            (#"[{"role":"assistant","content":null}]"#, "[]", "messages[0].content"),
        ])
    func rejections(messages: String, tools: String, field: String) async throws {
        try await withServer(SimulatedServer(EchoingModel(), settings: .init(port: 0))) { base in
            let body = #"{"model":"m","messages":\#(messages),"tools":\#(tools)}"#
            let response = try await CurlClient().send(
                HTTPRequest(method: "POST", url: base + "/v1/chat/completions", body: Array(body.utf8)))
            #expect(response.status == 400)
            let json = try JSONDecoder().decode(JSONValue.self, from: Data(response.body))
            #expect(json["error"]?["param"] == .string(field))
        }
    }

    /// Tools, a call's arguments and its result each make another call of the model.
    @Test func theCacheKnowsTools() async throws {
        let cache = KeyCache()
        let cached = CachedModel(EchoingModel(), address: nil, cache: cache, keeps: true)
        let call = ToolSamples.call()
        func exchange(_ call: ToolCall, _ result: ToolResult) -> ChatRequest {
            ToolSamples.request([.init(.user, "a"), .init(calling: [call], ""), .init(TracedCall(call, result))])
        }
        var noTools = exchange(call, ToolResult("30"))
        noTools.tools = []
        let requests = [
            exchange(call, ToolResult("30")), exchange(call, ToolResult("30", isError: true)),
            exchange(ToolSamples.call("look_up", ["name": "Bo"]), ToolResult("30")),
            exchange(ToolSamples.call(id: "other"), ToolResult("30")), noTools,
        ]
        for request in requests { _ = try await cached.reply(to: request) }
        for request in requests { #expect(try await cached.reply(to: request).toolCalls.count == 1) }
        #expect(cache.keys.count == requests.count)
    }

    /// The key of a call without tools is what it was before there were any: caches outlive versions.
    @Test func keysWithoutToolsAreStable() async throws {
        let cache = KeyCache()
        _ = try await CachedModel(EchoingModel(), address: nil, cache: cache, keeps: true).reply(to: ask("a"))
        let old =
            #"{"messages":[["system","Be brief."],["user","a"]],"model":"simulated/echo","options":{"extra":{},"logProbabilities":false,"stop":[]},"sample":0}"#
        #expect(cache.keys == [SHA256.hex(of: Array(old.utf8))])
    }
}

/// Makes the same call again and again.
private final class EchoingModel: ChatModel {
    let name = "simulated/echo"
    let isSimulated = true
    private let last = Locked<ChatRequest?>(nil)

    var heard: ChatRequest? { last.withLock { $0 } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        last.withLock { $0 = request }
        var reply = ChatReply(text: "")
        reply.toolCalls = [ToolSamples.call(id: "echo_1")]
        return reply
    }
}

private final class KeyCache: ReplyCache {
    private let replies = Locked<[String: ChatReply]>([:])

    var keys: Set<String> { replies.withLock { Set($0.keys) } }

    func reply(for key: String) async throws -> ChatReply? { replies.withLock { $0[key] } }
    func keep(_ reply: ChatReply, of model: String, for key: String) async throws {
        replies.withLock { $0[key] = reply }
    }
}
