import Foundation
import PostgreSQL

/// Where a store is: a file on this machine, or a database that machines share. Stores are opened here and nowhere else.
package enum StorePlace: Sendable, Equatable, CustomStringConvertible {
    /// A SQLite file.
    case file(String)
    /// A PostgreSQL database; `pages` is the file on this machine that has its pages and passages.
    case database(String, pages: String)

    /// The path or the URL, which has no password.
    package var description: String {
        switch self {
        case .file(let path): path
        case .database(let url, _): url
        }
    }

    /// The file of pages and passages, which stay on the machine.
    package var pages: String {
        switch self {
        case .file(let path), .database(_, let path): path
        }
    }

    /// Whether nothing was kept there yet, as far as that is known without a connection.
    package var isMissing: Bool {
        switch self {
        case .file(let path): !FileManager.default.fileExists(atPath: path)
        case .database: false
        }
    }

    /// Opens the store to write to, with the pages that prompts are made of, while what needs no store is prepared, and does the
    /// first work on it. Where either fails, a file that was made for it goes again, as long as nothing is kept there: settings that
    /// can't hold leave nothing behind, and their faults are told first.
    ///
    /// - Throws: ``StoreError``; what `work` throws.
    package func begin<Prepared: Sendable, Begun>(
        preparing prepare: @Sendable () async throws -> Prepared,
        _ work: (Prepared, any Store, any PageStore) async throws -> Begun
    ) async throws -> Begun {
        let wasMissing = isMissing
        let hadFolder = FileManager.default.fileExists(atPath: folder)
        async let preparing = prepare()
        let opened: (store: any Store, pages: any PageStore)
        do {
            opened = try await openWithPages()
        } catch {
            // A store that another process has open is not touched.
            _ = try await preparing
            throw error
        }
        let store = opened.store
        do {
            return try await work(preparing, store, opened.pages)
        } catch {
            if wasMissing, case .file(let path) = self, (try? await Self.isEmpty(store)) == true {
                for file in [path, "\(path)-wal", "\(path)-shm", "\(folder)/\(StoreLock.fileName)"] { unlink(file) }
                if !hadFolder { rmdir(folder) }
            }
            throw error
        }
    }

    private var folder: String { (pages as NSString).deletingLastPathComponent }

    /// Whether a store has neither runs nor data sets: another process may have come between.
    private static func isEmpty(_ store: any Store) async throws -> Bool {
        let (runs, sets) = (try await store.states(), try await store.dataSets())
        return runs.isEmpty && sets.isEmpty
    }

    /// What is wrong with a database's URL; nil when it can be used.
    package static func fault(in url: String) -> String? {
        do throws(PostgresError) {
            _ = try PostgresAddress(url)
            return nil
        } catch {
            return error.description
        }
    }

    /// What is wrong with the name of a folder that is written to: an empty one would be the root of the disk, and the
    /// runs of a URL would be looked for in vain. Nil when it can be used.
    package static func fault(inFolder name: String) -> String? {
        if name.allSatisfy(\.isWhitespace) {
            return "the name of a folder is empty; is a variable of the shell not set?"
        }
        return name.contains("://")
            ? "what is written goes to a folder of this machine; the URL of a database goes to --store" : nil
    }

    /// Opens the store to write to.
    ///
    /// - Parameter create: whether a missing store is made; otherwise it is an error
    /// - Throws: ``StoreError``.
    package func openForWriting(create: Bool = true) async throws -> any Store {
        switch self {
        case .file(let path): try SQLiteStore.openForWriting(path, create: create)
        case .database(let url, _): try await PostgresStore.openForWriting(url, create: create)
        }
    }

    /// Opens the store to read from, also while others write to it.
    ///
    /// - Throws: ``StoreError``.
    package func openForReading() async throws -> any Store {
        switch self {
        case .file(let path): try SQLiteStore.openForReading(path)
        case .database(let url, _): try await PostgresStore.openForReading(url)
        }
    }

    /// Opens the store for people's labels alone, also while others write to it.
    ///
    /// - Throws: ``StoreError``.
    package func openForLabels() async throws -> any Store {
        switch self {
        case .file(let path): try SQLiteStore.openForLabels(path)
        case .database(let url, _): try await PostgresStore.openForWriting(url, create: false)
        }
    }

    /// Opens the store to write to, with the pages that prompts are made of, which are only read.
    ///
    /// - Throws: ``StoreError``.
    package func openWithPages(create: Bool = true) async throws -> (store: any Store, pages: any PageStore) {
        switch self {
        case .file(let path):
            let store = try SQLiteStore.openForWriting(path, create: create)
            return (store, store)
        case .database(let url, let pages):
            let store = try await PostgresStore.openForWriting(url, create: create)
            let isThere = FileManager.default.fileExists(atPath: pages)
            return (store, try isThere ? SQLiteStore.openForReading(pages) : SQLiteStore.openEmpty())
        }
    }

    /// Opens the store of runs that another process plans, also before there is one.
    ///
    /// - Parameters:
    ///   - connections: most connections to it
    ///   - isAssistant: whether this process plans the run as well
    /// - Throws: ``StoreError``.
    package static func openForWork(
        _ url: String, connections: Int = PostgresStore.connections, isAssistant: Bool = false
    ) async throws -> any SharedStore {
        try await PostgresStore.openForWriting(url, connections: connections, role: isAssistant ? .assistant : .worker)
    }

    /// An opened store as one that other processes work in too; nil for a file, which one process has at a time.
    package static func shared(_ store: any Store) -> (any SharedStore)? { store as? PostgresStore }

    /// Opens the store for a night, which no other night may use meanwhile, with the pages that the night adds to.
    ///
    /// - Throws: ``StoreError``.
    package func openForNight() async throws -> (store: any Store, pages: any PageStore & LinkStore & RobotsStore) {
        switch self {
        case .file(let path):
            let store = try SQLiteStore.openForWriting(path)
            return (store, store)
        case .database(let url, let pages):
            let store = try await PostgresStore.openForWriting(url)
            try await store.lockNights()
            return (store, try SQLiteStore.openForWriting(pages))
        }
    }
}
