import ChatModels
import Feedback
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Runs that search for parts")
struct SearchRunTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    @Test("what the policy chooses has parts, what chance chooses has none, and prompts are made as planned")
    func parts() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 90, policy: "search")
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.allSatisfy { ($0.plan.parts != nil) == ($0.plan.selection == .adaptive) })
        let chosen = tests.filter { $0.plan.selection == .adaptive }
        #expect(chosen.count > 30 && chosen.contains { $0.plan.parts?.change != nil })
        for test in chosen {
            let (plan, origin) = try (#require(test.plan.parts), #require(test.testCase).origin)
            let parts = plan.ids
            #expect(parts["ask"] != nil && origin["ask"]?.stringValue == parts["ask"])
            #expect(parts["frame"] != nil && origin["frame"]?.stringValue == parts["frame"])
            #expect(origin["operator"]?.stringValue == plan.change)
            #expect((plan.parents ?? []).allSatisfy { tests[$0].verdict?.label == .unsafe })
            #expect(origin["statement"]?.stringValue == parts["statement"])
        }
    }

    @Test("the same seed plans the same parts at any concurrency")
    func reproducible() async throws {
        var outcomes: [[TestRecord]] = []
        for (name, connections) in [("a", 1), ("b", 32)] {
            let trial = try await Trial(
                store: folder(name), grid: grid, budget: 90, connections: connections, policy: "search")
            _ = try await trial.execute()
            outcomes.append(try await trial.tests().map(\.withoutTimings))
        }
        #expect(outcomes[0] == outcomes[1])
    }

    @Test("stopped after any number of answers and resumed, a run plans the same parts", arguments: [1, 33, 61, 88])
    func resumed(answers: Int) async throws {
        let whole = try await Trial(store: folder("whole"), grid: grid, budget: 90, policy: "search")
        _ = try await whole.execute()
        let stop = StopSignal()
        let target = FaultyTarget { count in
            if count == answers { await stop.raise() }
            return nil
        }
        let broken = try await Trial(store: folder("broken"), grid: grid, budget: 90, target: target, policy: "search")
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(broken.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
    }
}
