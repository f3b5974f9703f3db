import ChatModels
import Execution
import Feedback
import Foundations
import Generation
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Several targets on the same tests")
struct LeagueTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func trial(_ name: String, budget: Int = 60) throws -> LeagueTrial {
        LeagueTrial(
            store: try SQLiteStore.openForWriting("\(folder(name))/sextant.sqlite"), grid: grid, budget: budget)
    }

    private func isFinished(_ outcome: Result<RunOutcome, any Error>) -> Bool { (try? outcome.get()) == .finished }

    /// A target that says yes or no by a hash of the prompt, never the same for two numbers.
    private func target(_ number: Int, onCall: @escaping @Sendable (Int) async -> ChatError? = { _ in nil })
        -> ScriptedTarget
    {
        ScriptedTarget(number, onCall: onCall)
    }

    @Test("the plan begins where the earlier runs of any target found most")
    func prior() async throws {
        let cells = grid.cellCount
        /// Tests of the cells after the floor, when the runs before said what `unsafe` says of their targets.
        func planned(_ name: String, unsafe: [Int?]) async throws -> [Int] {
            let trial = try trial(name, budget: 3 * cells)
            for (place, hot) in unsafe.enumerated() {
                guard let hot else { continue }
                let earlier = RunRecord.sample("e\(place)", grid: grid, budget: 8 * cells, startedAt: 0)
                try await trial.store.create(earlier)
                let plans = (0..<(8 * cells)).map { PlannedTest.sample($0, cell: $0 % cells) }
                try await trial.store.plan(plans, in: earlier.id)
                try await trial.store.record(
                    plans.flatMap { plan -> [Step] in
                        [
                            .generated(
                                TestCase(plan: plan, prompt: "\(name) \(place) \(plan.ordinal)", origin: [:]),
                                milliseconds: 1),
                            .executed(ordinal: plan.ordinal, Response(text: "r"), milliseconds: 1),
                            .judged(
                                ordinal: plan.ordinal, .sample(plan.cell == hot ? .unsafe : .safe), milliseconds: 1),
                        ]
                    }, in: earlier.id)
            }
            for (place, run) in try await trial.runs(2).enumerated() where unsafe[place] != nil {
                var run = run
                run.basis.priorRuns = ["e\(place)"]
                try await trial.store.update(settingsOf: run)
            }
            #expect(try await trial.execute([SafeTarget(), SafeTarget()]).allSatisfy(isFinished))
            var counts = Array(repeating: 0, count: cells)
            for test in try await trial.tests(1) { counts[test.plan.cell] += 1 }
            return counts
        }
        // Hot at either target, and at none.
        let (first, second) = (try await planned("a", unsafe: [3, nil]), try await planned("b", unsafe: [nil, 3]))
        let none = try await planned("c", unsafe: [nil, nil])
        #expect(first == second && first[3] > none[3] && first[3] == first.max())
    }

    @Test("every prompt is written once and goes to every target")
    func paired() async throws {
        let trial = try trial("a")
        let targets = (0..<3).map { target($0) }
        #expect(try await trial.execute(targets).allSatisfy(isFinished))
        let results = try await trial.results(3)
        for own in results {
            #expect(own.count == 60 && own.allSatisfy { $0.verdict != nil })
            #expect(own.map(\.testCase) == results[0].map(\.testCase))
        }
        #expect(Set(results[0].compactMap(\.testCase?.prompt)).count == 60)
        #expect(targets.allSatisfy { $0.calls == 60 })
        #expect(results[0].map(\.response) != results[1].map(\.response))
        #expect(try await trial.store.runs().allSatisfy { $0.state == .finished })
    }

    @Test(
        "a target that fails stops alone, wherever it stands, and a resume gives it the same prompts",
        arguments: [0, 1])
    func fails(place: Int) async throws {
        let trial = try trial("a")
        var targets = (0..<3).map { target($0) }
        targets[place] = target(place) { _ in .unauthorized(model: "openai/a", status: 401, message: "no key") }
        let outcomes = try await trial.execute(targets)
        for (index, outcome) in outcomes.enumerated() { #expect(isFinished(outcome) == (index != place)) }
        #expect(try await trial.store.run("r\(place)").state == .unfinished)
        let others = try await trial.results(3)
        #expect(others[place].allSatisfy { $0.verdict == nil })
        #expect(others[2].allSatisfy { $0.verdict != nil } && others[2].count == 60)
        targets[place] = target(place)
        #expect(try await trial.execute(targets).allSatisfy(isFinished))
        let results = try await trial.results(3)
        #expect(results[place].map(\.testCase) == results[2].map(\.testCase))
        #expect(results[place].allSatisfy { $0.verdict != nil } && targets[2].calls == 60)
    }

    @Test("stopped at any call and resumed it ends as if it had not been", arguments: [1, 40, 100, 170])
    func resumed(calls: Int) async throws {
        let whole = try trial("whole")
        _ = try await whole.execute((0..<3).map { target($0) })
        let broken = try trial("broken")
        let stop = StopSignal()
        let counter = Locked(0)
        let targets = (0..<3).map { number in
            target(number) { _ in
                let all = counter.withLock {
                    $0 += 1
                    return $0
                }
                if all == calls { await stop.raise() }
                return nil
            }
        }
        let outcomes = try await broken.execute(targets, stop: stop)
        #expect(outcomes.allSatisfy { (try? $0.get()) == .interrupted })
        #expect(try await broken.execute(targets).allSatisfy(isFinished))
        #expect(try await broken.results(3) == whole.results(3))
        #expect(targets.allSatisfy { $0.calls == 60 })
    }

    @Test("runs that a process left at different steps are brought together")
    func uneven() async throws {
        let trial = try trial("a")
        let runs = try await trial.runs(2)
        // The first run was planned and has a prompt; the second has nothing of it.
        let plans = (0..<20).map { PlannedTest(ordinal: $0, round: 0, cell: $0 % grid.cellCount, selection: .floor) }
        try await trial.store.plan(plans, in: runs[0].id)
        let kept = TestCase(plan: plans[3], prompt: "A prompt of its own.", origin: ["generator": .string("template")])
        try await trial.store.record([.generated(kept, milliseconds: 1)], in: runs[0].id)
        #expect(try await trial.execute([target(0), target(1)]).allSatisfy(isFinished))
        let results = try await trial.results(2)
        #expect(results[1].map(\.testCase) == results[0].map(\.testCase) && results[1].count == 60)
        #expect(results[1][3].testCase?.prompt == kept.prompt && results[1].allSatisfy { $0.verdict != nil })
    }

    @Test("a cap of each stops one target, and a cap of all stops all", arguments: [true, false])
    func caps(isEach: Bool) async throws {
        var trial = try trial("a")
        trial.caps = isEach ? (whole: nil, each: 70) : (whole: 90, each: nil)
        let prices = try PriceList(
            text:
                "{date: d, source: s, prices: {scripted/0: {input: 0, output: 1000000}, scripted/1: {input: 0, output: 2000000}}}",
            file: "prices.yaml")
        let outcomes = try await trial.execute([target(0), target(1)], prices: prices)
        func cap(_ outcome: Result<RunOutcome, any Error>) -> BudgetExhausted? {
            if case .failure(let fault) = outcome { fault as? BudgetExhausted } else { nil }
        }
        #expect(isFinished(outcomes[0]) == isEach && cap(outcomes[1]) != nil)
        #expect("\(try #require(cap(outcomes[1])))".contains("--max-cost-each") == isEach)
        #expect((cap(outcomes[0]) == nil) == isEach)
    }

    @Test("a cell counts as unsafe where any target was")
    func votes() async throws {
        let plan = PlannedTest(ordinal: 0, round: 0, cell: 1, selection: .floor)
        func vote(_ label: Verdict.Label) -> TargetVotes.Vote {
            TargetVotes.Vote(plan: plan, outcome: .judged(.sample(label), prompt: nil))
        }
        func label(_ vote: TargetVotes.Vote?) -> Verdict.Label? {
            if case .judged(let verdict, _) = vote?.outcome { verdict.label } else { nil }
        }
        var votes = TargetVotes(targets: 3)
        #expect(label(votes.add(vote(.safe), of: 0)) == nil && label(votes.add(vote(.unsafe), of: 2)) == nil)
        #expect(label(votes.add(vote(.unknown), of: 1)) == .unsafe)
        #expect(label(votes.add(vote(.safe), of: 1)) == nil)
        var others = TargetVotes(targets: 2)
        #expect(label(others.add(vote(.unknown), of: 0)) == nil)
        #expect(others.lose(1).compactMap(label) == [.unknown] && !others.isEmpty)
        #expect(others.lose(0).isEmpty && others.isEmpty)
        var one = TargetVotes(targets: 1)
        #expect(label(one.add(vote(.safe), of: 0)) == .safe)
    }
}

/// Says no to everything.
private struct SafeTarget: ChatModel {
    let name = "safe"
    let isSimulated = false

    func reply(to request: ChatRequest) async throws -> ChatReply { ChatReply(text: "I can't help with that.") }
}

/// Says yes to some prompts, others for each number; a call costs a token.
private final class ScriptedTarget: ChatModel {
    let name: String
    let isSimulated = false
    private let number: Int
    private let onCall: @Sendable (Int) async -> ChatError?
    private let answered = Locked((begun: 0, done: 0))

    init(_ number: Int, onCall: @escaping @Sendable (Int) async -> ChatError?) {
        name = "scripted/\(number)"
        self.number = number
        self.onCall = onCall
    }

    /// Calls that got a response.
    var calls: Int { answered.withLock { $0.done } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        let call = answered.withLock {
            $0.begun += 1
            return $0.begun
        }
        if let error = await onCall(call) { throw error }
        answered.withLock { $0.done += 1 }
        let prompt = request.messages.last?.content ?? ""
        let isYes = StableHash.of("\(number) \(prompt)") % 3 == 0
        return ChatReply(
            text: isYes ? "Sure, here is how: step one." : "I can't help with that, \(number).", model: name,
            usage: TokenUsage(input: 0, output: 1))
    }
}
