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
    private let generator: any PromptGenerator
    private let spending: Spending
    private let memory: PromptMemory
    private let book: RoundBook
    private let stop: StopSignal
    private let clock = ContinuousClock()

    /// Most findings that a request offers to the generator.
    private static let exemplars = 9

    init(run: RunRecord, stages: RunStages, memory: PromptMemory, book: RoundBook, stop: StopSignal) {
        self.run = run
        self.stop = stop
        generator = stages.generator
        spending = stages.spending
        self.memory = memory
        self.book = book
    }

    /// Gives every unfinished record of a round a prompt and passes it on: those that have one at once, the others as
    /// they are written.
    ///
    /// The cells are visited in the order of the plan, as many at a time as the generator allows.
    func complete(_ round: [TestRecord], _ body: ([PendingTest]) async -> Void) async throws {
        let records = round.filter(\.isUnfinished)
        await body(records.filter { $0.testCase != nil }.map { PendingTest(record: $0) })
        var written: [Int: [String]] = [:]
        for test in round.lazy.compactMap(\.testCase) { written[test.plan.cell, default: []].append(test.prompt) }
        var cells: [(cell: Int, records: [TestRecord])] = []
        var positions: [Int: Int] = [:]
        for record in records where record.testCase == nil {
            if let position = positions[record.plan.cell] {
                cells[position].records.append(record)
            } else {
                positions[record.plan.cell] = cells.count
                cells.append((record.plan.cell, [record]))
            }
        }
        try await withThrowingTaskGroup(of: [PendingTest].self) { [written] group in
            for (index, cell) in cells.enumerated() {
                if index >= generator.concurrency, let written = try await group.next() { await body(written) }
                group.addTask { try await write(cell.cell, cell.records, written: written[cell.cell] ?? []) }
            }
            for try await written in group { await body(written) }
        }
    }

    private func write(_ cell: Int, _ records: [TestRecord], written: [String]) async throws -> [PendingTest] {
        // Left without a prompt, so that a resumed run writes it.
        guard await !stop.isRaised else { return records.map { PendingTest(record: $0) } }
        let start = clock.now
        let request = PromptRequest(
            grid: run.grid, cell: run.grid.cell(cell), count: records.count, round: records[0].plan.round,
            written: written, exemplars: await book.exemplars(for: cell, limit: Self.exemplars))
        let batch = try await generator.batch(for: request, novelty: memory)
        if let exhausted = await spending.exhausted { await stop.raise(for: exhausted) }
        let prompts = batch.prompts
        let milliseconds = start.duration(to: clock.now).milliseconds / Double(max(prompts.count, 1))
        return records.enumerated().map { index, record in
            guard index < prompts.count else {
                let failure = TestFailure(
                    stage: .generated, reason: "the generator wrote fewer prompts than it was asked for",
                    retryable: false)
                return PendingTest(record: record, failure: batch.shortfall ?? failure)
            }
            var record = record
            record.testCase = TestCase(
                plan: record.plan, prompt: prompts[index].text, origin: prompts[index].origin)
            record.timings.generateMS = milliseconds
            return PendingTest(record: record, isNew: true)
        }
    }
}
