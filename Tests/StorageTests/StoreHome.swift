import GRDB
import PostgreSQL
import TestSupport
import Testing

@testable import Storage

/// The databases that keep the same promises.
enum StoreKind: String, CaseIterable, CustomTestStringConvertible {
    case sqlite = "SQLite"
    case postgreSQL = "PostgreSQL"

    /// Those that are on this machine.
    static var all: [StoreKind] { PostgresServer.isInstalled ? allCases : [.sqlite] }

    var testDescription: String { rawValue }
}

@Suite("The kinds of stores")
struct StoreKindTests {
    @Test("PostgreSQL keeps every promise too", .enabled(if: PostgresServer.isInstalled, "\(PostgresServer.missing)"))
    func postgreSQL() {
        #expect(StoreKind.all == StoreKind.allCases)
    }
}

/// A place for one store, empty at first and gone with its last reference.
struct StoreHome {
    let kind: StoreKind
    /// The file, or the URL.
    let path: String
    private let folder: TemporaryFolder

    init(_ kind: StoreKind) async throws {
        self.kind = kind
        folder = try TemporaryFolder()
        switch kind {
        case .sqlite: path = folder("sextant.sqlite")
        case .postgreSQL: path = try await PostgresServer.shared.get().emptySchema()
        }
    }

    /// Opens the store to write to.
    func open(create: Bool = true) async throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore.openForWriting(path, create: create)
        case .postgreSQL: try await PostgresStore.openForWriting(path, create: create)
        }
    }

    /// Opens the store to read from.
    func reader() async throws -> any Store {
        switch kind {
        case .sqlite: try SQLiteStore.openForReading(path)
        case .postgreSQL: try await PostgresStore.openForReading(path)
        }
    }

    /// Changes what the store holds behind its back.
    ///
    /// - Returns: rows it touched
    @discardableResult
    func execute(_ sql: String) async throws -> Int {
        switch kind {
        case .sqlite:
            return try await DatabaseQueue(path: path).write { database in
                try database.execute(sql: sql)
                return database.changesCount
            }
        case .postgreSQL:
            let connection = try await PostgresConnection.open(PostgresAddress(path))
            return try await connection.run([PostgresQuery(sql, isPrepared: false)])[0].affected
        }
    }

    /// Changes what the store holds, whatever the tables allow.
    func executeUnchecked(_ sql: String) async throws -> Int {
        switch kind {
        case .sqlite: return try await execute("PRAGMA ignore_check_constraints = 1; \(sql)")
        case .postgreSQL:
            try await execute(
                """
                DO $$ DECLARE r record; BEGIN
                    FOR r IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
                        WHERE contype = 'c' AND connamespace = current_schema()::regnamespace
                    LOOP EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', r.t, r.conname); END LOOP;
                END $$
                """)
            return try await execute(sql)
        }
    }
}
