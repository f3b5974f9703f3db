import Foundations
import PostgreSQL

/// The locks of the runs that this process plans. The database takes them back when the connection ends, however it ends;
/// after a connection that broke they are taken anew.
struct RunLocks: Sendable {
    private struct State: Sendable {
        /// The connection that holds them.
        var connection: PostgresConnection?
        var held: Set<Int64> = []
    }

    /// The lock of whoever does nights; runs have numbers from 1 on.
    static let nights: Int64 = 0

    /// One connection, so that one caller at a time is here.
    private let pool: PostgresPool
    let address: PostgresAddress
    private let state = Locked(State())

    init(_ address: PostgresAddress) {
        self.address = address
        pool = PostgresPool(address, limit: 1)
    }

    /// Takes the lock of a run, or makes sure that it is still held.
    ///
    /// - Parameter seconds: how long to try
    /// - Returns: whether it is; otherwise another process has it
    /// - Throws: ``PostgresError``; `CancellationError`.
    func take(_ run: Int64, within seconds: Double) async throws -> Bool {
        let start = ContinuousClock.now
        while true {
            if try await take(run) { return true }
            guard ContinuousClock.now - start < .seconds(seconds) else { return false }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    private func take(_ run: Int64) async throws -> Bool {
        try await pool.withSlot { slot in
            let connection = try await slot.connection()
            var (known, held) = state.withLock { ($0.connection, $0.held) }
            if known !== connection {
                var still: Set<Int64> = []
                for run in held where try await Self.take(run, connection) { still.insert(run) }
                held = still
                known = connection
            }
            if !held.contains(run), try await Self.take(run, connection) { held.insert(run) }
            state.withLock { [known, held] in $0 = State(connection: known, held: held) }
            return held.contains(run)
        }
    }

    /// Whether nobody holds the lock of a run.
    ///
    /// - Throws: ``PostgresError``.
    func isFree(_ run: Int64) async throws -> Bool {
        let sql = """
            SELECT NOT EXISTS (SELECT 1 FROM pg_locks
                WHERE locktype = 'advisory' AND objsubid = 1 AND database = (SELECT oid FROM pg_database
                    WHERE datname = current_database())
                AND ((classid::bigint << 32) | objid::bigint) = \(Self.key))
            """
        return try await pool.withSlot { slot in
            try await slot.connection().run([PostgresQuery(sql, [.integer(run)])])[0].first == .bool(true)
        }
    }

    /// The number of a run's lock. It is of the store's tables: users who come to them by search paths of their own share it.
    private static let key = "hashtextextended('sextant run ' || 'run'::regclass::oid, $1)"

    private static func take(_ run: Int64, _ connection: PostgresConnection) async throws -> Bool {
        let sql = "SELECT pg_try_advisory_lock(\(key))"
        return try await connection.run([PostgresQuery(sql, [.integer(run)])])[0].first == .bool(true)
    }
}
