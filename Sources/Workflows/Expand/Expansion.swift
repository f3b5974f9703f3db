import Foundations
import Generation
import Pipeline
import Records
import SafetyGrid
import Storage

/// Fills the cells of a grid with new prompts and keeps them as a data set.
package struct Expansion {
    /// The outcome of an expansion.
    package struct Result: Sendable {
        /// New prompts.
        package var made = 0
        /// Those of them that the templates wrote in a model's place.
        package var fallbacks = 0
        /// What the model wrote and was no prompt for its cell.
        package var refused = RefusedPrompts()
        /// Cells that had enough already.
        package var full = 0
        /// Cells for which the generator has no further new prompt.
        package var exhausted = 0
        /// Cells that lack prompts because a call failed.
        package var failed = 0
        /// Why the first call failed.
        package var reason: String?
        /// Whether a cap on the calls ended it.
        package var isCapped = false
        /// The fault that ended it early; everything made until then is kept.
        package var fault: (any Error)?
    }

    private static let batchSize = 1_000
    private static let exemplars = 9

    private let store: any Store
    private let grid: Grid
    private let generator: any PromptGenerator
    private let set: DataSetRecord
    private let novelty: Double?
    private let spending: Spending
    private let notice: NoticeSink

    /// An expansion.
    ///
    /// - Parameters:
    ///   - set: the data set that gets the prompts
    ///   - novelty: similarity from which on a prompt repeats another; nil for the default
    ///   - notice: hears how many prompts there are
    package init(
        store: any Store, grid: Grid, generator: any PromptGenerator, set: DataSetRecord, novelty: Double?,
        spending: Spending, notice: @escaping NoticeSink
    ) {
        self.store = store
        self.grid = grid
        self.generator = generator
        self.set = set
        self.novelty = novelty
        self.spending = spending
        self.notice = notice
    }

    /// Fills every cell up to `perCell` prompts. When a fault ends it early, the prompts until then are kept, and the
    /// result has the fault.
    ///
    /// - Throws: ``StoreError``.
    package func fill(perCell: Int) async throws -> Result {
        let stored = try await StoredPrompts.of(grid, in: store, findings: generator.usesExemplars)
        let memory = PromptMemory(threshold: novelty ?? PromptMemory.defaultThreshold)
        try await memory.load(from: store)
        var result = Result()
        var rows: [DataSetRow] = []
        var isBegun = false
        // The prompts of a model were paid for: they are kept after every window.
        let size = generator.concurrency > 1 || generator.usesExemplars ? 1 : Self.batchSize
        let window = max(generator.concurrency, 1)
        for start in stride(from: 0, to: grid.cellCount, by: window) {
            let cells = (start..<min(start + window, grid.cellCount)).filter { stored.depth[$0] < perCell }
            result.full += min(window, grid.cellCount - start) - cells.count
            let written: [(Int, PromptBatch)]
            do {
                written = try await write(cells, perCell: perCell, stored: stored, memory: memory)
            } catch {
                result.fault = error
                break
            }
            for (cell, batch) in written {
                count(batch, of: perCell - stored.depth[cell], in: &result)
                let labels = grid.labels(of: cell)
                for prompt in batch.prompts {
                    rows.append(
                        DataSetRow(
                            ordinal: result.made, prompt: prompt.text, labels: labels, confidence: 1,
                            fields: prompt.origin))
                    result.made += 1
                }
            }
            if rows.count >= size { try await keep(&rows, isBegun: &isBegun) }
            result.isCapped = await spending.exhausted != nil
            if result.isCapped { break }
        }
        try await keep(&rows, isBegun: &isBegun)
        return result
    }

    private func count(_ batch: PromptBatch, of wanted: Int, in result: inout Result) {
        result.fallbacks += batch.prompts.count { $0.origin["fallback"] != nil }
        for prompt in batch.prompts { result.refused.add(RefusedPrompts(origin: prompt.origin)) }
        result.refused.add(batch.refused)
        guard batch.prompts.count < wanted else { return }
        if let shortfall = batch.shortfall, !shortfall.isExhaustion {
            result.failed += 1
            result.reason = result.reason ?? shortfall.reason
        } else {
            result.exhausted += 1
        }
    }

    /// Each batch is durable and counts at once, so that an interrupted expansion goes on where it stopped.
    private func keep(_ rows: inout [DataSetRow], isBegun: inout Bool) async throws {
        guard !rows.isEmpty else { return }
        if !isBegun { try await store.begin(set) }
        isBegun = true
        try await store.append(rows, to: set.name)
        try await store.finish(dataSet: set.name)
        notice(.progress("\(rows.last.map { $0.ordinal + 1 } ?? 0) prompts made"))
        rows = []
    }

    private func write(
        _ cells: [Int], perCell: Int, stored: StoredPrompts, memory: PromptMemory
    ) async throws -> [(Int, PromptBatch)] {
        func request(_ cell: Int) -> PromptRequest {
            PromptRequest(
                grid: grid, cell: grid.cell(cell), count: perCell - stored.depth[cell],
                exemplars: stored.findings?.exemplars(for: cell, limit: Self.exemplars) ?? [])
        }
        let generator = generator
        let batches = try await cells.map(request).concurrentMap(limit: generator.concurrency) {
            try await generator.batch(for: $0, novelty: memory)
        }
        return Array(zip(cells, batches))
    }
}

/// The prompts that the store has for the cells of a grid already.
struct StoredPrompts {
    /// Prompts of each cell, by its id: those of runs on grids of the same dimensions, and those of data sets that are
    /// placed in all of them.
    private(set) var depth: [Int]
    /// The best findings of those runs; nil when nobody asks for them.
    private(set) var findings: ExemplarArchive?

    private init(_ grid: Grid, findings: Bool) {
        depth = [Int](repeating: 0, count: grid.cellCount)
        self.findings = findings ? ExemplarArchive(grid: grid) : nil
    }

    /// Reads the store once.
    ///
    /// - Throws: ``StoreError``.
    static func of(_ grid: Grid, in store: any Store, findings: Bool) async throws -> StoredPrompts {
        var stored = StoredPrompts(grid, findings: findings)
        for set in try await store.dataSets() {
            for try await page in store.rows(of: set.name) {
                for row in page {
                    if let cell = grid.cell(named: row.labels) { stored.depth[cell.id] += 1 }
                }
            }
        }
        for run in try await store.runs() where run.grid.dimensions.map(\.id) == grid.dimensions.map(\.id) {
            let cells = CellTranslation(from: run.grid, to: grid)
            for try await page in store.tests(in: run.id) {
                for record in page where record.testCase != nil {
                    guard let cell = cells[record.plan.cell] else { continue }
                    stored.add(record, run: run.id, cell: cell)
                }
            }
        }
        return stored
    }

    private mutating func add(_ record: TestRecord, run: String, cell: Int) {
        depth[cell] += 1
        guard let verdict = record.verdict, verdict.label == .unsafe, let prompt = record.testCase?.prompt else {
            return
        }
        findings?.insert(
            Exemplar(
                run: run, ordinal: record.plan.ordinal, cell: cell, prompt: prompt, effectiveness: verdict.confidence))
    }
}

extension SeedLibrary {
    /// Ids of the hazards that may only be asked protective questions.
    package var protectiveHazards: Set<String> {
        Set(taxonomies.flatMap(\.values).filter(\.isProtective).map(\.id))
    }
}
