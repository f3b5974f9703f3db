import DataSets
import Foundation
import Images
import Records
import Storage

/// Reads a data set into the store, a batch at a time.
package struct DataSetImport {
    /// The outcome of an import.
    package struct Result {
        /// Prompts of the file.
        package var rows = 0
        /// Those of them that have a hazard.
        package var placed = 0
        /// Those of them whose category says their hazard.
        package var labelled = 0
        /// Rows whose image can't be used: they are left out.
        package var leftOut = 0
        /// Why the first of them were left out.
        package var faults: [String] = []
        /// Counts of the model's calls, when a model places prompts.
        package var model = ModelClassification.Counts()
        /// The same file was taken in before, with the same columns.
        package var isKnown = false
    }

    private static let batchSize = 500
    private static let mostFaults = 10

    private let set: DataSetRecord
    private let classification: ModelClassification?
    private let replace: Bool
    private let images: ImageInputs?

    /// An import.
    ///
    /// - Parameters:
    ///   - classification: a model that places prompts without a known category; nil for none
    ///   - replace: whether a set of the same name goes
    ///   - images: takes the images of the rows; nil for rows without any
    package init(
        set: DataSetRecord, classification: ModelClassification?, replace: Bool, images: ImageInputs? = nil
    ) {
        self.images = images
        self.set = set
        self.classification = classification
        self.replace = replace
    }

    /// Reads all of it. A set that is replaced goes in the moment in which the new one is complete, so that a faulty file
    /// costs nothing.
    ///
    /// - Parameters:
    ///   - reader: the file
    ///   - store: where it goes; nil stores nothing
    /// - Throws: ``DataSetError``, ``StoreError``, ``ChatError`` or ``UsageError``.
    package func read(_ reader: DataSetReader, into store: (any Store)?) async throws -> Result {
        var result = Result()
        var incoming = set
        let known = try await store?.dataSets().first { $0.name == set.name }
        if let known, let store {
            if !replace, isSame(known), try await hasImages(known, in: store) == (images != nil) {
                result.isKnown = true
                result.rows = known.rows
                return result
            }
            if replace { incoming.name += " (incoming)" }
        }
        do {
            try await take(reader, as: incoming, into: store, &result)
            if result.rows == 0, let fault = result.faults.first {
                throw UsageError("no row has an image that can be used; \(fault)")
            }
            if replace, let known, result.rows == 0 {
                throw UsageError("the file has no prompt; '\(known.name)' stays as it is, with \(known.rows)")
            }
            try await store?.finish(dataSet: incoming.name, replacing: incoming.name == set.name ? nil : set.name)
        } catch {
            // What is wrong with the file is told, and not what else may be wrong.
            try? await sweepImages(store)
            throw error
        }
        // What was replaced may have had images of its own, and so may a set whose import was killed.
        try await sweepImages(store)
        return result
    }

    private func sweepImages(_ store: (any Store)?) async throws {
        if let store, let shelf = images?.shelf { try await InputSweep(store, shelf: shelf).execute() }
    }

    private func take(
        _ reader: DataSetReader, as incoming: DataSetRecord, into store: (any Store)?, _ result: inout Result
    ) async throws {
        try await store?.begin(incoming)
        var isDone = false
        while !isDone {
            var batch: [DataSetRow] = []
            while batch.count < Self.batchSize {
                guard let row = try reader.next() else {
                    isDone = true
                    break
                }
                do {
                    batch.append(try await images?.taking(row) ?? row)
                } catch let fault as ImageInputs.RowFault {
                    result.leftOut += 1
                    if result.leftOut <= Self.mostFaults {
                        result.faults.append("row \(row.ordinal + reader.empty + 1): \(fault)")
                    }
                }
            }
            if let classification { try await classification.place(&batch, counting: &result.model) }
            for row in batch {
                if row.labels["hazard"] != nil { result.placed += 1 }
                if (row.confidence ?? 0) >= 0.9, row.category != nil { result.labelled += 1 }
            }
            result.rows += batch.count
            try await store?.append(batch, to: incoming.name)
        }
    }

    private func isSame(_ known: DataSetRecord) -> Bool {
        known.digest == set.digest && known.role == set.role && known.promptField == set.promptField
            && known.categoryField == set.categoryField && known.grid == set.grid
    }

    private func hasImages(_ known: DataSetRecord, in store: any Store) async throws -> Bool {
        for try await page in store.rows(of: known.name) {
            return page.contains { ImageReference(origin: $0.fields) != nil }
        }
        return false
    }

    /// The file's name without folders and endings.
    static func defaultName(_ path: String) -> String {
        var name = fileName(path)
        for ending in [".gz", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt", ".yaml", ".yml", ".md"]
        where name.lowercased().hasSuffix(ending) {
            name = String(name.dropLast(ending.count))
        }
        return name.isEmpty ? "data" : name
    }

    /// A path without its folders.
    static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    /// Seconds since 1970.
    package static var now: Double { Date().timeIntervalSince1970 }
}
