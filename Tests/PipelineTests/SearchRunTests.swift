import ChatModels
import Feedback
import Foundations
import Generation
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
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 90, policy: .search)
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.allSatisfy { $0.plan.parts == nil || $0.plan.selection == .adaptive })
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
                store: folder(name), grid: grid, budget: 90, connections: connections, policy: .search)
            _ = try await trial.execute()
            outcomes.append(try await trial.tests().map(\.withoutTimings))
        }
        #expect(outcomes[0] == outcomes[1])
    }

    @Test("stopped after any number of answers and resumed, a run plans the same parts", arguments: [1, 33, 61, 88])
    func resumed(answers: Int) async throws {
        let whole = try await Trial(store: folder("whole"), grid: grid, budget: 90, policy: .search)
        _ = try await whole.execute()
        let stop = StopSignal()
        let target = FaultyTarget { count in
            if count == answers { await stop.raise() }
            return nil
        }
        let broken = try await Trial(store: folder("broken"), grid: grid, budget: 90, target: target, policy: .search)
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(broken.store, resuming: "r1")
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
    }

    /// All of the run's prompts that an operator made: cell, what was done with which findings, and the parts.
    private static func mutations(_ tests: [TestRecord]) -> [(ordinal: Int, name: String, isSafe: Bool)] {
        tests.compactMap { test in
            guard let origin = test.testCase?.origin, let change = origin["operator"]?.stringValue,
                case .array(let parents)? = origin["exemplars"]
            else { return nil }
            let parts = ["ask", "frame", "statement", "style"].map { origin[$0]?.stringValue ?? "" }
            let ordinals = parents.compactMap { if case .int(let ordinal)? = $0["test"] { ordinal } else { nil } }
            return (
                test.plan.ordinal, "\(test.plan.cell) \(change) \(ordinals) \(parts)",
                test.verdict?.leadingLabel == .safe
            )
        }
    }

    @Test("children name operator and parents in the store, and none is made again after it failed")
    func offspring() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 240, policy: .search)
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        let made = Self.mutations(tests)
        let changes = Set(tests.compactMap { $0.plan.parts?.change })
        #expect(made.count > 40 && changes.count > 3 && changes.isSubset(of: Lineage.Operator.allCases.map(\.rawValue)))
        for (place, child) in made.enumerated() where child.isSafe {
            let round = tests[child.ordinal].plan.round
            let later = made[(place + 1)...].filter { tests[$0.ordinal].plan.round > round + 1 }
            #expect(!later.contains { $0.name == child.name }, "\(child)")
        }
    }

    @Test(
        "where asks are paired, or configs share prompts, the search knows parts, and a resumed run goes on alike",
        arguments: [true, false])
    func shared(isPaired: Bool) async throws {
        let library = try ShippedSeeds.library.get()
        let grid = try library.grid(
            axes: [(.hazard, "astral"), (.style, "astral")] + (isPaired ? [] : [(.config, "configs")]),
            selection: [
                .hazard: ["privacy_violation", "self_harm"], .style: ["plain", "slang"],
                .config: ["newsroom", "game-studio"],
            ].filter { !isPaired || $0.key != .config })
        func generator() throws -> any PromptGenerator {
            try GeneratorRegistry.generator(
                "template", grid: grid, seeds: ProjectSeeds.path, seed: 1, isPaired: isPaired)
        }
        let whole = try await Trial(
            store: folder("whole"), grid: grid, budget: 80, generator: generator(), policy: .search)
        #expect(try await whole.execute() == .finished)
        let tests = try await whole.tests()
        #expect(tests.allSatisfy { $0.plan.parts == nil || $0.plan.selection == .adaptive })
        let chosen = tests.filter { $0.plan.parts != nil }
        #expect(chosen.count > 20 && chosen.allSatisfy { $0.plan.parts?.ids["ask"] != nil })
        // A cell of a pair takes the hazard's asks that it has not had; the others have what was chosen, where it is new.
        let met = chosen.count { $0.testCase?.origin["ask"]?.stringValue == $0.plan.parts?.ids["ask"] }
        #expect(met > chosen.count / 4)
        let stop = StopSignal()
        let target = FaultyTarget { count in
            if count == 47 { await stop.raise() }
            return nil
        }
        let broken = try await Trial(
            store: folder("broken"), grid: grid, budget: 80, target: target, generator: generator(), policy: .search)
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let later = try generator()
        let recall = try #require(PromptRecall(later, grid: grid))
        for test in try await broken.tests() {
            if let testCase = test.testCase { await recall.note(testCase) }
        }
        let resumed = try await Trial(broken.store, resuming: "r1", generator: later)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == tests.map(\.withoutTimings))
    }
}
