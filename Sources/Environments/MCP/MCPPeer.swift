import Foundations

/// A client on a connection of its own, such as standard input: it may shake hands, or say its revision with each request.
struct MCPPeer: Sendable {
    private let exchange: MCPExchange
    private var revision: MCPRevision?

    init(registry: SessionRegistry, session: String) {
        exchange = MCPExchange(registry: registry, session: session)
    }

    /// The answer to a message, without a line end; nil when it wants none.
    mutating func answer(to bytes: [UInt8]) async -> JSONValue? {
        let message: RPCMessage
        do {
            message = try RPCMessage(bytes)
        } catch {
            return error.answer()
        }
        guard case .request(let id) = message.kind else { return nil }
        do {
            return .object(["jsonrpc": .string("2.0"), "id": id, "result": try await result(of: message)])
        } catch {
            return error.answer(to: id)
        }
    }

    private mutating func result(of message: RPCMessage) async throws(RPCFault) -> JSONValue {
        if MCPEnvelope.isUsed(by: message) { return try await exchange.answer(stateless: message, headers: nil) }
        if message.method == "initialize", revision == nil {
            let (revision, result) = try MCPExchange.initialized(message.params)
            self.revision = revision
            return result
        }
        guard revision != nil || message.method == "ping" else {
            throw RPCFault(.invalidRequest, "the first request must be 'initialize', or say its revision in '_meta'")
        }
        return try await exchange.answer(message)
    }
}
