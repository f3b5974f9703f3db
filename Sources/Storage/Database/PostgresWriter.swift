import Foundations
import PostgreSQL

/// Reads and writes over a pool of connections, and goes on when the database was away for a while.
///
/// Each transaction leaves a mark of its own. When a connection is lost while a commit is under way, the mark tells whether
/// it was done, so that nothing is written twice and nothing that was said to be written is missing.
struct PostgresWriter: Sendable {
    let owner: String
    private let pool: PostgresPool
    private let patience: Double
    /// The numbers of runs, which never change, by their ids.
    private let numbers = Locked<[String: Int64]>([:])

    /// - Parameter patience: how long the database may be away before its absence is an error, in seconds
    init(_ address: PostgresAddress, owner: String, connections: Int, patience: Double) {
        self.owner = owner
        self.patience = patience
        pool = PostgresPool(address, limit: connections)
    }

    /// Reads in one go, all of the same moment.
    ///
    /// - Throws: ``PostgresError``; `CancellationError`.
    func read(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        try await pool.withSlot { slot in
            try await retrying { _ in
                let connection = try await slot.connection()
                guard queries.count > 1 else { return try await connection.run(queries, isCancellable: true) }
                let begin = PostgresQuery("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
                do {
                    let results = try await connection.run(
                        [begin] + queries + [PostgresQuery("COMMIT")], isCancellable: true)
                    return Array(results.dropFirst().dropLast())
                } catch {
                    if !connection.isBroken { try await connection.run([PostgresQuery("ROLLBACK")]) }
                    throw error
                }
            }
        }
    }

    /// The number that stands for a run in the other tables.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``, ``PostgresError``.
    func number(of run: String) async throws -> Int64 {
        if let known = numbers.withLock({ $0[run] }) { return known }
        let found = try await read([PostgresQuery("SELECT number FROM run WHERE id = $1", [.text(run)])])
        guard let number = found[0].first?.integer else { throw try await noSuchRun(run) }
        numbers.withLock { $0[run] = number }
        return number
    }

    /// Forgets the number of a run that is deleted.
    func forget(_ run: String) {
        numbers.withLock { $0[run] = nil }
    }

    /// The error for an unknown run, with the newest that exist.
    func noSuchRun(_ id: String) async throws -> StoreError {
        let newest = PostgresQuery("SELECT id FROM run ORDER BY started_at DESC, number DESC LIMIT 5")
        return .noSuchRun(id, known: try await read([newest])[0].rows.compactMap(\.first?.text))
    }

    /// Runs statements in one go as a transaction.
    ///
    /// - Throws: ``PostgresError``.
    func write(_ queries: [PostgresQuery]) async throws {
        try await marked { connection, mark, sending in
            sending()
            try await connection.run([mark] + queries)
        } whenDone: {
            ()
        }
    }

    /// Runs statements in one go as a transaction that may be lost in a crash of the server, or be done twice when the
    /// connection breaks: for numbers that are good for seconds. Nobody waits for the disk.
    ///
    /// - Throws: ``PostgresError``; `CancellationError`.
    func losable(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        try await pool.withSlot { slot in
            try await retrying { _ in
                Array(try await slot.connection().run([Self.hasty] + queries).dropFirst())
            }
        }
    }

    private static let hasty = PostgresQuery("SELECT set_config('synchronous_commit', 'off', TRUE)")

    /// Runs `body` in a transaction, more than once when it has to.
    ///
    /// - Throws: ``PostgresError``; what `body` throws.
    func transaction<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        let value = Locked<Value?>(nil)
        return try await marked { connection, mark, sending in
            try await connection.transaction(last: [mark], committing: sending) { transaction in
                let result = try await body(transaction)
                value.withLock { $0 = result }
                return result
            }
        } whenDone: {
            value.withLock { $0 }
        }
    }

    /// Tries `once` until it is known to be done.
    ///
    /// - Parameters:
    ///   - once: writes with a mark, and calls its last argument before it sends what commits
    ///   - whenDone: the value when it turns out that the last attempt was committed after all
    private func marked<Value: Sendable>(
        _ once: @escaping @Sendable (PostgresConnection, PostgresQuery, () -> Void) async throws -> Value,
        whenDone: @escaping @Sendable () -> Value?
    ) async throws -> Value {
        let number = Int64.random(in: .min ... .max)
        return try await pool.withSlot { slot in
            let mark = PostgresQuery(Self.mark, [.text(owner), .integer(Int64(slot.number)), .integer(number)])
            let isSent = Locked(false)
            return try await retrying { _ in
                let connection = try await slot.connection()
                if isSent.withLock({ $0 }) {
                    let found = try await connection.run([PostgresQuery(Self.marked, [.text(owner), .integer(number)])])
                    if !found[0].rows.isEmpty, let value = whenDone() { return value }
                    isSent.withLock { $0 = false }
                }
                return try await once(connection, mark) { isSent.withLock { $0 = true } }
            }
        }
    }

    /// Marks are of use for minutes; those of processes that are gone are swept with the next.
    private static let mark = """
        WITH gone AS (DELETE FROM commit_mark WHERE owner <> $1 AND time < \(clock) - 86400)
        INSERT INTO commit_mark (owner, slot, number, time) VALUES ($1, $2, $3, \(clock))
        ON CONFLICT (owner, slot) DO UPDATE SET number = excluded.number, time = excluded.time
        """
    private static let marked = "SELECT 1 FROM commit_mark WHERE owner = $1 AND number = $2"

    /// Now, in seconds since 1970, by the clock of the database.
    static let clock = "extract(epoch FROM clock_timestamp())::float8"

    /// Tries again when the database was away, as long as the patience lasts, and when a transaction was in the way.
    func retrying<Value: Sendable>(
        _ body: @Sendable (_ attempt: Int) async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        var wait = 0.05
        for attempt in 0... {
            do {
                return try await body(attempt)
            } catch PostgresError.conflict where attempt < Self.conflicts {
                try await Task.sleep(for: .seconds(Double.random(in: 0...wait)))
            } catch let error as PostgresError where error.isAbsence {
                // A connection that idled may be lost without the database being away: one more try is free.
                guard attempt == 0 || (ContinuousClock.now - start) < .seconds(patience) else { throw error }
                if attempt > 0 { try await Task.sleep(for: .seconds(wait)) }
            }
            wait = min(wait * 2, 2)
        }
        throw CancellationError()
    }

    /// How often a transaction is tried again that others were in the way of.
    private static let conflicts = 10
}

extension PostgresError {
    /// Whether the database was away, and may come back.
    var isAbsence: Bool {
        switch self {
        case .lost, .unreachable: true
        default: false
        }
    }
}
