import Foundations

/// A few connections to one database, each lent to one user at a time.
package actor PostgresPool {
    private var free: [PostgresSlot]
    private var waiting: [CheckedContinuation<PostgresSlot, Never>] = []

    /// - Parameter limit: most connections at once, 1 or more
    package init(_ address: PostgresAddress, limit: Int) {
        free = (0..<max(limit, 1)).reversed().map { PostgresSlot(address, number: $0) }
    }

    /// Lends a place to `body`, after those who asked before.
    ///
    /// - Throws: what `body` throws.
    package nonisolated func withSlot<Value: Sendable>(
        _ body: @Sendable (PostgresSlot) async throws -> Value
    ) async throws -> Value {
        let slot = await take()
        do {
            let value = try await body(slot)
            await give(slot)
            return value
        } catch {
            await give(slot)
            throw error
        }
    }

    private func take() async -> PostgresSlot {
        if let slot = free.popLast() { return slot }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func give(_ slot: PostgresSlot) {
        if waiting.isEmpty { free.append(slot) } else { waiting.removeFirst().resume(returning: slot) }
    }
}

/// A place in a pool, for one user at a time.
package final class PostgresSlot: Sendable {
    /// Its number: 0 or more, less than the pool's limit.
    package let number: Int
    private let address: PostgresAddress
    private let known = Locked<PostgresConnection?>(nil)

    fileprivate init(_ address: PostgresAddress, number: Int) {
        self.address = address
        self.number = number
    }

    /// Its connection, made when there is none yet or when the last one broke.
    ///
    /// - Throws: ``PostgresError/unreachable(server:detail:)``.
    package func connection() async throws -> PostgresConnection {
        if let connection = known.withLock({ $0 }), !connection.isBroken { return connection }
        known.withLock { $0 = nil }
        let connection = try await PostgresConnection.open(address)
        known.withLock { $0 = connection }
        return connection
    }
}
