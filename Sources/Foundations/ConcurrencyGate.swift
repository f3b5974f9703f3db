/// Lets at most so many tasks through at a time, in the order in which they came.
package actor ConcurrencyGate {
    private var free: Int
    private var waiting: [Ticket] = []

    /// A gate with `limit` places, 1 or more.
    package init(limit: Int) {
        precondition(limit >= 1, "a gate needs at least one place")
        free = limit
    }

    /// Runs `body` as soon as a place is free.
    ///
    /// - Throws: what `body` throws; `CancellationError` when the task is cancelled while it waits.
    package nonisolated func pass<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await enter()
        do {
            let value = try await body()
            await leave()
            return value
        } catch {
            await leave()
            throw error
        }
    }

    private func enter() async throws {
        try Task.checkCancellation()
        if free > 0 {
            free -= 1
            return
        }
        let ticket = Ticket()
        waiting.append(ticket)
        try await ticket.wait()
    }

    private func leave() {
        while !waiting.isEmpty {
            if waiting.removeFirst().call() { return }
        }
        free += 1
    }
}
