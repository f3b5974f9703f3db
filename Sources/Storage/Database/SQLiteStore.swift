import Foundation
import GRDB
import Records
import SafetyGrid

/// The store in one SQLite file, through GRDB.
///
/// ```swift
/// let store = try SQLiteStore.openForWriting("Output/sextant.sqlite")
/// try await store.create(run)
/// ```
///
/// A writer holds an exclusive lock on the file `sextant.lock` beside the store for as long as it lives. Readers need no
/// lock and see every committed step while a writer is at work.
package struct SQLiteStore: Sendable {
    let database: any DatabaseWriter
    let path: String
    let owner: String
    let now: @Sendable () -> Double
    private let lock: StoreLock?
    let commits: GroupCommit<StoreEntry>

    /// Whether it was opened to write to.
    var isWritable: Bool { lock != nil }

    /// How long a lease lasts without renewal, in seconds.
    package static let leaseSeconds = 60.0

    /// Opens a store to write to, making file and folder when they are missing.
    ///
    /// - Parameters:
    ///   - path: the file
    ///   - create: whether a missing store is made; otherwise it is an error
    ///   - now: seconds since 1970, for leases
    /// - Throws: ``StoreError``: busy, damaged, newer than this program, or not writable.
    package static func openForWriting(
        _ path: String, create: Bool = true, now: @escaping @Sendable () -> Double = { Date().timeIntervalSince1970 }
    ) throws(StoreError) -> SQLiteStore {
        let folder = (path as NSString).deletingLastPathComponent
        if create {
            do {
                try FileManager.default.createDirectory(
                    atPath: folder.isEmpty ? "." : folder, withIntermediateDirectories: true)
            } catch {
                throw StoreError.notWritable(path: path, detail: "the folder can't be made")
            }
        } else if !FileManager.default.fileExists(atPath: path) {
            throw StoreError.noStore(path: path)
        }
        let lock = try StoreLock(path: (folder as NSString).appendingPathComponent(StoreLock.fileName), store: path)
        do {
            let pool = try DatabasePool(path: path, configuration: configuration())
            guard try !pool.read(Schema.migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(path: path) }
            try Schema.prepare(pool)
            // The pool chooses NORMAL for WAL, but paid responses have to survive a power cut too.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            try pool.write(releaseLeases)
            return try SQLiteStore(database: pool, path: path, lock: lock, now: now)
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// Opens a store to read from, also while another process writes to it.
    ///
    /// A store of an older program is brought up to date.
    ///
    /// - Throws: ``StoreError``: missing, damaged, newer than this program; or older while another process writes to it, or
    ///   where it can't be written.
    package static func openForReading(_ path: String) throws(StoreError) -> SQLiteStore {
        guard FileManager.default.fileExists(atPath: path) else { throw StoreError.noStore(path: path) }
        do {
            var configuration = configuration()
            configuration.readonly = true
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            guard try !queue.read(Schema.migrator.hasBeenSuperseded) else { throw StoreError.newerSchema(path: path) }
            if try !queue.read(Schema.migrator.hasCompletedMigrations) {
                guard try !queue.read(Schema.migrator.appliedMigrations).isEmpty else {
                    throw StoreError.noStore(path: path)
                }
                // Written by an older program: brought up to date first, and closed again.
                _ = try openForWriting(path, create: false)
            }
            return try SQLiteStore(database: queue, path: path, lock: nil, now: { 0 })
        } catch {
            throw StoreError(error, path: path)
        }
    }

    /// An empty store in memory.
    ///
    /// - Throws: ``StoreError``.
    static func openEmpty() throws(StoreError) -> SQLiteStore {
        do {
            let queue = try DatabaseQueue(configuration: configuration())
            try Schema.prepare(queue)
            return try SQLiteStore(database: queue, path: "in memory", lock: nil, now: { 0 })
        } catch {
            throw StoreError(error, path: "in memory")
        }
    }

    /// Frees the tests of processes that have ended: nobody else on this machine can hold one while the lock is ours.
    private static func releaseLeases(_ database: Database) throws {
        try database.execute(
            sql: """
                UPDATE planned_test SET lease_owner = NULL, lease_expires = NULL
                WHERE run IN (SELECT number FROM run WHERE state = 'unfinished') AND lease_owner IS NOT NULL
                """)
    }

    init(
        database: any DatabaseWriter, path: String, lock: StoreLock?, now: @escaping @Sendable () -> Double
    ) throws {
        self.database = database
        self.path = path
        self.lock = lock
        self.now = now
        let owner = "\(ProcessInfo.processInfo.processIdentifier):\(UInt64.random(in: .min ... .max))"
        self.owner = owner
        commits = GroupCommit { entries in
            try await database.writeUncancelled(path: path) { database in
                var writer = StepWriter(database: database, owner: owner)
                for entry in entries { try writer.write(entry) }
            }
        }
    }

    static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(10)
        configuration.foreignKeysEnabled = true
        configuration.maximumReaderCount = 2
        configuration.prepareDatabase { database in
            try PassageScore.register(in: database)
        }
        return configuration
    }

    package func record(_ steps: [Step], in run: String) async throws {
        try await commits.commit(.steps(steps, run: run))
    }
}

extension DatabaseWriter {
    /// Runs `body` in a transaction that a cancelled task does not undo: it may hold steps of other tasks.
    ///
    /// - Throws: ``StoreError``.
    func writeUncancelled<Value: Sendable>(
        path: String, _ body: @escaping @Sendable (Database) throws -> Value
    ) async throws -> Value {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                asyncWrite(body) { _, result in continuation.resume(with: result) }
            }
        } catch {
            throw StoreError(error, path: path)
        }
    }
}
