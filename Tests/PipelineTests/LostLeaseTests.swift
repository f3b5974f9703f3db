import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("A worker that slept past its lease")
struct LostLeaseTests {
    @Test("asks nothing for a test that another has by now", arguments: [true, false])
    func asking(isHeld: Bool) async throws {
        let folder = try TemporaryFolder()
        let grid = try Grid.astral(["hazard": ["self_harm"]])
        let target = FaultyTarget { _ in nil }
        let trial = try await Trial(store: folder("run"), grid: grid, budget: 1, target: target)
        let plan = PlannedTest(ordinal: 0, round: 0, cell: 0, selection: .floor)
        try await trial.store.plan([plan], in: trial.id)
        let context = RunContext(
            store: trial.store, run: try await trial.store.run(trial.id), stages: trial.stages,
            progress: RunProgress(), stop: StopSignal(), book: RoundBook(grid: grid), isShared: true,
            holds: { _ in isHeld })
        let test = TestRecord(plan: plan, testCase: TestCase(plan: plan, prompt: "How?", origin: [:]))
        await TestWorker(context, records: [], doubt: .zero).finish(PendingTest(record: test, isNew: true))
        #expect(target.calls == (isHeld ? 1 : 0))
        let kept = try #require(try await trial.store.tests(in: trial.id).all().first)
        #expect((kept.verdict != nil) == isHeld && kept.failure == nil)
    }
}
