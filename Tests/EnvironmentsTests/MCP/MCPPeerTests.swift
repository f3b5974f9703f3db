import Foundations
import Records
import Testing

@testable import Environments

/// The protocol as such, on a connection of its own.
@Suite struct MCPPeerTests {
    private func answers(_ lines: [String], _ registry: SessionRegistry) async -> [JSONValue?] {
        var peer = MCPPeer(registry: registry, session: "s")
        var answers: [JSONValue?] = []
        for line in lines { answers.append(await peer.answer(to: Array(line.utf8))) }
        return answers
    }

    private func code(_ answer: JSONValue?) -> Int? {
        if case .int(let code)? = answer?.at("error", "code") { code } else { nil }
    }

    @Test(
        "messages that are none",
        arguments: [
            ("{", -32700, JSONValue.null), ("", -32700, .null), ("[]", -32600, .null),
            (#"[{"jsonrpc":"2.0","id":1,"method":"ping"}]"#, -32600, .null), ("17", -32600, .null),
            (#"{"id":1,"method":"ping"}"#, -32600, .int(1)),
            (#"{"jsonrpc":"2.0","id":null,"method":"ping"}"#, -32600, .null),
            (#"{"jsonrpc":"2.0","id":[1],"method":"ping"}"#, -32600, .null),
            (#"{"jsonrpc":"2.0","id":"a"}"#, -32600, .string("a")),
            (#"{"jsonrpc":"2.0","id":1,"method":5}"#, -32600, .int(1)),
            (#"{"jsonrpc":"2.0","id":1,"method":"ping","params":[]}"#, -32600, .int(1)),
            (#"{"jsonrpc":"2.0","id":1,"method":"tools/list"}"#, -32600, .int(1)),
        ])
    func broken(line: String, expected: Int, id: JSONValue) async throws {
        let answer = await answers([line], try MCPSamples.registry())[0]
        #expect(code(answer) == expected)
        #expect(answer?.at("id") == id)
    }

    @Test(
        "the handshake comes to the client's revision, or to the latest with a handshake",
        arguments: [
            ("2025-06-18", "2025-06-18"), ("2025-11-25", "2025-11-25"), ("2024-11-05", "2025-11-25"),
            ("2026-07-28", "2025-11-25"), ("1.0", "2025-11-25"),
        ])
    func handshake(wanted: String, revision: String) async throws {
        let line = MCPSamples.initialize.replacing("2025-11-25", with: wanted)
        let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
        let answers = await answers(
            [line, note, #"{"jsonrpc":"2.0","id":2,"method":"ping"}"#, line], try MCPSamples.registry())
        #expect(answers[0]?.at("result", "protocolVersion") == .string(revision))
        #expect(answers[0]?.at("result", "capabilities", "tools") == .object([:]))
        #expect(answers[0]?.at("result", "serverInfo", "name") == .string("tools"))
        #expect(answers[1] == nil)
        #expect(answers[2] == MCPSamples.json(#"{"jsonrpc":"2.0","id":2,"result":{}}"#))
        #expect(code(answers[3]) == -32600)
    }

    @Test func toolsAndCalls() async throws {
        let registry = try MCPSamples.registry()
        let list = #"{"jsonrpc":"2.0","id":1,"method":"tools/list","params":{}}"#
        let calls = [
            MCPSamples.call("read_message", #"{"id":"m4"}"#), MCPSamples.call("read_message", #"{"id":"none"}"#),
            MCPSamples.call("read_message", #"{"colour":"red"}"#), MCPSamples.call("fly"),
            MCPSamples.call("list_messages", "[]"), MCPSamples.call("list_messages", "null"),
            #"{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{}}"#,
            #"{"jsonrpc":"2.0","id":7,"method":"tools/list","params":{"cursor":"2"}}"#,
            #"{"jsonrpc":"2.0","id":7,"method":"resources/list"}"#,
            #"{"jsonrpc":"2.0","id":7,"result":{}}"#,
            #"{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}"#,
        ]
        let answers = await answers([MCPSamples.initialize, list] + calls, registry)
        let tools = try MCPSamples.session().tools
        guard case .array(let listed)? = answers[1]?.at("result", "tools") else { return #expect(Bool(false)) }
        #expect(listed.map { $0.at("name") } == tools.map { .string($0.name) })
        #expect(listed.map { $0.at("inputSchema") } == tools.map(\.parameters))
        #expect(answers[1]?.at("result", "resultType") == nil)
        #expect(answers[2]?.at("result", "isError") == .bool(false))
        #expect(answers[2]?.at("result", "content", 0, "text")?.stringValue?.contains("ACC-940") == true)
        #expect(answers[3...4].map { $0?.at("result", "isError") } == [.bool(true), .bool(true)])
        #expect(code(answers[5]) == -32602)
        #expect(code(answers[6]) == -32602)
        #expect(answers[7]?.at("result", "isError") == .bool(false))
        #expect(answers[8...10].map(code) == [-32602, -32602, -32601])
        #expect(answers[11...] == [nil, nil])
        let record = try #require(await registry.take("s"))
        #expect(
            record.session.trace.map(\.call.name)
                == ["read_message", "read_message", "read_message", "fly", "list_messages"])
        #expect(Set(record.session.trace.map(\.call.id)).count == 5)
    }

    @Test(
        "requests without a handshake",
        arguments: [
            (MCPSamples.stateless("ping"), -32601), (MCPSamples.stateless("initialize"), -32601),
            (MCPSamples.stateless("server/discover", meta: ""), -32602),
            (
                MCPSamples.stateless("tools/list", meta: MCPSamples.meta.replacing("2026-07-28", with: "2027-01-01")),
                -32022
            ),
            (MCPSamples.stateless("tools/list", meta: MCPSamples.meta.replacing("\"2026-07-28\"", with: "5")), -32602),
            (
                MCPSamples.stateless(
                    "tools/list", meta: #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}"#), -32602
            ),
            (MCPSamples.stateless("tools/call", #""name":"fly""#), -32602),
        ])
    func faults(line: String, expected: Int) async throws {
        let answer = await answers([line], try MCPSamples.registry())[0]
        #expect(code(answer) == expected)
        if expected == -32022 {
            #expect(answer?.at("error", "data", "supported") == MCPRevision.names)
            #expect(answer?.at("error", "data", "requested") == .string("2027-01-01"))
        }
    }

    @Test func resultsWithoutAHandshakeSayWhatTheyAre() async throws {
        let lines = [
            MCPSamples.stateless("server/discover"), MCPSamples.stateless("tools/list"),
            MCPSamples.stateless("tools/call", #""name":"read_message","arguments":{"id":"m4"}"#),
        ]
        let answers = await answers(lines, try MCPSamples.registry())
        for answer in answers {
            #expect(answer?.at("result", "resultType") == .string("complete"))
            #expect(answer?.at("result", "_meta", "io.modelcontextprotocol/serverInfo", "name") != nil)
        }
        for answer in answers[...1] {
            #expect(answer?.at("result", "ttlMs") == .int(0))
            #expect(answer?.at("result", "cacheScope") == .string("private"))
        }
        #expect(answers[0]?.at("result", "supportedVersions") == MCPRevision.names)
        #expect(answers[2]?.at("result", "isError") == .bool(false))
    }

    @Test func headersSayWhatTheBodySays() throws {
        func fault(_ headers: MCPEnvelope.Headers, _ line: String) throws -> Int? {
            do {
                try MCPEnvelope.check(RPCMessage(Array(line.utf8)), headers: headers)
                return nil
            } catch {
                return error.code.rawValue
            }
        }
        let call = MCPSamples.stateless("tools/call", #""name":"größe""#)
        let encoded = "=?base64?Z3LDtsOfZQ==?="
        #expect(try fault(.init(version: "2026-07-28", method: "tools/call", name: encoded), call) == nil)
        for headers in [
            MCPEnvelope.Headers(version: "2025-06-18", method: "tools/call", name: encoded),
            .init(version: nil, method: "tools/call", name: encoded),
            .init(version: "2026-07-28", method: "tools/list", name: encoded),
            .init(version: "2026-07-28", method: "tools/call", name: "other"),
            .init(version: "2026-07-28", method: "tools/call", name: nil),
            .init(version: "2026-07-28", method: "tools/call", name: "=?base64?Z3LDtsOfZR==?="),
        ] {
            #expect(try fault(headers, call) == -32020)
        }
    }
}
