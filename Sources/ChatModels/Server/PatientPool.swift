import FlyingFox
import FlyingSocks
import Glibc

import class Foundations.Locked

/// Waits for the sockets of a server, but not for ever: it ends connections that do not come up with a request, or do not
/// take their response.
///
/// FlyingFox asks its pool whenever a socket has nothing to read or no room to write, and limits the time of its own handlers
/// only. A connection whose time is over is shut down, which FlyingFox takes for one that the other side has closed.
///
/// ```swift
/// try await PatientPool().serve(handler, host: "127.0.0.1", port: 8089, timeout: 60) { _, _ in }
/// ```
package struct PatientPool: AsyncSocketPool {
    /// How patient a server is.
    package struct Limits: Sendable {
        /// How long a connection may take to send a request whole, counted from the response before it; longer than 0.
        package var request: Duration
        /// How long a connection may take nothing of its response; longer than 0.
        package var writing: Duration
        /// Most connections that may wait for a request; beyond it the one that has waited longest is ended.
        package var waiting: Int

        /// Limits, each with the default shown.
        package init(request: Duration = .seconds(30), writing: Duration = .seconds(60), waiting: Int = 256) {
            self.request = request
            self.writing = writing
            self.waiting = waiting
        }
    }

    private let pool: any AsyncSocketPool
    private let limits: Limits
    private let waits = Locked(SocketWaits())
    private let clock = ContinuousClock()
    private static let mostFiles: rlim_t = 65_536

    package init(_ limits: Limits = Limits()) {
        self.limits = limits
        pool = HTTPServer.defaultPool()
    }

    /// A handler whose responses tell the pool that the time for the next request begins.
    func handler(_ handler: some HTTPHandler) -> some HTTPHandler {
        PatientHandler(handler: handler) { address in waits.withLock { $0.answered(address) } }
    }

    package func prepare() async throws {
        // A server that has no file left for the next connection ends; the system allows more than it gives at first.
        var files = rlimit()
        if getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0, files.rlim_cur < Self.mostFiles {
            files.rlim_cur = min(files.rlim_max, Self.mostFiles)
            setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
        }
        try await pool.prepare()
    }

    package func run() async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await pool.run() }
            group.addTask {
                while true {
                    try await clock.sleep(for: limits.request / 8)
                    waits.withLock { $0.endLate(at: clock.now, grace: limits.request) }
                }
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }

    package func suspendSocket(_ socket: Socket, untilReadyFor events: Socket.Events) async throws {
        // A socket without a peer is the one that listens.
        guard let peer = try? socket.remotePeer() else {
            return try await pool.suspendSocket(socket, untilReadyFor: events)
        }
        let address = HTTPRequest.Address.make(from: peer)
        let file = socket.file.rawValue
        let isReading = events.contains(.read)
        waits.withLock { waits in
            waits.begin(
                address, file: file, isReading: isReading, now: clock.now,
                limit: isReading ? limits.request : limits.writing, most: limits.waiting)
        }
        defer {
            let hasEnded = isReading && Self.hasEnded(file)
            waits.withLock { $0.end(address, hasEnded: hasEnded) }
        }
        try await pool.suspendSocket(socket, untilReadyFor: events)
    }

    /// Whether the other side has closed the connection; nothing is taken from it.
    private static func hasEnded(_ file: Int32) -> Bool {
        var byte: UInt8 = 0
        let count = recv(file, &byte, 1, Int32(MSG_PEEK) | Int32(MSG_DONTWAIT))
        return count == 0 || count < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR
    }
}

private struct PatientHandler<Handler: HTTPHandler>: HTTPHandler {
    let handler: Handler
    let answered: @Sendable (HTTPRequest.Address?) -> Void

    func handleRequest(_ request: HTTPRequest) async throws -> HTTPResponse {
        defer { answered(request.remoteAddress) }
        return try await handler.handleRequest(request)
    }
}

/// The connections of a server that it waits for.
private struct SocketWaits {
    private struct Wait {
        let file: Int32
        let isReading: Bool
        let deadline: ContinuousClock.Instant
    }

    /// Until when the present request of a connection has to be there.
    private var requests: [HTTPRequest.Address: ContinuousClock.Instant] = [:]
    private var waits: [HTTPRequest.Address: Wait] = [:]
    private var reading = 0

    /// Begins to wait. A file that waits is open, for only who waits for it closes it, so that it can be shut down by its
    /// number.
    mutating func begin(
        _ address: HTTPRequest.Address, file: Int32, isReading: Bool, now: ContinuousClock.Instant, limit: Duration,
        most: Int
    ) {
        let deadline = isReading ? requests[address] ?? now + limit : now + limit
        if isReading { requests[address] = deadline }
        if deadline <= now { Self.shutDown(file) }
        if isReading, reading >= most, let oldest = waits.filter(\.value.isReading).min(by: Self.isSooner) {
            Self.shutDown(oldest.value.file)
            remove(oldest.key)
        }
        remove(address)
        waits[address] = Wait(file: file, isReading: isReading, deadline: deadline)
        if isReading { reading += 1 }
    }

    /// Ends a wait; a connection that has ended leaves nothing.
    mutating func end(_ address: HTTPRequest.Address, hasEnded: Bool) {
        remove(address)
        if hasEnded { requests[address] = nil }
    }

    /// The time for the next request of a connection begins when it is next waited for.
    mutating func answered(_ address: HTTPRequest.Address?) {
        if let address { requests[address] = nil }
    }

    /// Shuts down the connections whose time is over, and forgets those that nobody waits for any more.
    mutating func endLate(at now: ContinuousClock.Instant, grace: Duration) {
        for wait in waits.values where wait.deadline <= now { Self.shutDown(wait.file) }
        requests = requests.filter { waits[$0.key] != nil || $0.value + grace > now }
    }

    private mutating func remove(_ address: HTTPRequest.Address) {
        if let wait = waits.removeValue(forKey: address), wait.isReading { reading -= 1 }
    }

    private static func isSooner(
        _ first: (key: HTTPRequest.Address, value: Wait), _ second: (key: HTTPRequest.Address, value: Wait)
    ) -> Bool {
        first.value.deadline < second.value.deadline
    }

    private static func shutDown(_ file: Int32) {
        shutdown(file, Int32(SHUT_RDWR))
    }
}
