/// An event that happens once, and that any number of tasks wait for.
package final class Latch: Sendable {
    private struct State: Sendable {
        var isOpen = false
        var waiters: [UInt64: AsyncStream<Void>.Continuation] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Locked(State())

    /// Not open yet.
    package init() {}

    /// Whether the event has happened.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Lets everybody go on who waits; nobody waits any more.
    package func open() {
        let waiters = state.withLock { state in
            state.isOpen = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.finish() }
    }

    /// Waits until the latch is open, or the task is cancelled.
    package func wait() async {
        let (stream, waiter) = AsyncStream<Void>.makeStream()
        let place = state.withLock { state -> UInt64? in
            guard !state.isOpen else { return nil }
            state.lastID += 1
            state.waiters[state.lastID] = waiter
            return state.lastID
        }
        guard let place else { return }
        for await _ in stream {}
        state.withLock { $0.waiters[place] = nil }
    }
}
