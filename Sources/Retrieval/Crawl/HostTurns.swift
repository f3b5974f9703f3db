import Foundations
import HTTPTransport

/// Who may send to which host: so many at a time, in order of asking, with a pause after each.
final class HostTurns: Sendable {
    private struct Line: Sendable {
        var inside = 0
        var waiting: [Ticket] = []
        /// When the next may send.
        var freeAt = Duration.zero
        var pause = Duration.zero
    }

    private let lines = Locked<[String: Line]>([:])
    private let connections: Int
    private let clock: TransportClock

    /// - Parameters:
    ///   - connections: how many may be inside at a time for each host.
    ///   - clock: the time.
    init(connections: Int, clock: TransportClock) {
        self.connections = max(connections, 1)
        self.clock = clock
    }

    /// Waits for a turn, and then until the pause after the one before is over.
    ///
    /// - Throws: `CancellationError`; then there is nothing to leave.
    func enter(_ host: String, pause: Duration) async throws {
        try await takePlace(host)
        let wait = lines.withLock { lines in
            let now = clock.now()
            let start = max(now, lines[host]?.freeAt ?? now)
            lines[host]?.pause = pause
            lines[host]?.freeAt = start + pause
            return start - now
        }
        guard wait > .zero else { return }
        do {
            try await clock.sleep(wait)
        } catch {
            leave(host)
            throw error
        }
    }

    /// Gives the turn to the next in line.
    func leave(_ host: String) {
        lines.withLock { lines in
            guard var line = lines[host] else { return }
            defer { lines[host] = line }
            line.freeAt = max(line.freeAt, clock.now() + line.pause)
            while !line.waiting.isEmpty {
                if line.waiting.removeFirst().call() { return }
            }
            line.inside -= 1
        }
    }

    private func takePlace(_ host: String) async throws {
        try Task.checkCancellation()
        let ticket = lines.withLock { lines -> Ticket? in
            guard lines[host, default: Line()].inside >= connections else {
                lines[host, default: Line()].inside += 1
                return nil
            }
            let ticket = Ticket()
            lines[host]?.waiting.append(ticket)
            return ticket
        }
        try await ticket?.wait()
    }
}
