import Foundation
import PostgreSQL

extension StorePlace {
    /// Looks whether a store that is not there yet could be made, and one that is there written to. Nothing is made or changed.
    ///
    /// - Throws: ``StoreError``.
    package func checkWriting() async throws {
        switch self {
        case .file(let path): try Self.checkFile(path)
        case .database(let url, _): try await PostgresStore.checkMaking(url)
        }
    }

    /// Looks at the file or, as long as there is none, at the nearest folder above it that is there.
    private static func checkFile(_ path: String) throws {
        var place = URL(fileURLWithPath: path)
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" { place.deleteLastPathComponent() }
        var isFolder: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
        guard isFolder.boolValue == (place.path != URL(fileURLWithPath: path).path) else {
            throw StoreError.notWritable(
                path: path, detail: "\(place.path) is a \(isFolder.boolValue ? "folder" : "file")")
        }
        guard FileManager.default.isWritableFile(atPath: place.path) else {
            throw StoreError.notWritable(path: path, detail: "\(place.path) may not be written")
        }
    }
}

extension PostgresStore {
    /// Looks whether the tables of a store could be made, when there are none.
    ///
    /// - Throws: ``StoreError``.
    fileprivate static func checkMaking(_ url: String) async throws {
        do {
            let connection = try await PostgresConnection.open(try PostgresAddress(url))
            guard try await connection.appliedMigrations().isEmpty else { return }
            let rights = try await connection.run([
                PostgresQuery("SELECT current_schema(), has_schema_privilege(current_schema(), 'CREATE')")
            ])
            guard let row = rights[0].rows.first, row.last != .bool(true) else { return }
            let place = row.first?.text.map { "in the schema \($0)" } ?? "anywhere"
            throw StoreError.notWritable(path: url, detail: "its user may make no tables \(place)")
        } catch {
            throw StoreError(error, path: url)
        }
    }
}
