import ChatModels
import FlyingFox
import FlyingSocks
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
    package static func newToken() -> String {
        var random = SystemRandomNumberGenerator()
        return (0..<2).map { _ in StableHash.hex(random.next()) }.joined()
    }

    /// Serves until the task is cancelled, then returns.
    ///
    /// - Parameter onReady: called once with the address `http://…/mcp`, when connections are taken
    /// - Throws: ``MCPServerError`` when the address can't be bound.
    package func run(onReady: @escaping @Sendable (String) async -> Void = { _ in }) async throws {
        let address: sockaddr_in
        do {
            address = try .inet(ip4: settings.host, port: settings.port)
        } catch {
            throw MCPServerError.badAddress(settings.host)
        }
        let pool = PatientPool(settings.patience)
        let server = HTTPServer(
            address: address, timeout: 60, pool: pool, logger: .disabled,
            handler: pool.handler(Handler(door: MCPDoor(desk: desk, settings: settings))))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask {
                    try await server.waitUntilListening()
                    guard case .ip4(let host, let port) = await server.listeningAddress else { return }
                    await onReady("http://\(host):\(port)/mcp")
                }
                // The first to end is the announcement; the second is the server, which only ends by an error.
                try await group.next()
                try await group.next()
            }
        } catch {
            if Task.isCancelled { return }
            throw MCPServerError.stopped(host: settings.host, port: Int(settings.port), reason: "\(error)")
        }
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

/// Why the server does not run.
package enum MCPServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not an IPv4 address.
    case badAddress(String)
    /// It could not start, or it stopped by itself.
    case stopped(host: String, port: Int, reason: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .badAddress(let host): "'\(host)' is not an IPv4 address; use 127.0.0.1 for this machine alone"
        case .stopped(let host, let port, let reason):
            "the server at \(host):\(port) does not run: \(reason); choose another port, or 0 for a free one"
        }
    }
}
