import Generation
import Records
import SafetyGrid

/// A test on its way to the target.
struct PendingTest: Sendable {
    /// What is known of it.
    var record: TestRecord
    /// Whether its prompt was written just now and is not yet in the store.
    var isNew = false
    /// Why there is no prompt, when the generator had none.
    var failure: TestFailure?
}

/// Has prompts written for planned tests, cell by cell.
struct PromptWriter {
    let run: RunRecord
    let generator: any PromptGenerator
    let memory: PromptMemory
    private let clock = ContinuousClock()

    init(run: RunRecord, generator: any PromptGenerator, memory: PromptMemory) {
        self.run = run
        self.generator = generator
        self.memory = memory
    }

    /// Gives every unfinished record of a round a prompt and passes it on: those that have one at once, the others as they
    /// are written.
    ///
    /// - Parameters:
    ///   - records: all records of the round, so that the cells have the same order in a resumed run
    ///   - body: takes the tests that have a prompt, or the reason why they have none
    func complete(_ records: [TestRecord], _ body: ([PendingTest]) async -> Void) async throws {
        await body(records.filter { $0.isUnfinished && $0.testCase != nil }.map { PendingTest(record: $0) })
        try await withThrowingTaskGroup(of: [PendingTest].self) { group in
            for (index, cell) in Self.cellsWithoutPrompts(records).enumerated() {
                if index >= generator.concurrency, let written = try await group.next() { await body(written) }
                group.addTask { try await write(cell.cell, cell.records) }
            }
            for try await written in group { await body(written) }
        }
    }

    /// The records that need prompts by cell, in the order in which the plan first names each cell. The order counts: a
    /// prompt keeps near-duplicates out of the cells after it, so a resumed run has to visit them as an unbroken one does.
    private static func cellsWithoutPrompts(_ records: [TestRecord]) -> [(cell: Int, records: [TestRecord])] {
        var cells: [(cell: Int, records: [TestRecord])] = []
        var positions: [Int: Int] = [:]
        for record in records {
            let position = positions[record.plan.cell, default: cells.count]
            if position == cells.count {
                positions[record.plan.cell] = position
                cells.append((record.plan.cell, []))
            }
            if record.isUnfinished, record.testCase == nil { cells[position].records.append(record) }
        }
        return cells.filter { !$0.records.isEmpty }
    }

    private func write(_ cell: Int, _ records: [TestRecord]) async throws -> [PendingTest] {
        let start = clock.now
        let request = PromptRequest(grid: run.grid, cell: run.grid.cell(cell), count: records.count)
        let prompts = try await generator.prompts(for: request, novelty: memory)
        let milliseconds = start.duration(to: clock.now).milliseconds / Double(max(prompts.count, 1))
        return records.enumerated().map { index, record in
            guard index < prompts.count else {
                let reason =
                    "exhausted: the generator has no further prompt for \(request.key) that is novel at a similarity "
                    + "below \(memory.threshold)"
                return PendingTest(
                    record: record, failure: TestFailure(stage: .generated, reason: reason, retryable: false))
            }
            var record = record
            record.testCase = TestCase(
                plan: record.plan, prompt: prompts[index].text, origin: prompts[index].origin)
            record.timings.generateMS = milliseconds
            return PendingTest(record: record, isNew: true)
        }
    }
}
