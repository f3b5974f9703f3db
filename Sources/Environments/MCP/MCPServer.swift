import ChatModels
import FlyingFox
import Foundation
import Foundations

/// Offers the sessions of a registry to agents, by the streamable HTTP transport of the Model Context Protocol.
///
/// `/mcp/<session>` is the address of a session; at `/mcp` the header `X-Sextant-Session` names it, and without one every
/// connection begins a session of its own, where the registry allows that. Only who has the token gets in.
package struct MCPServer: Sendable {
    /// Where and how the server runs.
    package struct Settings: Sendable {
        /// IPv4 address to bind to; the machine's own only, by default.
        package var host: String
        /// Port; 0 lets the system pick one.
        package var port: UInt16
        /// What a client has to show, in the header `Authorization: Bearer` or as `token` in the address.
        package var token: String
        /// Largest message, in bytes.
        package var maximumBody: Int
        /// How long clients are waited for, and how many of them.
        package var patience: PatientPool.Limits

        /// Settings, each with the default shown; the token is new at each start.
        package init(
            host: String = "127.0.0.1", port: UInt16 = 0, token: String = MCPServer.newToken(),
            maximumBody: Int = 1 << 20, patience: PatientPool.Limits = PatientPool.Limits()
        ) {
            self.host = host
            self.port = port
            self.token = token
            self.maximumBody = maximumBody
            self.patience = patience
        }
    }

    private let desk: MCPDesk
    private let settings: Settings

    /// A server of `registry`'s sessions.
    package init(_ registry: SessionRegistry, settings: Settings = Settings()) {
        self.settings = settings
        desk = MCPDesk(registry: registry)
    }

    /// The address of a session with the token in it, for an agent to be given.
    ///
    /// - Parameter base: the server's address, as `run` tells it
    package func address(of session: String, at base: String) -> String {
        "\(base)/\(session)?token=\(settings.token)"
    }

    /// A random value of 128 bits, as 32 hexadecimal digits.
    package static func newToken() -> String { Secret.drawn(words: 2) }

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameter onReady: called once with the address `http://…/mcp`, when connections are taken
    /// - Throws: ``ServerError`` when the address can't be bound.
    package func run(onReady: @escaping @Sendable (String) async -> Void = { _ in }) async throws {
        try await PatientPool(settings.patience).serve(
            Handler(door: MCPDoor(desk: desk, settings: settings)), host: settings.host, port: settings.port,
            timeout: 60
        ) { host, port in await onReady("http://\(host):\(port)/mcp") }
    }

    private struct Handler: HTTPHandler {
        let door: MCPDoor

        func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
            var response = await door.response(to: request)
            response.headers[HTTPHeader("Cache-Control")] = "no-store"
            return response
        }
    }
}
