/// An event that happens once, and that any number of tasks wait for.
package final class Latch: Sendable {
    private struct State: Sendable {
        var isOpen = false
        var waiting: [UInt64: Ticket] = [:]
        var lastID: UInt64 = 0
    }

    private let state = Locked(State())

    /// Not open yet.
    package init() {}

    /// Whether the event has happened.
    package var isOpen: Bool { state.withLock { $0.isOpen } }

    /// Lets everybody go on who waits; nobody waits any more.
    package func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [:] }
            return state.waiting.values
        }
        for ticket in waiting { ticket.call() }
    }

    /// Waits until the latch is open, or the task is cancelled.
    package func wait() async {
        let ticket = Ticket()
        let id = state.withLock { state -> UInt64? in
            guard !state.isOpen else { return nil }
            state.lastID += 1
            state.waiting[state.lastID] = ticket
            return state.lastID
        }
        guard let id else { return }
        try? await ticket.wait()
        state.withLock { $0.waiting[id] = nil }
    }
}
