import Feedback
import Generation
import Records
import SafetyGrid
import Storage

/// The next step of a run.
enum NextRound {
    /// The tests of a round, in order, planned and durable.
    case tests([TestRecord])
    /// Nothing: the budget is spent, the run was abandoned or, for the given reason, has seen enough.
    case none(enough: String?)
}

/// Plans rounds, or finds them in the store when an earlier process planned them.
struct RoundPlanner {
    private let context: RunContext
    private let recorded: [Int: [TestRecord]]
    private let prior: CellEvidence?
    private let earlierRates: [Double]?
    /// Tests of each cell in the round before.
    private var lastRound: [Int]

    /// - Parameters:
    ///   - records: all tests of the run that the store has
    ///   - prior: the verdicts of earlier runs, discounted
    ///   - earlierRates: rates of unsafe verdicts that earlier runs predict, by cell id
    init(
        _ context: RunContext, records: [TestRecord], prior: CellEvidence?, earlierRates: [Double]?
    ) {
        self.context = context
        self.prior = prior
        self.earlierRates = earlierRates
        recorded = Dictionary(grouping: records, by: \.plan.round)
        lastRound = Array(repeating: 0, count: context.run.grid.cellCount)
    }

    private var run: RunRecord { context.run }

    /// The tests of a round; rounds are asked for in order.
    mutating func next(_ round: Int) async throws -> NextRound {
        let size = run.request.testsPerRound
        let planned = round * size
        let count = min(size, run.request.budget - planned)
        guard count > 0 else { return .none(enough: nil) }
        if let records = recorded[round] {
            await reopen(records, of: round)
            remember(records)
            // Missing prompts are written from the same findings as the other prompts of the round.
            let isWritten = records.allSatisfy { $0.testCase != nil || !$0.isUnfinished }
            if !isWritten, await context.book.verdicts(upTo: round - 2) == nil { return .none(enough: nil) }
            return .tests(records)
        }
        guard let verdicts = await context.book.verdicts(upTo: round - 2) else { return .none(enough: nil) }
        let exhausted = await context.book.exhausted
        if exhausted.count == run.grid.cellCount {
            return .none(
                enough:
                    "every cell is exhausted: \(context.stages.generator.name) has no further new prompt after "
                    + "\(planned) of \(run.request.budget) tests; other prompts take --generator provider/model, more templates in "
                    + "Seeds/templates, or a higher --novelty")
        }
        let history = AllocationHistory(
            verdicts: verdicts, planned: planned, inFlight: lastRound,
            remaining: room(run.grid, without: exhausted),
            prior: prior, earlierRates: earlierRates, tests: await context.book.tests)
        if let reason = reasonToStop(history) { return .none(enough: reason) }
        let selections = context.stages.allocator.select(count, round: round, given: history)
        let plans = selections.enumerated().map { offset, selection in
            PlannedTest(
                ordinal: planned + offset, round: round, cell: selection.cell, selection: selection.reason,
                probability: selection.probability,
                parts: parts(of: selection))
        }
        try await context.store.plan(plans, in: run.id)
        await context.book.open(round: round, tests: plans.count)
        let records = plans.map { TestRecord(plan: $0) }
        remember(records)
        return .tests(records)
    }

    private func parts(of selection: Selection) -> ChosenParts? {
        guard let values = selection.parts, let space = context.stages.space else { return nil }
        return ChosenParts(
            space.names(of: values), change: selection.lineage?.change.rawValue, parents: selection.lineage?.parents)
    }

    /// Gives the book the results that an earlier process has for a round.
    private func reopen(_ records: [TestRecord], of round: Int) async {
        await context.book.open(round: round, tests: records.count)
        for record in records {
            if let testCase = record.testCase {
                await context.book.wrote(testCase)
                await context.book.generated(testCase)
            }
            if let verdict = record.verdict {
                await context.book.judged(record.plan, verdict, prompt: record.testCase?.prompt)
            } else if let failure = record.failure {
                await context.book.failed(record.plan, failure)
            }
        }
    }

    /// The tests that can still be made of each cell; nil while no cell is exhausted, for no limit.
    private func room(_ grid: Grid, without exhausted: Set<Int>) -> [Int]? {
        guard !exhausted.isEmpty else { return nil }
        return (0..<grid.cellCount).map { exhausted.contains($0) ? 0 : run.request.budget }
    }

    /// No rule is asked before every cell has had its floor and a verdict is there.
    private func reasonToStop(_ history: AllocationHistory) -> String? {
        guard let (rule, errors) = context.stages.stopping,
            history.planned >= run.request.allocation.floor * run.grid.cellCount,
            history.verdicts.depth.contains(where: { $0 > 0 })
        else { return nil }
        return rule.reason(toStop: history, errors: errors)
    }

    private mutating func remember(_ records: [TestRecord]) {
        lastRound = Array(repeating: 0, count: run.grid.cellCount)
        for record in records { lastRound[record.plan.cell] += 1 }
    }
}
