import Execution
import Foundations
import Generation
import Records
import SafetyGrid

/// A test on its way to the target.
struct PendingTest: Sendable {
    /// The test as far as it has come.
    var record: TestRecord
    /// Whether its prompt was written just now and is not yet in the store.
    var isNew = false
    /// Why there is no prompt, when the generator had none.
    var failure: TestFailure?
}

/// Lets the generator write prompts for planned tests, cell by cell.
struct PromptWriter {
    private let context: RunContext
    private let memory: PromptMemory
    private let clock = ContinuousClock()

    /// Most findings that a request offers to the generator.
    private static let exemplars = 9

    /// - Parameter memory: knows every prompt of the store
    init(_ context: RunContext, memory: PromptMemory) {
        self.context = context
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
        let cells = Self.cellsWithoutPrompts(records)
        guard let round = cells.first?.records[0].plan.round else { return }
        let batches = context.stages.batches
        // Batches wait for the cells that are at work at the same time; the others follow in their places.
        let places = min(cells.count, context.stages.generator.concurrency)
        await batches?.begin(.writing(round), pieces: places)
        var rest = cells[...]
        var done = 0
        try await concurrently(limit: places) {
            rest.popFirst()
        } _: { cell in
            try await BatchPiece.$current.withValue(BatchPiece(.writing(round), number: cell.cell)) {
                try await write(cell)
            }
        } take: { written in
            done += 1
            if done > cells.count - places { await batches?.end(.writing(round)) }
            await body(written)
        }
    }

    /// A cell of a round with the records that need prompts, and the prompts that others of it have already.
    private struct CellWork {
        let cell: Int
        var records: [TestRecord] = []
        var written: [String] = []
    }

    /// The records that need prompts, by cell, in the order in which the plan first names each cell. The order matters:
    /// a prompt keeps near-duplicates out of later cells, so a resumed run must visit the cells in the order of an
    /// unbroken one.
    private static func cellsWithoutPrompts(_ records: [TestRecord]) -> [CellWork] {
        var cells: [CellWork] = []
        var positions: [Int: Int] = [:]
        for record in records {
            let position = positions[record.plan.cell, default: cells.count]
            if position == cells.count {
                positions[record.plan.cell] = position
                cells.append(CellWork(cell: record.plan.cell))
            }
            if let testCase = record.testCase {
                cells[position].written.append(testCase.prompt)
            } else if record.isUnfinished {
                cells[position].records.append(record)
            }
        }
        return cells.filter { !$0.records.isEmpty }
    }

    /// Writes the prompts of a cell: those whose parts are left to chance first, then those with the same chosen parts
    /// together.
    private func write(_ work: CellWork) async throws -> [PendingTest] {
        var groups: [(parts: ChosenParts?, records: [TestRecord])] = [(nil, [])]
        for record in work.records {
            if let place = groups.firstIndex(where: { $0.parts == record.plan.parts }) {
                groups[place].records.append(record)
            } else {
                groups.append((record.plan.parts, [record]))
            }
        }
        var tests: [PendingTest] = []
        for group in groups where !group.records.isEmpty { tests += try await write(group.records, of: work) }
        return tests
    }

    /// Writes the prompts of some records of a cell, which have the same chosen parts.
    private func write(_ records: [TestRecord], of work: CellWork) async throws -> [PendingTest] {
        let grid = context.run.grid
        // Left without a prompt, so that a resumed run writes it.
        guard !context.stop.isRaised else { return records.map { PendingTest(record: $0) } }
        let exhausted = TestFailure.exhausted(
            "the generator has no further prompt for \(grid.key(of: grid.cell(work.cell))) that is novel at a "
                + "similarity below \(memory.threshold)")
        // A cell for which an earlier round found too few new prompts gets no further try.
        if await context.book.isExhausted(work.cell) {
            return records.map { PendingTest(record: $0, failure: exhausted) }
        }
        let start = clock.now
        let request = PromptRequest(
            grid: grid, cell: grid.cell(work.cell), count: records.count, round: records[0].plan.round,
            written: work.written, exemplars: await context.book.exemplars(for: work.cell, limit: Self.exemplars),
            isLeftToFallback: await context.book.isPoor(work.cell), parts: records[0].plan.parts)
        let batch: PromptBatch
        do {
            batch = try await context.stages.generator.batch(for: request, novelty: memory)
        } catch let error as CancellationError {
            guard context.stop.isRaised else { throw error }
            return records.map { PendingTest(record: $0) }
        }
        await context.stopWhenExhausted()
        let prompts = batch.prompts
        let milliseconds = start.duration(to: clock.now).milliseconds / Double(max(prompts.count, 1))
        var tests: [PendingTest] = []
        for (index, var record) in records.enumerated() {
            guard index < prompts.count else {
                var failure = batch.shortfall ?? exhausted
                // Counted once for the cell.
                if index == prompts.count, !batch.refused.isEmpty { failure.refused = batch.refused }
                tests.append(PendingTest(record: record, failure: failure))
                continue
            }
            let testCase = TestCase(plan: record.plan, prompt: prompts[index].text, origin: prompts[index].origin)
            await context.book.wrote(testCase)
            record.testCase = testCase
            record.timings.generateMS = milliseconds
            tests.append(PendingTest(record: record, isNew: true))
        }
        return tests
    }
}
