import Foundations

/// Keeps the connections that clients began by a handshake over HTTP, and answers their messages.
actor MCPDesk {
    /// What goes back over HTTP.
    struct Reply: Sendable, Equatable {
        let status: Int
        let body: JSONValue?
        /// Name of the connection that a handshake began.
        var connection: String?

        init(_ status: Int, _ body: JSONValue? = nil, connection: String? = nil) {
            self.status = status
            self.body = body
            self.connection = connection
        }
    }

    private struct Connection {
        let session: String
        let revision: MCPRevision
    }

    /// Most connections; the oldest gives way, and has to shake hands again.
    private static let mostConnections = 4096

    private let registry: SessionRegistry
    private var connections: [String: Connection] = [:]
    private var names: [String] = []

    init(registry: SessionRegistry) {
        self.registry = registry
    }

    /// The reply to a message.
    ///
    /// - Parameters:
    ///   - bytes: the message
    ///   - headers: what the request's headers say of it
    ///   - connection: name of the connection, by its header
    ///   - session: name of the session that the address names; nil where it names none
    func reply(
        to bytes: [UInt8], headers: MCPEnvelope.Headers, connection: String?, session: String?
    ) async -> Reply {
        let message: RPCMessage
        do {
            message = try RPCMessage(bytes)
        } catch {
            return Reply(400, error.answer())
        }
        if MCPEnvelope.isUsed(by: message) || headers.version == MCPRevision.july2026.rawValue {
            return await reply(stateless: message, headers, session)
        }
        if let version = headers.version, MCPRevision(rawValue: version) == nil, message.method != "initialize" {
            return Reply(400, MCPRevision.unsupported(version).answer(to: Self.id(of: message)))
        }
        if message.method == "initialize", connection == nil { return await begin(message, session) }
        guard let connection else {
            let fault = RPCFault(.invalidRequest, "the header Mcp-Session-Id is missing; begin with 'initialize'")
            return Reply(400, fault.answer(to: Self.id(of: message)))
        }
        guard let known = connections[connection], session == nil || session == known.session else {
            let fault = RPCFault(.invalidRequest, "there is no such connection; begin with 'initialize'")
            return Reply(404, fault.answer(to: Self.id(of: message)))
        }
        guard case .request(let id) = message.kind else { return Reply(202) }
        let exchange = MCPExchange(registry: registry, session: known.session)
        do {
            return Reply(200, Self.answer(id, try await exchange.answer(message)))
        } catch {
            // A session that has ended ends its connections.
            if await !registry.isOpen(known.session) { return Reply(404, error.answer(to: id)) }
            return Reply(200, error.answer(to: id))
        }
    }

    /// Ends a connection; the session stays for whoever judges it.
    func leave(_ connection: String) -> Bool {
        names.removeAll { $0 == connection }
        return connections.removeValue(forKey: connection) != nil
    }

    /// Notes a message that was too large to be read.
    func noteOversized(_ session: String?, _ connection: String?) async {
        guard let name = session ?? connection.flatMap({ connections[$0]?.session }) else { return }
        await registry.noteOversized(in: name)
    }

    private func begin(_ message: RPCMessage, _ session: String?) async -> Reply {
        guard case .request(let id) = message.kind else {
            return Reply(400, RPCFault(.invalidRequest, "'initialize' needs an 'id'").answer())
        }
        let name = MCPServer.newToken()
        let session = session ?? name
        guard await registry.isOpen(session) else {
            return Reply(404, RPCFault(.invalidRequest, "there is no such session, or it has ended").answer(to: id))
        }
        do {
            let (revision, result) = try MCPExchange.initialized(message.params)
            connections[name] = Connection(session: session, revision: revision)
            names.append(name)
            if names.count > Self.mostConnections { connections[names.removeFirst()] = nil }
            return Reply(200, Self.answer(id, result), connection: name)
        } catch {
            return Reply(200, error.answer(to: id))
        }
    }

    private func reply(
        stateless message: RPCMessage, _ headers: MCPEnvelope.Headers, _ session: String?
    ) async -> Reply {
        guard case .request(let id) = message.kind else {
            guard let version = headers.version, version != MCPRevision.july2026.rawValue else { return Reply(202) }
            return Reply(400, MCPRevision.unsupported(version).answer())
        }
        // Requests that name no session share one: nothing else holds them together.
        let session = session ?? "default"
        let exchange = MCPExchange(registry: registry, session: session)
        do {
            return Reply(200, Self.answer(id, try await exchange.answer(stateless: message, headers: headers)))
        } catch {
            let isOpen = await registry.isOpen(session)
            return Reply(isOpen ? error.code.status : 404, error.answer(to: id))
        }
    }

    private static func answer(_ id: JSONValue, _ result: JSONValue) -> JSONValue {
        .object(["jsonrpc": .string("2.0"), "id": id, "result": result])
    }

    private static func id(of message: RPCMessage) -> JSONValue? {
        if case .request(let id) = message.kind { id } else { nil }
    }
}
