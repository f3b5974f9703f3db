import ChatModels
import Foundations
import HTTPTransport
import Records
import TestSupport
import Testing

@testable import Environments

/// The server over real sockets.
@Suite struct MCPServerTests {
    private static let token = "test-token-0123456789"
    private static let mcp: HTTPHeaders = [
        "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
        "Authorization": "Bearer \(token)",
    ]

    private struct Ended: Error {}

    /// Runs a server for the length of `body` and stops it by cancellation.
    private func serving<Result: Sendable>(
        _ registry: SessionRegistry, maximumBody: Int = 1 << 20,
        _ body: @escaping @Sendable (_ address: String) async throws -> Result
    ) async throws -> Result {
        let server = MCPServer(registry, settings: .init(token: Self.token, maximumBody: maximumBody))
        let (addresses, ready) = AsyncStream.makeStream(of: String.self)
        return try await withThrowingTaskGroup(of: Result?.self) { group in
            group.addTask {
                try await server.run { ready.yield($0) }
                return nil
            }
            group.addTask {
                for await address in addresses { return try await body(address) }
                return nil
            }
            defer { group.cancelAll() }
            for try await result in group {
                if let result { return result }
                break
            }
            throw Ended()
        }
    }

    private static func send(
        _ body: String, to address: String, method: String = "POST", _ headers: [String: String?] = [:]
    ) async throws -> HTTPResponse {
        var all = mcp
        for (name, value) in headers { all[name] = value }
        return try await CurlClient().send(
            HTTPRequest(method: method, url: address, headers: all, body: method == "POST" ? Array(body.utf8) : []))
    }

    private static func json(_ response: HTTPResponse) -> JSONValue {
        MCPSamples.json(String(decoding: response.body, as: UTF8.self))
    }

    @Test(
        "who may not ask",
        arguments: [
            (["Authorization": nil], "", 401), (["Authorization": "Bearer wrong"], "", 401),
            (["Authorization": nil], "?token=wrong", 401), (["Authorization": nil], "?token=\(token)", 200),
            (["Origin": "http://evil.example"], "", 403), (["Origin": "null"], "", 403),
            (["Origin": "http://127.0.0.1.evil.example"], "", 403), (["Origin": "http://localhost:5173"], "", 200),
            (["Host": "evil.example"], "", 403), (["Content-Type": "text/plain"], "", 415),
            (["Accept": "text/html"], "", 406), (["Accept": nil], "", 200),
        ] as [([String: String?], String, Int)])
    func doors(headers: [String: String?], query: String, status: Int) async throws {
        try await serving(MCPSamples.registry()) { address in
            let response = try await Self.send(MCPSamples.initialize, to: address + query, headers)
            #expect(response.status == status)
        }
    }

    @Test(
        "other methods and addresses",
        arguments: [
            ("GET", "", 405), ("PUT", "", 405), ("DELETE", "", 404), ("POST", "/a/b", 404), ("POST", "/a%20b", 400),
            ("POST", "/" + String(repeating: "a", count: 129), 400),
        ])
    func addresses(method: String, path: String, status: Int) async throws {
        try await serving(MCPSamples.registry()) { address in
            let response = try await Self.send(MCPSamples.initialize, to: address + path, method: method)
            #expect(response.status == status)
        }
    }

    @Test func aConnectionFromHandshakeToEnd() async throws {
        let registry = try MCPSamples.registry()
        try await serving(registry) { address in
            let hello = try await Self.send(MCPSamples.initialize, to: address)
            let connection = try #require(hello.headers["mcp-session-id"])
            #expect(hello.status == 200)
            #expect(hello.headers["content-type"] == "application/json")
            let note = #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#
            let known = ["Mcp-Session-Id": connection, "MCP-Protocol-Version": "2025-11-25"]
            let noted = try await Self.send(note, to: address, known)
            #expect(noted.status == 202 && noted.body.isEmpty)
            let call = MCPSamples.call("read_message", #"{"id":"m4"}"#)
            let called = try await Self.send(call, to: address, known)
            #expect(called.status == 200)
            #expect(Self.json(called).at("result", "isError") == .bool(false))
            // Without its name, under another, and in a revision that nobody knows.
            #expect(try await Self.send(call, to: address).status == 400)
            #expect(try await Self.send(call, to: address, ["Mcp-Session-Id": "other"]).status == 404)
            #expect(
                try await Self.send(
                    call, to: address, ["Mcp-Session-Id": connection, "MCP-Protocol-Version": "1.0"]
                ).status == 400)
            #expect(try await Self.send("", to: address, method: "DELETE", known).status == 204)
            #expect(try await Self.send(call, to: address, known).status == 404)
        }
        let open = await registry.open
        #expect(open.count == 1)
        #expect(await registry.take(open[0])?.session.trace.count == 1)
    }

    @Test func addressesAndHeadersNameSessions() async throws {
        let registry = SessionRegistry()
        for name in ["one", "two", "three"] { await registry.open(name, try MCPSamples.session()) }
        try await serving(registry) { address in
            let call = MCPSamples.stateless("tools/call", #""name":"read_message","arguments":{"id":"m4"}"#)
            let headers = [
                "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "read_message",
            ]
            let stateless = try await Self.send(call, to: address + "/one", headers)
            #expect(stateless.status == 200)
            #expect(Self.json(stateless).at("result", "resultType") == .string("complete"))
            let hello = try await Self.send(MCPSamples.initialize, to: address, ["X-Sextant-Session": "two"])
            let connection = try #require(hello.headers["mcp-session-id"])
            for _ in 0..<2 {
                let called = try await Self.send(
                    MCPSamples.call("list_messages"), to: address, ["Mcp-Session-Id": connection])
                #expect(called.status == 200)
            }
            // A connection to one session is none to another; and nobody opened a fourth.
            let foreign = try await Self.send(
                MCPSamples.call("list_messages"), to: address + "/three", ["Mcp-Session-Id": connection])
            #expect(foreign.status == 404)
            #expect(try await Self.send(MCPSamples.initialize, to: address + "/four").status == 404)
            #expect(try await Self.send(call, to: address + "/four", headers).status == 404)
        }
        var calls: [Int?] = []
        for name in ["one", "two", "three"] { calls.append(await registry.take(name)?.session.trace.count) }
        #expect(calls == [1, 2, 0])
    }

    @Test(
        "statuses of the revision without a handshake",
        arguments: [
            ("ping", "ping", "2026-07-28", 404, -32601), ("tools/list", "tools/call", "2026-07-28", 400, -32020),
            ("tools/list", "tools/list", "2027-01-01", 400, -32020),
        ])
    func statuses(method: String, header: String, version: String, status: Int, code: Int) async throws {
        try await serving(MCPSamples.registry()) { address in
            let response = try await Self.send(
                MCPSamples.stateless(method), to: address,
                ["MCP-Protocol-Version": version, "Mcp-Method": header])
            #expect(response.status == status)
            #expect(Self.json(response).at("error", "code") == .int(code))
        }
    }

    @Test func anAgentThatGoesTooFarIsBounded() async throws {
        let registry = try MCPSamples.registry(limit: 5)
        try await serving(registry, maximumBody: 200_000) { address in
            let large = MCPSamples.stateless(
                "tools/call",
                #""name":"send_message","arguments":{"to":"a","text":"\#(String(repeating: "x", count: 100_000))"}"#)
            let headers = [
                "MCP-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "send_message",
            ]
            let refused = try await Self.send(large, to: address + "/x", headers)
            #expect(Self.json(refused).at("result", "isError") == .bool(true))
            let huge = String(repeating: "x", count: 400_000)
            #expect(try await Self.send(huge, to: address + "/x", headers).status == 413)
            // Disconnects after half a message.
            let port = try #require(
                address.split(separator: ":").last?.split(separator: "/").first.flatMap { UInt16($0) })
            let half = try RawHTTP(port: port)
            half.send(
                "POST /mcp/x HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer \(Self.token)\r\nContent-Type: application/json\r\nContent-Length: 900\r\n\r\n{\"jsonrpc\""
            )
            try await withThrowingTaskGroup(of: Int.self) { group in
                for _ in 0..<30 {
                    group.addTask {
                        try await Self.send(
                            MCPSamples.stateless("tools/call", #""name":"list_messages""#), to: address + "/x",
                            headers.merging(["Mcp-Name": "list_messages"]) { $1 }
                        ).status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
        }
        let record = try #require(await registry.take("x"))
        #expect(record.session.trace.count == 5)
        #expect(record.refusedCalls == 26)
        #expect(record.oversizedMessages == 1)
        #expect(record.session.trace.allSatisfy { $0.call.arguments != .unreadable("") })
        #expect(record.json(named: "x").text.utf8.count < 100_000)
    }

    @Test func takenPortsAreNamed() async throws {
        let registry = try MCPSamples.registry()
        try await serving(registry) { address in
            let port = try #require(
                address.split(separator: ":").last?.split(separator: "/").first.flatMap { UInt16($0) })
            let second = MCPServer(registry, settings: .init(port: port))
            let error = await #expect(throws: ServerError.self) { try await second.run() }
            #expect(error?.description.contains("127.0.0.1:\(port)") == true)
        }
    }
}
