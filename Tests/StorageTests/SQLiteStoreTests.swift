import Foundation
import GRDB
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Storage

@Suite("SQLite stores of earlier versions")
struct SQLiteStoreTests {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private var path: String { folder("sextant.sqlite") }

    @Test("responses of an earlier version are kept, and have no thoughts")
    func responsesWithoutThoughts() async throws {
        do {
            let store = try SQLiteStore.openForWriting(path)
            try await store.create(.sample(grid: Grid.sample(2, 3), budget: 1))
            try await store.plan([.sample(0)], in: "r1")
            let test = TestCase(plan: .sample(0), prompt: "Prompt", origin: [:])
            try await store.record([.generated(test, milliseconds: 1)], in: "r1")
            try await store.record([.executed(ordinal: 0, Response(text: "Text"), milliseconds: 2)], in: "r1")
            try await store.database.writeUncancelled(path: path) { database in
                try database.execute(
                    sql: """
                        ALTER TABLE response DROP COLUMN reasoning;
                        DELETE FROM grdb_migrations WHERE identifier = 'thoughts of responses';
                        """)
            }
        }
        let migrated = try SQLiteStore.openForWriting(path)
        #expect(try await migrated.test(0, in: "r1").response == Response(text: "Text"))
    }

    @Test("tests of an earlier version have no chosen parts")
    func parts() async throws {
        do {
            let store = try SQLiteStore.openForWriting(path)
            try await store.create(.sample(grid: Grid.sample(2, 3), budget: 1))
            try await store.plan([.sample(0)], in: "r1")
            try await store.database.writeUncancelled(path: path) { database in
                try database.execute(
                    sql: """
                        ALTER TABLE planned_test DROP COLUMN parts;
                        DELETE FROM grdb_migrations WHERE identifier = 'parts of prompts';
                        """)
            }
        }
        let migrated = try SQLiteStore.openForWriting(path)
        #expect(try await migrated.test(0, in: "r1").plan == .sample(0))
    }

    @Test("a new store has the tables that all migrations leave")
    func newStore() throws {
        func tables(_ prepare: (any DatabaseWriter) throws -> Void) throws -> [String] {
            let queue = try DatabaseQueue(configuration: SQLiteStore.configuration())
            try prepare(queue)
            return try queue.read { database in
                let made = try String.fetchAll(
                    database, sql: "SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema")
                let settings = try String.fetchAll(database, sql: "SELECT k || ' ' || v FROM passage_index_config")
                let migrations = try String.fetchAll(database, sql: "SELECT identifier FROM grdb_migrations")
                // Columns that a migration added stand on the line of the one before.
                return (made + settings + migrations).map { $0.filter { !$0.isWhitespace } }.sorted()
            }
        }
        #expect(try tables { try $0.write(Schema.make) } == tables { try Schema.migrator.migrate($0) })
    }

    @Test("a store of an older program is brought up to date by who reads it")
    func older() async throws {
        do {
            let pool = try DatabasePool(path: path, configuration: SQLiteStore.configuration())
            try Schema.migrator.migrate(pool, upTo: "robots files")
            try await pool.write { try $0.execute(sql: "PRAGMA user_version = 7") }
        }
        let store = try SQLiteStore.openForReading(path)
        #expect(try await store.runs().isEmpty)
        #expect(try await store.counts().isEmpty)
        let other = folder("other/sextant.sqlite")
        try FileManager.default.createDirectory(atPath: folder("other"), withIntermediateDirectories: true)
        _ = try DatabaseQueue(path: other)
        #expect(throws: StoreError.self) { try SQLiteStore.openForReading(other) }
    }
}
