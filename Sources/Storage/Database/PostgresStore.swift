import Foundation
import GRDB
import PostgreSQL
import Records

/// The store in a PostgreSQL database, which any number of machines share.
///
/// ```swift
/// let store = try await PostgresStore.openForWriting("postgresql://db.example/sextant")
/// try await store.create(run)
/// ```
///
/// Tests are leased by the clock of the database. A run has one process that plans it: whoever has the run's lock, which
/// goes back when that process ends, however it ends.
package struct PostgresStore: Sendable {
    /// Where it is, for messages; it has no password.
    let path: String
    /// This process among those that lease tests.
    package let owner: String
    let writer: PostgresWriter
    let locks: RunLocks
    let isWritable: Bool
    let commits: GroupCommit<StoreEntry>

    /// What a process does with the tests that it leases.
    package enum Role: String, Sendable {
        /// It plans runs, and holds the lock of each that it works on.
        case planner = "run"
        /// It takes tests that others planned.
        case worker
        /// It takes tests in the process that plans: who plans after that process has died gets them at once.
        case assistant
    }

    /// How long a lease lasts without renewal, in seconds.
    package static let leaseSeconds = SQLiteStore.leaseSeconds
    /// Most connections of a process that are not asked for otherwise; one more holds its locks.
    package static let connections = 4

    /// Opens a store to write to, making its tables when they are missing.
    ///
    /// - Parameters:
    ///   - url: as libpq reads it, without a password
    ///   - create: whether a missing store is made; otherwise it is an error
    ///   - connections: most that are open at once, 1 or more
    ///   - patience: how long the database may be away before an error, in seconds
    ///   - role: what this process is to do
    /// - Throws: ``StoreError``: unreachable, newer than this program, or not writable.
    package static func openForWriting(
        _ url: String, create: Bool = true, connections: Int = connections, patience: Double = 60,
        role: Role = .planner
    ) async throws -> PostgresStore {
        try await open(url, connections: connections, patience: patience, isWritable: true, role: role) { applied in
            guard create || !applied.isEmpty else { throw StoreError.noStore(path: url) }
            return true
        }
    }

    /// Opens a store to read from. A store of an older program is brought up to date.
    ///
    /// - Throws: ``StoreError``: missing, unreachable, or newer than this program.
    package static func openForReading(_ url: String) async throws -> PostgresStore {
        try await open(url, connections: 2, patience: 0, isWritable: false) { applied in
            guard !applied.isEmpty else { throw StoreError.noStore(path: url) }
            return applied.count < PostgresSchema.migrations.count
        }
    }

    private static func open(
        _ url: String, connections: Int, patience: Double, isWritable: Bool, role: Role = .planner,
        needsMigration: @Sendable ([String]) throws -> Bool
    ) async throws -> PostgresStore {
        do {
            let address = try PostgresAddress(url)
            let connection = try await PostgresConnection.open(address)
            let applied = try await connection.appliedMigrations()
            guard Set(applied).isSubset(of: PostgresSchema.migrations.map(\.name)) else {
                throw StoreError.newerSchema(path: url)
            }
            if try needsMigration(applied) { try await connection.migrate(path: url) }
            let store = PostgresStore(
                address, connections: connections, patience: patience, isWritable: isWritable, role: role)
            if isWritable { try await store.checkPooling(beside: connection) }
            return store
        } catch {
            throw StoreError(error, path: url)
        }
    }

    init(_ address: PostgresAddress, connections: Int, patience: Double, isWritable: Bool, role: Role) {
        let host = ProcessInfo.processInfo.hostName
        let owner =
            "\(role.rawValue):\(host):\(ProcessInfo.processInfo.processIdentifier):\(UInt64.random(in: .min ... .max))"
        let writer = PostgresWriter(address, owner: owner, connections: connections, patience: patience)
        self.owner = owner
        self.writer = writer
        self.isWritable = isWritable
        path = address.url
        locks = RunLocks(address)
        commits = GroupCommit {
            ($0 as? PostgresError)?.isAbsence == true
        } write: {
            try await writer.write($0)
        }
    }

    /// Throws when two connections are the same one of the server: a pooler then lets two processes have the same lock.
    private func checkPooling(beside connection: PostgresConnection) async throws {
        let process = PostgresQuery("SELECT pg_backend_pid()", isPrepared: false)
        let (first, second) = (try await connection.run([process]), try await writer.read([process]))
        guard first != second else { throw StoreError.unusable(path: path, detail: PostgresError.pooling) }
    }

    /// Reads in one go, all of the same moment.
    ///
    /// - Returns: the rows of each statement
    /// - Throws: ``StoreError``; `CancellationError`.
    func read(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        do {
            return try await writer.read(queries)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// Reads the rows of one statement.
    ///
    /// - Throws: ``StoreError``; `CancellationError`.
    func read(_ sql: String, _ values: [(any DatabaseValueConvertible)?] = []) async throws -> PostgresResult {
        try await read([PostgresQuery(sql, bound: values)])[0]
    }

    /// Writes numbers that are good for seconds: they may be lost in a crash, or written twice.
    ///
    /// - Returns: the rows of each statement
    /// - Throws: ``StoreError``; `CancellationError`.
    func losable(_ queries: [PostgresQuery]) async throws -> [PostgresResult] {
        do {
            return try await writer.losable(queries)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// What `body` makes of rows, with the store's errors.
    func decode<Value>(_ body: () throws -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Runs `body` in a transaction. It may run more than once: when the connection breaks before the commit, or when another
    /// transaction was in its way.
    ///
    /// - Throws: ``StoreError``; what `body` throws.
    func write<Value: Sendable>(
        _ body: @escaping @Sendable (PostgresTransaction) async throws -> Value
    ) async throws -> Value {
        do {
            return try await writer.transaction(body)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// Runs one statement as a transaction.
    ///
    /// - Returns: rows it touched
    /// - Throws: ``StoreError``.
    @discardableResult
    func write(_ sql: String, _ values: [(any DatabaseValueConvertible)?]) async throws -> Int {
        let values = values.map { PostgresValue($0) }
        return try await write { try await $0.run(sql, values).affected }
    }

    /// The number that stands for a run in the other tables.
    ///
    /// - Throws: ``StoreError/noSuchRun(id:known:)``.
    func number(of run: String) async throws -> Int64 {
        do {
            return try await writer.number(of: run)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// Writes an entry together with those of other callers.
    ///
    /// - Throws: ``StoreError``.
    func commit(_ entry: StoreEntry) async throws {
        do {
            try await commits.commit(entry)
        } catch {
            throw StoreError.orCancellation(error, path: path)
        }
    }

    /// The pages of a query.
    func pages<Element>(_ fetch: @escaping @Sendable (_ last: Element?) async throws -> [Element]) -> Pages<Element> {
        Pages(fetch)
    }
}
