import ChatModels
import Foundations

/// A message of JSON-RPC 2.0, as the Model Context Protocol uses it.
struct RPCMessage: Sendable, Equatable {
    /// What kind of message it is.
    enum Kind: Sendable, Equatable {
        /// It wants an answer under this id, a text or a whole number.
        case request(id: JSONValue)
        /// It wants none.
        case notification
        /// It is itself an answer; this server asks nothing.
        case response
    }

    let kind: Kind
    /// The method; empty for a response.
    let method: String
    /// The parameters; an empty object when there are none.
    let params: JSONValue

    /// Reads a message.
    ///
    /// - Throws: ``RPCFault`` for what is no JSON, a list (batches were abolished in 2025-06-18), and no message.
    init(_ bytes: [UInt8]) throws(RPCFault) {
        guard let json = TolerantJSON.value(bytes) else { throw RPCFault(.parseError, "the message is no JSON") }
        guard case .object(let members) = json else {
            throw RPCFault(.invalidRequest, "a message is one JSON object; there are no batches")
        }
        let id = members["id"]
        guard members["jsonrpc"] == .string("2.0") else {
            throw RPCFault(.invalidRequest, "'jsonrpc' must be \"2.0\"", id: Self.valid(id))
        }
        guard let method = members["method"] else {
            guard members["result"] != nil || members["error"] != nil else {
                throw RPCFault(.invalidRequest, "'method' is missing", id: Self.valid(id))
            }
            (kind, self.method, params) = (.response, "", .object([:]))
            return
        }
        guard case .string(let name) = method else {
            throw RPCFault(.invalidRequest, "'method' must be a text", id: Self.valid(id))
        }
        if id != nil, Self.valid(id) == nil {
            throw RPCFault(.invalidRequest, "'id' must be a text or a whole number")
        }
        switch members["params"] {
        case nil: params = .object([:])
        case .object(let given)?: params = .object(given)
        default: throw RPCFault(.invalidRequest, "'params' must be an object", id: Self.valid(id))
        }
        self.method = name
        kind = id.map { .request(id: $0) } ?? .notification
    }

    private static func valid(_ id: JSONValue?) -> JSONValue? {
        switch id {
        case .string?, .int?: id
        default: nil
        }
    }
}

/// Why a message gets an error for an answer.
struct RPCFault: Error, Sendable, Equatable {
    /// The codes of JSON-RPC 2.0 and of the protocol's revision 2026-07-28.
    enum Code: Int, Sendable {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case headerMismatch = -32020
        case unsupportedVersion = -32022

        /// The status of an HTTP response with it, in the revision 2026-07-28.
        var status: Int { self == .methodNotFound ? 404 : 400 }
    }

    let code: Code
    let message: String
    let data: JSONValue?
    /// The id of the request, where it could be read.
    let id: JSONValue?

    init(_ code: Code, _ message: String, data: JSONValue? = nil, id: JSONValue? = nil) {
        self.code = code
        self.message = message
        self.data = data
        self.id = id
    }

    /// The answer, to the request `id` unless the fault names one itself.
    func answer(to id: JSONValue? = nil) -> JSONValue {
        var error: [String: JSONValue] = ["code": .int(code.rawValue), "message": .string(message)]
        error["data"] = data
        return .object(["jsonrpc": .string("2.0"), "id": self.id ?? id ?? .null, "error": .object(error)])
    }
}
