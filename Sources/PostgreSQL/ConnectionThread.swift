import Foundations
import Glibc

/// The thread of a connection, which alone touches what libpq holds.
enum ConnectionThread {
    private final class Launch {
        let address: PostgresAddress
        let mailbox: ConnectionMailbox
        let notified: @Sendable (String?) -> Void
        let opened: @Sendable (Result<ConnectionMailbox, any Error>) -> Void

        init(
            _ address: PostgresAddress, _ mailbox: ConnectionMailbox, _ notified: @escaping @Sendable (String?) -> Void,
            _ opened: @escaping @Sendable (Result<ConnectionMailbox, any Error>) -> Void
        ) {
            self.address = address
            self.mailbox = mailbox
            self.notified = notified
            self.opened = opened
        }
    }

    /// Starts a thread that connects, and then does what the mailbox has until it is stopped.
    ///
    /// - Parameter opened: is called once, with the mailbox or why there is no connection
    static func start(
        _ address: PostgresAddress, notified: @escaping @Sendable (String?) -> Void,
        opened: @escaping @Sendable (Result<ConnectionMailbox, any Error>) -> Void
    ) {
        guard let mailbox = ConnectionMailbox() else {
            return opened(
                .failure(PostgresError.unreachable(server: address.url, detail: String(cString: strerror(errno)))))
        }
        let launch = Unmanaged.passRetained(Launch(address, mailbox, notified, opened))
        var thread = pthread_t()
        let status = pthread_create(&thread, nil, { ConnectionThread.main($0) }, launch.toOpaque())
        guard status == 0 else {
            launch.release()
            return opened(
                .failure(PostgresError.unreachable(server: address.url, detail: String(cString: strerror(status)))))
        }
        pthread_detach(thread)
    }

    private static func main(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
        guard let argument else { return nil }
        let launch = Unmanaged<Launch>.fromOpaque(argument).takeRetainedValue()
        do {
            var wire = try Wire(launch.address)
            launch.opened(.success(launch.mailbox))
            serve(&wire, launch.mailbox, launch.notified)
        } catch {
            launch.opened(.failure(error))
        }
        return nil
    }

    private static func serve(
        _ wire: inout Wire, _ mailbox: ConnectionMailbox, _ notified: @Sendable (String?) -> Void
    ) {
        while true {
            let (job, isStopped) = mailbox.next()
            if isStopped { return }
            guard let job else {
                guard idle(wire, mailbox, notified) else { return }
                continue
            }
            do {
                let results = try wire.run(job.queries, wakeup: mailbox.wakeup) { job.isCancelled.withLock { $0 } }
                job.continuation.resume(returning: results)
            } catch .lost(let server, let detail) {
                mailbox.fail(.lost(server: server, detail: detail))
                job.continuation.resume(throwing: PostgresError.lost(server: server, detail: detail))
                return notified(nil)
            } catch {
                job.continuation.resume(throwing: error)
            }
            // Those that came between two answers.
            for channel in wire.notifications() ?? [] { notified(channel) }
        }
    }

    /// Waits for a job or a notification. Returns whether the connection is still good.
    private static func idle(
        _ wire: borrowing Wire, _ mailbox: ConnectionMailbox, _ notified: @Sendable (String?) -> Void
    ) -> Bool {
        var polled = [
            pollfd(fd: wire.socket, events: Int16(POLLIN), revents: 0),
            pollfd(fd: mailbox.wakeup, events: Int16(POLLIN), revents: 0),
        ]
        _ = poll(&polled, 2, -1)
        if polled[1].revents != 0 { Wire.drain(mailbox.wakeup) }
        guard polled[0].revents != 0 else { return true }
        guard let channels = wire.notifications() else {
            mailbox.fail(.lost(server: wire.server, detail: "the server closed it"))
            notified(nil)
            return false
        }
        for channel in channels { notified(channel) }
        return true
    }
}
