import CEpoll
import Foundations
import Glibc
import HTTPTransport

/// A loopback HTTP/1.1 server that misbehaves as told.
///
/// One thread of its own carries all connections over epoll and a timer heap. It ends when the value is released.
package final class FaultHTTPServer: Sendable {
    /// What the server saw.
    package struct Counts: Sendable {
        /// Connections accepted.
        package var connections = 0
        /// Complete requests received.
        package var requests = 0
        /// Requests received, by path.
        package var byPath: [String: Int] = [:]
        /// Answers begun, by status; resets, closes and hangs count as 0.
        package var byStatus: [Int: Int] = [:]
        /// The most requests that were waiting for an answer at one time.
        package var mostOpen = 0
        /// Connections that the client closed or broke.
        package var closedByClient = 0
        /// The head of the last request, for looking at what a client sends.
        package var lastHead = ""
        /// The body of the last request.
        package var lastBody: [UInt8] = []
    }

    /// Why a server could not start.
    package struct StartError: Error, CustomStringConvertible {
        /// The call that failed and what the system said.
        package let description: String
    }

    /// The port it listens on.
    package let port: Int
    private let counts: Locked<Counts>
    private let wakeDescriptor: Int32

    /// `http://127.0.0.1:<port>`
    package var baseURL: String { "http://127.0.0.1:\(port)" }

    /// Starts a server.
    /// - Parameters:
    ///   - address: an IPv4 address of this machine's loopback network, as a number.
    ///   - port: the port, or 0 for a free one.
    ///   - plans: what to do per path.
    ///   - otherwise: what to do on all other paths.
    ///   - seed: decides the draws of `Plan.mix`.
    /// - Throws: `StartError`.
    package init(
        address: UInt32 = 0x7F00_0001, port: Int = 0, plans: [String: Plan] = [:],
        otherwise: Plan = .always(Behaviour()), seed: UInt64 = 1
    ) throws {
        signal(SIGPIPE, SIG_IGN)
        let (listener, bound) = try Self.listen(on: port, address)
        self.port = bound
        counts = Locked(Counts())
        wakeDescriptor = cepoll_eventfd()
        let loop = Unmanaged.passRetained(
            Launch(
                listener: listener, wake: wakeDescriptor, plans: plans, otherwise: otherwise, seed: seed,
                counts: counts))
        var thread = pthread_t()
        let status = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                ServerLoop(Unmanaged<Launch>.fromOpaque(argument).takeRetainedValue()).run()
                return nil
            }, loop.toOpaque())
        guard status == 0 else {
            loop.release()
            throw StartError(description: "pthread_create: \(String(cString: strerror(status)))")
        }
        pthread_detach(thread)
    }

    deinit {
        eventfd_write(wakeDescriptor, 1)
    }

    /// What it saw until now.
    package var seen: Counts { counts.withLock { $0 } }

    private static func listen(on port: Int, _ number: UInt32) throws -> (Int32, Int) {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue), 0)
        guard listener >= 0 else { throw StartError(description: "socket: \(String(cString: strerror(errno)))") }
        var one: Int32 = 1
        setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(number).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address -> Int32 in
                guard bind(listener, address, size) == 0, Glibc.listen(listener, 4096) == 0 else { return -1 }
                return getsockname(listener, address, &size)
            }
        }
        guard status == 0 else {
            close(listener)
            throw StartError(description: "listen on port \(port): \(String(cString: strerror(errno)))")
        }
        return (listener, Int(in_port_t(bigEndian: address.sin_port)))
    }
}

/// What the server's thread is given.
final class Launch {
    let listener: Int32
    let wake: Int32
    let plans: [String: Plan]
    let otherwise: Plan
    let seed: UInt64
    let counts: Locked<FaultHTTPServer.Counts>

    init(
        listener: Int32, wake: Int32, plans: [String: Plan], otherwise: Plan, seed: UInt64,
        counts: Locked<FaultHTTPServer.Counts>
    ) {
        self.listener = listener
        self.wake = wake
        self.plans = plans
        self.otherwise = otherwise
        self.seed = seed
        self.counts = counts
    }
}
