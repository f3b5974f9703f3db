import Foundations
import Records
import RunStore
import SafetyGrid

/// Writes the prompts of a run or a data set in another tool's format, streaming from the store.
package struct PromptExporter: Sendable {
    private let store: SQLiteStore
    private let format: String
    private let path: String

    /// A table for people; the other formats are made of prompts.
    private var hidesPrompts: Bool { format == "csv" }

    /// An exporter.
    ///
    /// - Parameters:
    ///   - store: where the prompts are
    ///   - format: one of ``ExportRegistry/names``
    ///   - path: the file, or the folder of `hf`
    package init(store: SQLiteStore, format: String, path: String) {
        self.store = store
        self.format = format
        self.path = path
    }

    /// Writes the tests of a run that have a prompt.
    ///
    /// - Parameters:
    ///   - run: the run
    ///   - redacted: whether responses are left out
    /// - Returns: number of prompts written
    /// - Throws: ``ReportError``; the store's errors.
    package func export(run: RunRecord, redacted: Bool) async throws -> Int {
        let description = ExportDescription(
            name: "sextant-\(run.id)",
            summary: "Test prompts of one Sextant run against \(run.settings.target), with responses and verdicts.",
            dimensions: run.grid.dimensions.map(\.id.rawValue), isSimulated: run.simulated)
        let refusals = format == "dpo" ? try await refusals(of: run) : [:]
        let pass = Locked(Pass(export: try ExportRegistry.export(format, description, path: path)))
        try await store.forEachTest(in: run.id) { record in
            guard var row = ExportRow(record, grid: run.grid, redacted: redacted, hidesPrompt: redacted && hidesPrompts)
            else { return }
            row.refusal = refusals[StableHash.of(row.prompt)]
            try pass.withLock { try $0.add(row) }
        }
        return try finish(pass, description)
    }

    /// Writes a data set.
    ///
    /// - Parameters:
    ///   - set: the set
    ///   - protective: ids of the hazards that are protective
    /// - Returns: number of prompts written
    /// - Throws: ``ReportError``; the store's errors.
    package func export(dataSet set: DataSetRecord, protective: Set<String>) async throws -> Int {
        let dimensions = Locked<Set<String>>([])
        try await store.forEachRow(of: set.name) { row in
            dimensions.withLock { $0.formUnion(row.labels.keys) }
        }
        let found = dimensions.withLock { $0 }
        let standard = SeedLibrary.standardDimensions.map(\.rawValue)
        let description = ExportDescription(
            name: set.name, summary: "Test prompts for safety evaluation: \(set.origin).",
            dimensions: standard + found.subtracting(standard).sorted(), isSimulated: false)
        let pass = Locked(Pass(export: try ExportRegistry.export(format, description, path: path)))
        try await store.forEachRow(of: set.name) { row in
            try pass.withLock { try $0.add(ExportRow(row, protective: protective)) }
        }
        return try finish(pass, description)
    }

    private func finish(_ pass: Locked<Pass>, _ description: ExportDescription) throws -> Int {
        if ExportRegistry.withoutNotice.contains(format) {
            try ContentNotice.write(beside: path, isSimulated: description.isSimulated)
        }
        return try pass.withLock { try $0.finish() }
    }

    /// Refusals, anywhere in the store, of the prompts that were findings in `run`, by hash of the prompt.
    private func refusals(of run: RunRecord) async throws -> [UInt64: String] {
        let wanted = Locked<Set<UInt64>>([])
        try await store.forEachTest(in: run.id) { record in
            guard record.verdict?.label == .unsafe, let prompt = record.testCase?.prompt else { return }
            wanted.withLock { _ = $0.insert(StableHash.of(prompt)) }
        }
        let findings = wanted.withLock { $0 }
        let refusals = Locked<[UInt64: String]>([:])
        for other in try await store.runs() where !findings.isEmpty {
            try await store.forEachTest(in: other.id) { record in
                guard record.verdict?.behaviour == .refusal, record.verdict?.label == .safe,
                    let prompt = record.testCase?.prompt, let response = record.response?.text, !response.isEmpty
                else { return }
                let hash = StableHash.of(prompt)
                guard findings.contains(hash) else { return }
                refusals.withLock { known in if known[hash] == nil { known[hash] = response } }
            }
        }
        return refusals.withLock { $0 }
    }

    private struct Pass: Sendable {
        var export: any PromptExport
        var count = 0

        mutating func add(_ row: ExportRow) throws(ReportError) {
            if try export.add(row) { count += 1 }
        }

        mutating func finish() throws(ReportError) -> Int {
            try export.finish()
            return count
        }
    }
}
