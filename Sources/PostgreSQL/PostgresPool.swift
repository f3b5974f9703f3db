/// A few connections to one database, each lent to one user at a time. A connection is made when it is first needed, and
/// made anew when it broke.
package actor PostgresPool {
    /// A place in the pool, with its connection once it has one.
    package struct Slot: Sendable {
        /// Its number: 0 or more, less than the pool's limit.
        package let number: Int
        fileprivate var connection: PostgresConnection?
    }

    private let address: PostgresAddress
    private var free: [Slot]
    private var waiting: [CheckedContinuation<Slot, Never>] = []

    /// - Parameter limit: most connections at once, 1 or more
    package init(_ address: PostgresAddress, limit: Int) {
        self.address = address
        free = (0..<max(limit, 1)).reversed().map { Slot(number: $0) }
    }

    /// Lends a connection to `body`, after those who asked before.
    ///
    /// - Throws: ``PostgresError`` of a connection that can't be made; what `body` throws.
    package nonisolated func withConnection<Value: Sendable>(
        _ body: @Sendable (PostgresConnection, _ slot: Int) async throws -> Value
    ) async throws -> Value {
        var slot = await take()
        do {
            let connection: PostgresConnection
            if let known = slot.connection, !known.isBroken {
                connection = known
            } else {
                slot.connection = nil
                connection = try await PostgresConnection.open(address)
                slot.connection = connection
            }
            let value = try await body(connection, slot.number)
            await give(slot)
            return value
        } catch {
            await give(slot)
            throw error
        }
    }

    private func take() async -> Slot {
        if let slot = free.popLast() { return slot }
        return await withCheckedContinuation { waiting.append($0) }
    }

    private func give(_ slot: Slot) {
        if waiting.isEmpty { free.append(slot) } else { waiting.removeFirst().resume(returning: slot) }
    }
}
