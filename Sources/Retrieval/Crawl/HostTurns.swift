import HTTPTransport

/// Who may send to which host: so many at a time, in order of asking, with a pause after each.
final class HostTurns: Sendable {
    private struct Line: Sendable {
        var inside = 0
        var waiting: [(id: UInt64, continuation: CheckedContinuation<Void, any Error>)] = []
        /// When the next may send.
        var freeAt = Duration.zero
        var pause = Duration.zero
    }

    private struct State: Sendable {
        var lines: [String: Line] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Locked(State())
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
        let wait = state.withLock { state in
            let now = clock.now()
            let start = max(now, state.lines[host]?.freeAt ?? now)
            state.lines[host]?.pause = pause
            state.lines[host]?.freeAt = start + pause
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
        let next = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard var line = state.lines[host] else { return nil }
            defer { state.lines[host] = line }
            line.freeAt = max(line.freeAt, clock.now() + line.pause)
            guard !line.waiting.isEmpty else {
                line.inside -= 1
                return nil
            }
            return line.waiting.removeFirst().continuation
        }
        next?.resume()
    }

    private func takePlace(_ host: String) async throws {
        try Task.checkCancellation()
        let id = state.withLock { state in
            state.lastID += 1
            return state.lastID
        }
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let isIn = state.withLock { state in
                    var line = state.lines[host] ?? Line()
                    defer { state.lines[host] = line }
                    guard line.inside >= connections else {
                        line.inside += 1
                        return true
                    }
                    line.waiting.append((id, continuation))
                    return false
                }
                if isIn {
                    continuation.resume()
                } else if Task.isCancelled {
                    // The handler may have run before there was anything to find.
                    giveUp(id, host)
                }
            }
        } onCancel: {
            giveUp(id, host)
        }
    }

    private func giveUp(_ id: UInt64, _ host: String) {
        let continuation = state.withLock { state -> CheckedContinuation<Void, any Error>? in
            guard let index = state.lines[host]?.waiting.firstIndex(where: { $0.id == id }) else { return nil }
            return state.lines[host]?.waiting.remove(at: index).continuation
        }
        continuation?.resume(throwing: CancellationError())
    }
}
