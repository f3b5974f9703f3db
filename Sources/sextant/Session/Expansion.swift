import Generation
import HTTPTransport
import Records
import Reporting
import RunStore
import SafetyGrid

/// Fills the cells of a grid with new prompts and keeps them as a data set.
struct Expansion {
    /// What came of it.
    struct Result {
        /// New prompts.
        var made = 0
        /// Cells that had enough already.
        var full = 0
        /// Cells for which the generator has no further new prompt.
        var exhausted = 0

        func text(of set: DataSetRecord, grid: Grid) -> String {
            var lines = [
                "grid       \(grid.id), \(grid.cellCount) cells: \(full) had enough, \(exhausted) exhausted",
                "made       \(made) prompts",
            ]
            if made > 0 { lines.append("stored     \(TerminalText.safe(set.name))") }
            return lines.joined(separator: "\n")
        }
    }

    private static let batchSize = 1_000

    let store: SQLiteStore
    let grid: Grid
    let generator: any PromptGenerator
    let set: DataSetRecord
    let isQuiet: Bool

    /// Fills every cell up to `perCell` prompts.
    ///
    /// - Throws: ``StoreError``, ``GenerationError`` or the model's error; what was made until then is in the store.
    func fill(perCell: Int) async throws -> Result {
        let depth = try await StoredDepth.of(grid, in: store)
        let memory = PromptMemory()
        try await memory.load { each in try await store.forEachPrompt(each) }
        var result = Result()
        var rows: [DataSetRow] = []
        var ordinal = 0
        var isBegun = false
        for start in stride(from: 0, to: grid.cellCount, by: Self.window(generator)) {
            let cells = (start..<min(start + Self.window(generator), grid.cellCount))
                .filter { depth[$0] < perCell }
            result.full += min(Self.window(generator), grid.cellCount - start) - cells.count
            for (cell, prompts) in try await write(cells, perCell: perCell, depth: depth, memory: memory) {
                if prompts.count < perCell - depth[cell] { result.exhausted += 1 }
                let labels = grid.names(of: grid.cell(cell)).reduce(into: [:]) { $0[$1.dimension] = $1.value }
                for prompt in prompts {
                    rows.append(
                        DataSetRow(
                            ordinal: ordinal, prompt: prompt.text, labels: labels, confidence: 1,
                            fields: prompt.origin))
                    ordinal += 1
                }
            }
            if rows.count >= Self.batchSize { try await keep(&rows, isBegun: &isBegun) }
        }
        try await keep(&rows, isBegun: &isBegun)
        result.made = ordinal
        return result
    }

    /// Each batch is durable and counts at once, so that an interrupted expansion goes on where it stopped.
    private func keep(_ rows: inout [DataSetRow], isBegun: inout Bool) async throws {
        guard !rows.isEmpty else { return }
        if !isBegun { try await store.begin(set) }
        isBegun = true
        try await store.append(rows, to: set.name)
        try await store.finish(dataSet: set.name)
        if !isQuiet { Console.line("\(rows.last.map { $0.ordinal + 1 } ?? 0) prompts made") }
        rows = []
    }

    private func write(
        _ cells: [Int], perCell: Int, depth: [Int], memory: PromptMemory
    ) async throws -> [(Int, [GeneratedPrompt])] {
        guard generator.concurrency > 1 else {
            var written: [(Int, [GeneratedPrompt])] = []
            for cell in cells {
                let request = PromptRequest(grid: grid, cell: grid.cell(cell), count: perCell - depth[cell])
                written.append((cell, try await generator.prompts(for: request, novelty: memory)))
            }
            return written
        }
        return try await withThrowingTaskGroup(of: (Int, [GeneratedPrompt]).self) { group in
            for cell in cells {
                let request = PromptRequest(grid: grid, cell: grid.cell(cell), count: perCell - depth[cell])
                group.addTask { (cell, try await generator.prompts(for: request, novelty: memory)) }
            }
            var written: [(Int, [GeneratedPrompt])] = []
            for try await one in group { written.append(one) }
            return written.sorted { $0.0 < $1.0 }
        }
    }

    private static func window(_ generator: any PromptGenerator) -> Int {
        max(generator.concurrency, 1)
    }
}

/// How many prompts the cells of a grid have already.
enum StoredDepth {
    /// Prompts of each cell, by its id: those of runs on grids of the same dimensions, and those of data sets that are
    /// placed in all of them.
    static func of(_ grid: Grid, in store: SQLiteStore) async throws -> [Int] {
        let depth = Locked([Int](repeating: 0, count: grid.cellCount))
        for set in try await store.dataSets() {
            try await store.forEachRow(of: set.name) { row in
                guard let cell = grid.cell(named: row.labels) else { return }
                depth.withLock { $0[cell.id] += 1 }
            }
        }
        for run in try await store.runs() where run.grid.dimensions.map(\.id) == grid.dimensions.map(\.id) {
            try await store.forEachTest(in: run.id) { record in
                guard record.testCase != nil else { return }
                let names = run.grid.names(of: run.grid.cell(record.plan.cell))
                guard let cell = grid.cell(named: names.reduce(into: [:]) { $0[$1.dimension] = $1.value }) else {
                    return
                }
                depth.withLock { $0[cell.id] += 1 }
            }
        }
        return depth.withLock { $0 }
    }
}

extension SeedLibrary {
    /// Ids of the hazards that may only be asked protective questions.
    var protectiveHazards: Set<String> {
        Set(taxonomies.flatMap(\.values).filter(\.isProtective).map(\.id))
    }
}
