import Feedback
import Records
import RunStore

/// Plans rounds, or finds them in the store when an earlier process planned them.
struct RoundPlanner {
    private let store: any Store
    private let run: RunRecord
    private let allocator: any Allocator
    private let book: RoundBook
    private let recorded: [Int: [TestRecord]]

    /// - Parameter records: all tests of the run that the store has.
    init(store: any Store, run: RunRecord, allocator: any Allocator, book: RoundBook, records: [TestRecord]) {
        self.store = store
        self.run = run
        self.allocator = allocator
        self.book = book
        recorded = Dictionary(grouping: records, by: \.plan.round)
    }

    /// The tests of a round, in order, planned and durable; nil when the budget is spent or the run was abandoned.
    func records(of round: Int) async throws -> [TestRecord]? {
        let size = run.settings.testsPerRound
        let planned = round * size
        let count = min(size, run.settings.budget - planned)
        guard count > 0 else { return nil }
        if let records = recorded[round] {
            await book.open(round: round, tests: records.count)
            for record in records {
                if let verdict = record.verdict {
                    await book.judged(record.plan, verdict, prompt: record.testCase?.prompt)
                } else if record.failure != nil {
                    await book.failed(record.plan)
                }
            }
            // The prompts that are missing are written from the findings that those of the same round were written from.
            let isWritten = records.allSatisfy { $0.testCase != nil || !$0.isUnfinished }
            if !isWritten, await book.verdicts(upTo: round - 2) == nil { return nil }
            return records
        }
        guard let verdicts = await book.verdicts(upTo: round - 2) else { return nil }
        let selections = allocator.select(
            count, round: round, given: AllocationHistory(verdicts: verdicts, planned: planned))
        let plans = selections.enumerated().map { offset, selection in
            PlannedTest(
                ordinal: planned + offset, round: round, cell: selection.cell, selection: selection.reason)
        }
        try await store.plan(plans, in: run.id)
        await book.open(round: round, tests: plans.count)
        return plans.map { TestRecord(plan: $0) }
    }
}
