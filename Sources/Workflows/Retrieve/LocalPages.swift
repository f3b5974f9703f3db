import Foundation
import PageExtraction
import Records
import Retrieval
import Storage

/// Pages in files of this machine.
package struct LocalPages {
    private let store: any PageStore
    private let hazards: [String]

    /// Files that are bound to these hazards.
    package init(store: any PageStore, hazards: [String]) {
        self.store = store
        self.hazards = hazards
    }

    private static let endings = [".html", ".htm", ".xhtml", ".html.gz", ".htm.gz"]
    private static let maximumBytes = 20 << 20
    /// Pages that are stored in one transaction.
    private static let batch = 128

    /// Reads and stores the pages at the given paths; a folder stands for the pages below it.
    ///
    /// - Returns: the number of pages stored
    /// - Throws: ``UsageError`` for a path that does not exist, ``StoreError``.
    package func keep(_ paths: [String], faults: inout [(source: String, reason: String)]) async throws -> Int {
        let indexer = PageIndexer(store: store)
        var pending: [RetrievedPage] = []
        var kept = 0
        for file in try paths.flatMap(Self.files) {
            do {
                pending.append(try page(file))
            } catch {
                faults.append((file, "\(error)"))
            }
            if pending.count == Self.batch {
                kept += try await indexer.add(pending).count
                pending = []
            }
        }
        return kept + (pending.isEmpty ? 0 : try await indexer.add(pending).count)
    }

    private static func files(_ path: String) throws -> [String] {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw UsageError("--html \(path): no such file or folder")
        }
        guard isFolder.boolValue else { return [path] }
        let names = FileManager.default.enumerator(atPath: path)?.compactMap { $0 as? String } ?? []
        return names.filter { name in endings.contains { name.lowercased().hasSuffix($0) } }.sorted()
            .map { "\(path)/\($0)" }
    }

    private func page(_ file: String) throws -> RetrievedPage {
        let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? Int) ?? 0
        guard size <= Self.maximumBytes else { throw ExtractionError.tooLarge(bytes: size, limit: Self.maximumBytes) }
        let bytes = try PageSource.file(file)
        let read = try PageExtractor().extract(bytes)
        let address = read.url ?? URL(fileURLWithPath: file).absoluteString
        return RetrievedPage(
            read, url: address, hazards: hazards, validators: PageValidators(), fetched: Date().timeIntervalSince1970)
    }
}
