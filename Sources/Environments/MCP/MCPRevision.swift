import FoundationEssentials
import Foundations

/// A revision of the Model Context Protocol that is spoken here.
enum MCPRevision: String, Sendable, CaseIterable {
    /// By handshake.
    case june2025 = "2025-06-18"
    /// By handshake.
    case november2025 = "2025-11-25"
    /// Without one: every request says which revision it is in.
    case july2026 = "2026-07-28"

    /// Whether a client begins with `initialize`.
    var hasHandshake: Bool { self != .july2026 }

    /// The revision that the handshake comes to: the client's own if it is one with a handshake, else the latest of those.
    static func negotiated(_ wanted: String) -> MCPRevision {
        allCases.first { $0.rawValue == wanted && $0.hasHandshake } ?? .november2025
    }

    /// The names of all revisions.
    static let names = JSONValue.array(allCases.map { .string($0.rawValue) })

    /// The fault of a request in another revision.
    static func unsupported(_ wanted: String) -> RPCFault {
        RPCFault(
            .unsupportedVersion, "unsupported protocol version",
            data: .object(["supported": names, "requested": .string(wanted)]))
    }
}

/// What a request of the revision 2026-07-28 says of itself in `params._meta`.
struct MCPEnvelope {
    static let versionKey = "io.modelcontextprotocol/protocolVersion"
    static let capabilitiesKey = "io.modelcontextprotocol/clientCapabilities"
    private static let serverKey = "io.modelcontextprotocol/serverInfo"
    /// Methods whose parameter of this name stands in the header `Mcp-Name` too.
    private static let named = ["tools/call": "name", "prompts/get": "name", "resources/read": "uri"]

    /// Headers of a request over HTTP, as far as they say what the body says.
    struct Headers: Sendable {
        var version: String?
        var method: String?
        var name: String?
    }

    /// Whether a message is in a revision without a handshake.
    static func isUsed(by message: RPCMessage) -> Bool {
        message.params["_meta"]?[versionKey] != nil || message.method == "server/discover"
    }

    /// Checks a request: the members it must have, headers that say the same, and a revision that is spoken here.
    ///
    /// - Parameter headers: nil where there are none, as on standard input
    /// - Throws: ``RPCFault``, the first in that order.
    static func check(_ message: RPCMessage, headers: Headers?) throws(RPCFault) {
        let meta = message.params["_meta"]
        let missing = [versionKey, capabilitiesKey].filter { meta?[$0] == nil }
        guard missing.isEmpty else {
            throw RPCFault(.invalidParams, "params._meta lacks \(missing.joined(separator: " and "))")
        }
        if let headers {
            guard let version = headers.version, meta?[versionKey] == .string(version) else {
                throw RPCFault(.headerMismatch, "the header MCP-Protocol-Version differs from the body")
            }
            guard headers.method == message.method else {
                throw RPCFault(.headerMismatch, "the header Mcp-Method differs from the body")
            }
            if let key = named[message.method], let name = message.params[key]?.stringValue,
                headers.name.flatMap(HeaderText.decoded) != name
            {
                throw RPCFault(.headerMismatch, "the header Mcp-Name differs from the body")
            }
        }
        guard let version = meta?[versionKey]?.stringValue else {
            throw RPCFault(.invalidParams, "the protocol version must be a text")
        }
        guard version == MCPRevision.july2026.rawValue else { throw MCPRevision.unsupported(version) }
    }

    /// A result as the revision 2026-07-28 wants it.
    ///
    /// - Parameter isCacheable: whether it has to say how long it may be kept: not at all
    static func result(_ members: [String: JSONValue], isCacheable: Bool) -> JSONValue {
        var members = members
        members["resultType"] = .string("complete")
        members["_meta"] = .object([serverKey: MCPIdentity.json])
        if isCacheable {
            members["ttlMs"] = .int(0)
            members["cacheScope"] = .string("private")
        }
        return .object(members)
    }
}

/// Who this server says it is: nothing by which a model could tell that it is tested.
enum MCPIdentity {
    static let json = JSONValue.object([
        "name": .string("tools"), "title": .string("Tools"), "version": .string("1"),
    ])
}

/// A text in a header: as it is, or in Base64 between marks.
enum HeaderText {
    /// The text; nil where the Base64 is none.
    static func decoded(_ value: String) -> String? {
        guard value.hasPrefix("=?base64?"), value.hasSuffix("?="), value.utf8.count >= 11 else { return value }
        let payload = String(value.dropFirst(9).dropLast(2))
        guard let data = Data(base64Encoded: payload), data.base64EncodedString() == payload else { return nil }
        return String(data: data, encoding: .utf8)
    }
}
