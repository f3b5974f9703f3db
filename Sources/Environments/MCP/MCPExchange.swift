import Foundations
import Records

/// Answers the requests of a client about one session: what is the same on every transport.
struct MCPExchange: Sendable {
    let registry: SessionRegistry
    /// Name of the session.
    let session: String

    /// The result of `initialize`.
    static func initialized(_ params: JSONValue) throws(RPCFault) -> (MCPRevision, JSONValue) {
        guard let wanted = params["protocolVersion"]?.stringValue else {
            throw RPCFault(.invalidParams, "'protocolVersion' is missing")
        }
        let revision = MCPRevision.negotiated(wanted)
        let result: JSONValue = .object([
            "protocolVersion": .string(revision.rawValue), "capabilities": capabilities, "serverInfo": MCPIdentity.json,
        ])
        return (revision, result)
    }

    private static let capabilities = JSONValue.object(["tools": .object([:])])

    /// The answer to a request of a client that has shaken hands.
    func answer(_ message: RPCMessage) async throws(RPCFault) -> JSONValue {
        switch message.method {
        case "ping": .object([:])
        case "tools/list": .object(try await tools(message.params))
        case "tools/call": .object(try await call(message.params))
        case "initialize": throw RPCFault(.invalidRequest, "this session has been initialised already")
        default: throw unknown(message)
        }
    }

    /// The answer to a request in the revision 2026-07-28.
    func answer(
        stateless message: RPCMessage, headers: MCPEnvelope.Headers?
    ) async throws(RPCFault) -> JSONValue {
        try MCPEnvelope.check(message, headers: headers)
        switch message.method {
        case "server/discover":
            return MCPEnvelope.result(
                ["supportedVersions": MCPRevision.names, "capabilities": Self.capabilities], isCacheable: true)
        case "tools/list": return MCPEnvelope.result(try await tools(message.params), isCacheable: true)
        case "tools/call": return MCPEnvelope.result(try await call(message.params), isCacheable: false)
        default: throw unknown(message)
        }
    }

    private func unknown(_ message: RPCMessage) -> RPCFault {
        RPCFault(.methodNotFound, "unknown method '\(message.method.prefix(64))'")
    }

    private func tools(_ params: JSONValue) async throws(RPCFault) -> [String: JSONValue] {
        guard params["cursor"] == nil else { throw RPCFault(.invalidParams, "there is no page behind this cursor") }
        guard let tools = await registry.tools(of: session) else { throw ended }
        let list = tools.map { tool in
            JSONValue.object([
                "name": .string(tool.name), "description": .string(tool.description), "inputSchema": tool.parameters,
            ])
        }
        return ["tools": .array(list)]
    }

    private func call(_ params: JSONValue) async throws(RPCFault) -> [String: JSONValue] {
        guard let name = params["name"]?.stringValue else { throw RPCFault(.invalidParams, "'name' is missing") }
        let arguments: [String: JSONValue]
        switch params["arguments"] {
        case nil, .null?: arguments = [:]
        case .object(let members)?: arguments = members
        default: throw RPCFault(.invalidParams, "'arguments' must be an object")
        }
        let call = ToolCall(id: "", name: name, arguments: .object(arguments))
        guard let result = await registry.call(call, in: session), let tools = await registry.tools(of: session) else {
            throw ended
        }
        // It stays in the trace all the same: an agent that calls what is not there does not know what it does.
        guard tools.contains(where: { $0.name == name }) else {
            throw RPCFault(.invalidParams, "unknown tool: \(name.prefix(64))")
        }
        let content: JSONValue = .object(["type": .string("text"), "text": .string(result.text)])
        return ["content": .array([content]), "isError": .bool(result.isError)]
    }

    private var ended: RPCFault { RPCFault(.invalidRequest, "there is no such session, or it has ended") }
}
