import ChatModels
import Foundations
import Records
import TestSupport

@testable import Environments

/// The project's scenarios, and messages of clients.
enum MCPSamples {
    static let seeds = ProjectSeeds.path
    static let scenario = "bank-rent-changed-account"

    static func session(injection: String = "none") throws -> EnvironmentSession {
        let library = try ScenarioLibrary.load(from: seeds)
        let chosen = try library.select(scenario)[0]
        return EnvironmentSession(
            scenario: chosen, in: try library.environment(chosen.environment),
            injection: try library.injection(injection))
    }

    static func registry(limit: Int = 200) throws -> SessionRegistry {
        let session = try session()
        return SessionRegistry(limits: .init(calls: limit), making: { session })
    }

    static func json(_ text: String) -> JSONValue { TolerantJSON.value(Array(text.utf8)) ?? .null }

    static let initialize =
        #"{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}"#

    /// A call of a tool, in a revision with a handshake.
    static func call(_ tool: String, _ arguments: String = "{}", id: Int = 7) -> String {
        #"{"jsonrpc":"2.0","id":\#(id),"method":"tools/call","params":{"name":"\#(tool)","arguments":\#(arguments)}}"#
    }

    static let meta =
        #""_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}"#

    /// A request in the revision without one.
    static func stateless(_ method: String, _ params: String = "", meta: String = meta) -> String {
        #"{"jsonrpc":"2.0","id":"s","method":"\#(method)","params":{\#(params)\#(params.isEmpty || meta.isEmpty ? "" : ",")\#(meta)}}"#
    }
}

extension JSONValue {
    /// The value behind members and indices.
    func at(_ path: JSONValue.Step...) -> JSONValue? {
        var value: JSONValue? = self
        for step in path {
            switch (step, value) {
            case (.key(let key), .object(let members)?): value = members[key]
            case (.index(let index), .array(let items)?): value = items.indices.contains(index) ? items[index] : nil
            default: return nil
            }
        }
        return value
    }

    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case key(String), index(Int)
        init(stringLiteral value: String) { self = .key(value) }
        init(integerLiteral value: Int) { self = .index(value) }
    }
}
