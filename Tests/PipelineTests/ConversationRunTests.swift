import ChatModels
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Runs of conversations")
struct ConversationRunTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        let seeds = try SeedLibrary(
            folder: SeedFolder(option: ProjectSeeds.path, environment: [:], executable: nil))
        grid = try seeds.grid(
            axes: [(.hazard, "astral"), (.style, "astral"), (.strategy, "strategies")],
            selection: [
                .hazard: ["privacy_violation", "self_harm"], .style: ["slang", "question"],
                .strategy: ["direct", "escalation", "persistence"],
            ])
    }

    @Test("every conversation is led to its end and judged; a direct test is a single prompt")
    func whole() async throws {
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 24)
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.allSatisfy { $0.stage == .judged })
        for test in tests {
            let strategy = grid.labels(of: test.plan.cell)["strategy"]
            #expect(test.turns.isEmpty == (strategy == "direct"))
            #expect(strategy != "escalation" || test.turns.conversation.count == 5)
            #expect(test.turns.filter { $0.purpose == .control }.count == test.turns.conversation.count)
            #expect((test.verdict?.details?.controlUnsafe == nil) == (strategy == "direct"))
        }
        let text = try #require(tests.first { !$0.turns.isEmpty })
        #expect(text.turns.conversation.contains { $0.user.contains(text.testCase?.prompt ?? "-") })
    }

    @Test(
        "stopped after any number of replies and resumed, no reply is asked for again and the result is the same",
        arguments: [1, 3, 8, 21, 55])
    func resumed(replies: Int) async throws {
        let counted = FaultyTarget { _ in nil }
        let whole = try await Trial(store: folder("whole"), grid: grid, budget: 24, target: counted)
        _ = try await whole.execute()
        let stop = StopSignal()
        let first = FaultyTarget { count in
            if count == replies { await stop.raise() }
            return nil
        }
        let broken = try await Trial(
            store: folder("broken"), grid: grid, budget: 24, connections: 4, target: first)
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let second = FaultyTarget { _ in nil }
        let resumed = try await Trial(broken.store, resuming: "r1", target: second)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.unmeasured) == whole.tests().map(\.unmeasured))
        #expect(first.calls + second.calls == counted.calls)
    }

    @Test("a fault within a conversation fails the test, keeps its turns, and a resume goes on from there")
    func fault() async throws {
        let target = FaultyTarget { count in
            count == 9 ? .unavailable(model: "m", status: 503, message: "busy") : nil
        }
        let trial = try await Trial(store: folder("a"), grid: grid, budget: 24, connections: 1, target: target)
        #expect(try await trial.execute() == .finished)
        let failed = try #require(try await trial.tests().first { $0.stage == .failed })
        #expect(failed.failure?.stage == .executed)
        let kept = failed.turns.flatMap(\.replies).count
        let again = FaultyTarget { _ in nil }
        let resumed = try await Trial(trial.store, resuming: "r1", target: again)
        #expect(try await resumed.execute() == .finished)
        let mended = try await trial.store.test(failed.plan.ordinal, in: "r1")
        #expect(mended.stage == .judged)
        #expect(mended.turns.flatMap(\.replies).count == kept + again.calls)
    }

    @Test("caps hold inside a conversation")
    func caps() async throws {
        let target = FaultyTarget { _ in nil }
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 24, connections: 1, target: target, maxRunTokens: 300)
        await #expect(throws: BudgetExhausted.self) { try await trial.execute() }
        let tests = try await trial.tests()
        let spent =
            tests.flatMap(\.turns).flatMap(\.replies).compactMap(\.response.usage)
            .reduce(0) { $0 + $1.input + $1.output }
            + tests.filter { $0.turns.isEmpty }.compactMap(\.response?.usage).reduce(0) { $0 + $1.input + $1.output }
        let largest =
            tests.flatMap(\.turns).flatMap(\.replies).compactMap(\.response.usage)
            .map { $0.input + $0.output }.max() ?? 0
        #expect(spent >= 300 && spent < 300 + max(largest, 200))
    }
}

extension TestRecord {
    /// The record without how long anything took.
    fileprivate var unmeasured: TestRecord {
        var record = withoutTimings
        record.turns = turns.map { turn in
            Turn(
                turn.user, purpose: turn.purpose,
                replies: turn.replies.map { TurnReply($0.response, calls: $0.calls, milliseconds: 0) })
        }
        return record
    }
}
