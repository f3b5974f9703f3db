import Foundations

/// The waits before requests: how long one may be, who waits for whom at present, and whether waiting is over.
///
/// A run that is to stop waits for requests on the wire, but not for the pause of a rate limit.
package final class Patience: Sendable {
    /// A wait that a host asked for.
    package struct Wait: Sendable, Equatable {
        /// The host, with its port.
        package let host: String
        /// When it ends, seconds since 1970.
        package let until: Double

        package init(host: String, until: Double) {
            self.host = host
            self.until = until
        }
    }

    private struct State: Sendable {
        var waits: [UInt64: Wait] = [:]
        var lastID: UInt64 = 0
    }

    /// Waits shorter than this are not worth a word.
    package static let notable = Duration.seconds(60)

    /// The longest wait that a host may ask for; a longer one is given back as the rejection it came with.
    package let most: Duration
    private let over = Latch()
    private let state = Locked(State())

    /// - Parameter most: the longest wait, over 0
    package init(most: Duration = .seconds(900)) {
        self.most = most
    }

    /// The wait of a minute or more that ends last; nil while there is none.
    package var longest: Wait? {
        state.withLock { $0.waits.values.max { ($0.until, $0.host) < ($1.until, $1.host) } }
    }

    /// Whether nobody waits any more.
    var isOver: Bool { over.isOpen }

    /// Ends every wait, and those that would begin: they throw `CancellationError`.
    package func end() { over.open() }

    /// Writes down a wait of a minute or more, so that people can be told.
    ///
    /// - Returns: what ``forget(_:)`` takes; nil for a shorter wait.
    func note(_ duration: Duration, for host: String, unixTime: Double) -> UInt64? {
        guard duration >= Self.notable else { return nil }
        return state.withLock { state in
            state.lastID += 1
            state.waits[state.lastID] = Wait(host: host, until: unixTime + duration.inSeconds)
            return state.lastID
        }
    }

    /// Strikes out a wait that has ended.
    func forget(_ note: UInt64?) {
        guard let note else { return }
        state.withLock { $0.waits[note] = nil }
    }

    /// Waits.
    ///
    /// - Throws: `CancellationError` when the task is cancelled or the waiting is over.
    func sleep(_ duration: Duration, for host: String, clock: TransportClock) async throws {
        let note = note(duration, for: host, unixTime: clock.unixTime())
        defer { forget(note) }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await clock.sleep(duration) }
            group.addTask {
                await self.over.wait()
                throw CancellationError()
            }
            defer { group.cancelAll() }
            try await group.next()
        }
    }
}
