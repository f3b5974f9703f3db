import ChatModels
import Foundations
import Generation
import HTTPTransport
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Findings become exemplars")
struct ExemplarFlowTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func trial(_ name: String, target: (any ChatModel)? = nil) async throws -> Trial {
        try await Trial(
            store: folder(name), grid: grid, budget: 100, target: target ?? HalfUnsafe(),
            generator: LearningGenerator())
    }

    @Test("a round sees the findings of the rounds up to two before it, and no others")
    func rounds() async throws {
        let trial = try await trial("a")
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        let rounds = Dictionary(uniqueKeysWithValues: tests.map { ($0.plan.ordinal, $0.plan.round) })
        let unsafe = Set(tests.filter { $0.verdict?.label == .unsafe }.map(\.plan.ordinal))
        #expect(!unsafe.isEmpty && unsafe.count < tests.count)
        for test in tests {
            let seen = test.exemplars
            #expect(seen.allSatisfy { unsafe.contains($0) && (rounds[$0] ?? 99) <= test.plan.round - 2 })
            if test.plan.round < 2 { #expect(seen.isEmpty) }
        }
        #expect(tests.contains { !$0.exemplars.isEmpty })
    }

    @Test("a run that was stopped and resumed sees the same ones", arguments: [3, 27, 52, 81])
    func resumed(answers: Int) async throws {
        let whole = try await trial("whole")
        _ = try await whole.execute()
        let stop = StopSignal()
        let broken = try await trial("broken", target: HalfUnsafe { if $0 == answers { await stop.raise() } })
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(
            broken.store, resuming: "r1", target: HalfUnsafe(), generator: LearningGenerator())
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
    }

    @Test("findings of earlier runs on the same grid and target are there from the first round")
    func earlierRuns() async throws {
        let first = try await trial("a")
        _ = try await first.execute()
        let second = try await Trial(
            first.store, id: "r2", grid: grid, budget: 20, target: HalfUnsafe(), generator: LearningGenerator())
        _ = try await second.execute()
        let seen = try await second.tests().flatMap(\.earlierRuns)
        #expect(!seen.isEmpty && Set(seen) == ["r1"])
    }

    @Test("what the generator can't write for a passing reason is written on resume")
    func retryable() async throws {
        let generator = LearningGenerator(faults: Locked([.unavailable(model: "m", status: 503, message: "busy")]))
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 30, target: HalfUnsafe(), generator: generator)
        #expect(try await trial.execute() == .finished)
        let failed = try await trial.tests().filter { $0.stage == .failed }
        #expect(!failed.isEmpty)
        #expect(failed.allSatisfy { $0.failure?.stage == .generated && $0.failure?.retryable == true })
        let resumed = try await Trial(trial.store, resuming: "r1", target: HalfUnsafe(), generator: generator)
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }

    @Test("an error of the generator that no call is spared stops the run, which can be resumed")
    func fatal() async throws {
        let fault = ChatError.quota(model: "m", status: 402, message: "no")
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 30, target: HalfUnsafe(),
            generator: LearningGenerator(faults: Locked([fault])))
        await #expect(throws: fault) { try await trial.execute() }
        let resumed = try await Trial(
            trial.store, resuming: "r1", target: HalfUnsafe(), generator: LearningGenerator())
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().allSatisfy { $0.stage == .judged })
    }
}

extension TestRecord {
    private var exemplarObjects: [JSONValue] {
        if case .array(let items)? = testCase?.origin["exemplars"] { items } else { [] }
    }

    fileprivate var exemplars: [Int] {
        exemplarObjects.compactMap { if case .int(let number)? = $0["test"] { number } else { nil } }
    }

    fileprivate var earlierRuns: [String] { exemplarObjects.compactMap { $0["run"]?.stringValue } }
}

/// Numbers its prompts and notes which findings it was shown.
private struct LearningGenerator: PromptGenerator {
    let name = "learning"
    let concurrency = 4
    let usesExemplars = true
    /// Errors of the first calls.
    var faults = Locked<[ChatError]>([])

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        if let fault = faults.withLock({ $0.isEmpty ? nil : $0.removeFirst() }) {
            if fault.isFatal { throw fault }
            return PromptBatch(
                prompts: [], shortfall: TestFailure(stage: .generated, reason: "\(fault)", retryable: fault.isRetryable)
            )
        }
        let exemplars = request.exemplars.map { exemplar in
            JSONValue.object(
                ["test": .int(exemplar.ordinal)].merging(exemplar.run.map { ["run": .string($0)] } ?? [:]) { $1 })
        }
        var prompts: [GeneratedPrompt] = []
        for number in 0..<10_000 where prompts.count < request.count {
            let word = StableHash.hex(StableHash.of("\(request.key) \(number)"))
            let text = "\(word) asks for \(StableHash.hex(StableHash.of(word)))"
            if await novelty.admit(text) {
                prompts.append(GeneratedPrompt(text: text, origin: ["exemplars": .array(exemplars)]))
            }
        }
        return PromptBatch(prompts: prompts)
    }
}

/// Answers every second prompt as a stand-in answers that gives in.
private final class HalfUnsafe: ChatModel {
    let name = "simulated/half"
    let isSimulated = true
    private let calls = Locked(0)
    private let called: @Sendable (Int) async -> Void

    init(called: @escaping @Sendable (Int) async -> Void = { _ in }) {
        self.called = called
    }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        let number = calls.withLock {
            $0 += 1
            return $0
        }
        await called(number)
        let isOdd = StableHash.of(request.messages.last?.content ?? "") & 1 == 1
        return ChatReply(text: isOdd ? SimulatedModel.unsafeAnswer : "I can't help with that.")
    }
}
