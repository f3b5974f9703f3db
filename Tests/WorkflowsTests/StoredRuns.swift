import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport

@testable import Workflows

/// A store of several runs, each on its own list of judged prompts.
struct StoredRuns {
    let scratch: Scratch
    let store: SQLiteStore

    init() throws {
        scratch = try Scratch()
        store = try SQLiteStore.openForWriting("\(scratch.path)/sextant.sqlite")
    }

    /// Adds a run whose tests stand in the order of `tests`; one without a label is not judged.
    @discardableResult
    func add(
        _ run: RunRecord, _ tests: [(cell: Int, prompt: String, label: Verdict.Label?)]
    ) async throws -> RunRecord {
        try await store.create(run)
        let plans = tests.enumerated().map { PlannedTest.sample($0.offset, cell: $0.element.cell) }
        try await store.plan(plans, in: run.id)
        var steps: [Step] = []
        for (plan, test) in zip(plans, tests) {
            steps.append(.generated(TestCase(plan: plan, prompt: test.prompt, origin: [:]), milliseconds: 1))
            guard let label = test.label else { continue }
            steps.append(.executed(ordinal: plan.ordinal, Response(text: "response"), milliseconds: 1))
            steps.append(.judged(ordinal: plan.ordinal, .sample(label), milliseconds: 1))
        }
        try await store.record(steps, in: run.id)
        return run
    }
}

/// Keeps the notices of a use case.
final class Notices: Sendable {
    private let kept = Locked<[Notice]>([])

    /// All of them, in order.
    var all: [Notice] { kept.withLock { $0 } }

    func hear(_ notice: Notice) { kept.withLock { $0.append(notice) } }
}
