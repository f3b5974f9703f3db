import Foundation
import GRDB

extension SQLiteStore {
    /// Opens a store for a person's labels, also while another process writes to it.
    ///
    /// A label is a row of its own that is only ever added. It needs no lease, so it needs no lock either: SQLite lets it
    /// in between two transactions of a run that goes on. Nothing else may be written through this store.
    ///
    /// - Throws: ``StoreError``: missing, damaged, of another version than this program, or not writable.
    package static func openForLabels(_ path: String) throws(StoreError) -> SQLiteStore {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.noStore(path: path) }
        do {
            let queue = try DatabaseQueue(path: path, configuration: configuration())
            guard try !queue.read(Schema.migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(path: path) }
            guard try queue.read(Schema.migrator.hasCompletedMigrations) else { throw StoreError.noStore(path: path) }
            try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return try SQLiteStore(database: queue, path: path, lock: nil, now: { 0 })
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
