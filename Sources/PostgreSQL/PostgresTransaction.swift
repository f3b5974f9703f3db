/// A transaction under way on a connection.
package struct PostgresTransaction: Sendable {
    private let connection: PostgresConnection

    fileprivate init(_ connection: PostgresConnection) {
        self.connection = connection
    }

    /// Runs statements in the transaction; a failed one ends it.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    package func run(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        try await connection.run(queries)
    }

    /// Runs one statement.
    ///
    /// - Throws: ``PostgresError``.
    @discardableResult
    package func run(_ sql: String, _ values: [PostgresValue] = []) async throws -> PostgresResult {
        try await connection.run([PostgresQuery(sql, values)])[0]
    }
}

extension PostgresConnection {
    /// Runs `body` in a transaction, which is committed when it returns and undone when it throws. A cancelled task does not
    /// undo it.
    ///
    /// - Parameters:
    ///   - last: statements that are done with the commit, in one go
    ///   - committing: is called before the commit is sent: from then on a lost connection tells nothing of its outcome
    /// - Throws: ``PostgresError``; what `body` throws.
    package func transaction<Value: Sendable>(
        last: [PostgresQuery] = [], committing: () -> Void = {},
        _ body: (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        try await run([PostgresQuery("BEGIN")])
        let value: Value
        do {
            value = try await body(PostgresTransaction(self))
        } catch {
            if !isBroken { try await run([PostgresQuery("ROLLBACK")]) }
            throw error
        }
        committing()
        do {
            try await run(last + [PostgresQuery("COMMIT")])
        } catch {
            if !isBroken { try await run([PostgresQuery("ROLLBACK")]) }
            throw error
        }
        return value
    }
}
