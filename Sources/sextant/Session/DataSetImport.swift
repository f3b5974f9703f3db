import ChatModels
import Foundation
import Generation
import HTTPTransport
import Records
import RunStore
import SafetyGrid

/// Reads a data set into the store, a batch at a time.
struct DataSetImport {
    /// What came of it.
    struct Result {
        var rows = 0
        var placed = 0
        var labelled = 0
        var byModel = 0
        /// The same file was taken in before, with the same columns.
        var isKnown = false
    }

    static let batchSize = 500
    private static let modelCalls = 8

    let set: DataSetRecord
    let placement: ModelPlacement?
    let replace: Bool

    /// Reads all of it.
    ///
    /// - Parameters:
    ///   - reader: the file
    ///   - store: where it goes; nil stores nothing
    /// - Throws: ``DataSetError``, ``StoreError`` or ``ChatError``.
    func read(_ reader: DataSetReader, into store: SQLiteStore?) async throws -> Result {
        var result = Result()
        if let store, let known = try await store.dataSets().first(where: { $0.name == set.name }) {
            if !replace, isSame(known) {
                result.isKnown = true
                result.rows = known.rows
                return result
            }
            if replace { try await store.remove(dataSet: set.name) }
        }
        try await store?.begin(set)
        var isDone = false
        while !isDone {
            var batch: [DataSetRow] = []
            while batch.count < Self.batchSize {
                guard let row = try reader.next() else {
                    isDone = true
                    break
                }
                batch.append(row)
            }
            if let placement { result.byModel += try await place(&batch, with: placement) }
            for row in batch {
                if row.labels["hazard"] != nil { result.placed += 1 }
                if (row.confidence ?? 0) >= 0.9, row.category != nil { result.labelled += 1 }
            }
            result.rows += batch.count
            try await store?.append(batch, to: set.name)
        }
        try await store?.finish(dataSet: set.name)
        return result
    }

    private func isSame(_ known: DataSetRecord) -> Bool {
        known.digest == set.digest && known.role == set.role && known.promptField == set.promptField
            && known.categoryField == set.categoryField && known.grid == set.grid
    }

    /// Has the model place what no label places; returns how many it did.
    private func place(_ batch: inout [DataSetRow], with placement: ModelPlacement) async throws -> Int {
        var rows = batch
        let open = rows.indices.filter { (rows[$0].confidence ?? 0) < 0.9 }
        var count = 0
        try await withThrowingTaskGroup(of: (Int, (value: String, confidence: Double)?).self) { group in
            func take(_ answer: (Int, (value: String, confidence: Double)?)?) {
                guard let answer, let place = answer.1 else { return }
                rows[answer.0].labels["hazard"] = place.value
                rows[answer.0].confidence = place.confidence
                count += 1
            }
            for (position, index) in open.enumerated() {
                if position >= Self.modelCalls { take(try await group.next()) }
                let row = rows[index]
                group.addTask { (index, try await placement.place(row)) }
            }
            for try await answer in group { take(answer) }
        }
        batch = rows
        return count
    }

    /// A placement by the model of a name.
    ///
    /// - Throws: ``ChatError`` for a model that can't be made, ``UsageError`` for a grid without hazards.
    static func classifier(
        _ name: String, baseURL: String?, grid: Grid, seeds: String
    ) throws -> ModelPlacement {
        guard let hazards = grid.dimensions.first(where: { $0.id == "hazard" }) else {
            throw UsageError("--classifier places hazards, and the grid has none")
        }
        let client = ResilientClient(try CurlClient(CurlSettings()), limits: HostLimits(), seed: 1)
        let context = ModelContext(
            environment: ProcessInfo.processInfo.environment, http: client, seeds: seeds, applications: [:],
            transfer: .default)
        return ModelPlacement(
            model: try ModelRegistry.model(name, baseURL: baseURL, context: context), hazards: hazards)
    }

    /// The file's name without folders and endings.
    static func defaultName(_ path: String) -> String {
        var name = fileName(path)
        for ending in [".gz", ".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".txt"]
        where name.lowercased().hasSuffix(ending) {
            name = String(name.dropLast(ending.count))
        }
        return name.isEmpty ? "data" : name
    }

    static func fileName(_ path: String) -> String {
        path.split(separator: "/").last.map(String.init) ?? path
    }

    static var now: Double { Date().timeIntervalSince1970 }
}
