import CEpoll
import Foundations
import Glibc

/// One connection, with a thread of its own: a wait for the server never holds a thread of the cooperative pool.
///
/// ```swift
/// let connection = try await PostgresConnection.open(PostgresAddress("postgresql:///sextant"))
/// let rows = try await connection.run([PostgresQuery("SELECT $1::text", [.text("hello")])])[0].rows
/// ```
///
/// The connection is closed with its last reference.
package final class PostgresConnection: Sendable {
    private let mailbox: ConnectionMailbox

    private init(_ mailbox: ConnectionMailbox) {
        self.mailbox = mailbox
    }

    deinit {
        mailbox.stop()
    }

    /// Connects.
    ///
    /// - Parameters:
    ///   - address: where to
    ///   - notified: is called on the connection's thread with the channel of each notification, and with nil when the
    ///     connection broke while nobody used it
    /// - Throws: ``PostgresError/unreachable(server:detail:)``.
    package static func open(
        _ address: PostgresAddress, notified: @escaping @Sendable (String?) -> Void = { _ in }
    ) async throws -> PostgresConnection {
        try await withCheckedThrowingContinuation { continuation in
            ConnectionThread.start(address, notified: notified) { result in
                continuation.resume(with: result.map(PostgresConnection.init))
            }
        }
    }

    /// Whether it broke: what it is asked from then on fails.
    package var isBroken: Bool { mailbox.isBroken }

    /// Runs statements in one go, in a transaction of their own unless one was begun on this connection before.
    ///
    /// - Parameter isCancellable: whether the server is asked to stop when the task is cancelled; otherwise the statements
    ///   are done whatever becomes of the task
    /// - Returns: a result a statement, in order
    /// - Throws: ``PostgresError``; `CancellationError`.
    @discardableResult
    package func run(_ queries: [PostgresQuery], isCancellable: Bool = false) async throws -> [PostgresResult] {
        let isCancelled = Locked(false)
        return try await withTaskCancellationHandler {
            if isCancellable { try Task.checkCancellation() }
            do {
                return try await withCheckedThrowingContinuation { continuation in
                    mailbox.post(ConnectionJob(queries: queries, isCancelled: isCancelled, continuation: continuation))
                }
            } catch PostgresError.cancelled where isCancelled.withLock({ $0 }) {
                throw CancellationError()
            }
        } onCancel: {
            guard isCancellable else { return }
            isCancelled.withLock { $0 = true }
            mailbox.wake()
        }
    }
}

/// Statements that somebody waits for.
struct ConnectionJob: Sendable {
    let queries: [PostgresQuery]
    let isCancelled: Locked<Bool>
    let continuation: CheckedContinuation<[PostgresResult], any Error>
}

/// What other threads say to a connection's thread.
final class ConnectionMailbox: Sendable {
    private struct State: Sendable {
        var jobs: [ConnectionJob] = []
        var isStopped = false
        var breach: PostgresError?
    }

    private let state = Locked(State())
    /// An eventfd, which is readable when there is something to see to.
    let wakeup: Int32

    init?() {
        wakeup = cepoll_eventfd()
        guard wakeup >= 0 else { return nil }
    }

    deinit {
        close(wakeup)
    }

    var isBroken: Bool { state.withLock { $0.breach != nil } }

    func post(_ job: ConnectionJob) {
        let breach = state.withLock { state in
            if state.breach == nil { state.jobs.append(job) }
            return state.breach
        }
        if let breach { return job.continuation.resume(throwing: breach) }
        wake()
    }

    func wake() {
        var one: UInt64 = 1
        _ = write(wakeup, &one, MemoryLayout<UInt64>.size)
    }

    func stop() {
        state.withLock { $0.isStopped = true }
        wake()
    }

    /// The next job; nil when there is none now. `isStopped` when there will be none any more.
    func next() -> (job: ConnectionJob?, isStopped: Bool) {
        state.withLock { ($0.jobs.isEmpty ? nil : $0.jobs.removeFirst(), $0.isStopped && $0.jobs.isEmpty) }
    }

    /// Answers whoever waits, and whoever will ask, with an error.
    func fail(_ error: PostgresError) {
        let jobs = state.withLock { state in
            state.breach = error
            defer { state.jobs = [] }
            return state.jobs
        }
        for job in jobs { job.continuation.resume(throwing: error) }
    }
}
