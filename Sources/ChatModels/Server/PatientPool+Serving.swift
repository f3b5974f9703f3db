import FlyingFox
import FlyingSocks
import Glibc

extension PatientPool {
    /// Serves at an IPv4 address until the task is cancelled, then returns.
    ///
    /// - Parameters:
    ///   - handler: responds to the requests
    ///   - port: 0 lets the system pick one
    ///   - timeout: longest time a response may take to begin, in seconds
    ///   - onReady: called once with address and port, when connections are taken
    /// - Throws: ``ServerError``.
    package func serve(
        _ handler: some HTTPHandler, host: String, port: UInt16, timeout: Double,
        onReady: @escaping @Sendable (_ host: String, _ port: UInt16) async -> Void
    ) async throws {
        let address: sockaddr_in
        do { address = try .inet(ip4: host, port: port) } catch { throw ServerError.badAddress(host) }
        let server = HTTPServer(
            address: address, timeout: timeout, pool: self, logger: .disabled, handler: self.handler(handler))
        do {
            try await withThrowingTaskGroup(of: Void.self) { group in
                group.addTask { try await server.run() }
                group.addTask {
                    try await server.waitUntilListening()
                    guard case .ip4(let host, let port) = await server.listeningAddress else { return }
                    await onReady(host, port)
                }
                // The first to end is the announcement; the second is the server, which only ends by an error.
                try await group.next()
                try await group.next()
            }
        } catch {
            if Task.isCancelled { return }
            throw ServerError.stopped(host: host, port: Int(port), reason: "\(error)")
        }
    }
}

/// Why a server does not run.
package enum ServerError: Error, Sendable, Equatable, CustomStringConvertible {
    /// Not an IPv4 address.
    case badAddress(String)
    /// It could not start, or it stopped by itself.
    case stopped(host: String, port: Int, reason: String)

    /// The message for people.
    package var description: String {
        switch self {
        case .badAddress(let host): "'\(host)' is not an IPv4 address; use 127.0.0.1 for this machine alone"
        case .stopped(let host, let port, let reason):
            "the server at \(host):\(port) does not run: \(reason); choose another --port, or 0 for a free one"
        }
    }
}
