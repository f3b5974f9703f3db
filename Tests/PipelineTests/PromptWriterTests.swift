import Foundations
import Generation
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Pipeline

@Suite("Prompt writer")
struct PromptWriterTests {
    private let grid: Grid
    private let plans: [PlannedTest]

    init() throws {
        grid = try Grid.sample(2)
        plans = [0, 1, 0].enumerated().map { PlannedTest.sample($0, cell: $1) }
    }

    /// The second prompt of the first cell and the first of the second are near-duplicates: which of them is written
    /// depends on the order of the cells, and so that order may not depend on what is left to do.
    @Test(
        "whatever was lost is written again as it was",
        arguments: [[], [0], [1], [2], [0, 1], [0, 2], [1, 2], [0, 1, 2]])
    func order(stored: [Int]) async throws {
        let whole = try await prompts(of: plans.map { TestRecord(plan: $0) }, known: [])
        #expect(whole.keys.sorted() == [0, 1, 2])
        #expect(whole[1]?.hasSuffix("only the second cell") == true)
        let records = plans.map { plan in
            var record = TestRecord(plan: plan)
            if stored.contains(plan.ordinal), let text = whole[plan.ordinal] {
                record.testCase = TestCase(plan: plan, prompt: text, origin: [:])
            }
            return record
        }
        #expect(try await prompts(of: records, known: stored.compactMap { whole[$0] }) == whole)
    }

    @Test("a judged test keeps its cell's place and is not passed on")
    func judged() async throws {
        var first = TestRecord(plan: plans[0])
        first.testCase = TestCase(plan: plans[0], prompt: "done", origin: [:])
        first.verdict = .sample()
        let records = [first] + plans.dropFirst().map { TestRecord(plan: $0) }
        let written = try await prompts(of: records, known: ["done"])
        #expect(written.keys.sorted() == [1, 2])
    }

    @Test("a cell without a novel prompt fails as exhausted, with the threshold")
    func exhausted() async throws {
        let records = (0..<4).map { TestRecord(plan: .sample($0, cell: 0)) }
        let failures = Locked<[TestFailure]>([])
        try await writer(known: []).complete(records) { tests in
            failures.withLock { $0 += tests.compactMap(\.failure) }
        }
        let found = failures.withLock { $0 }
        #expect(found.count == 2 && found.allSatisfy { $0.stage == .generated && !$0.retryable })
        #expect(found.first?.reason.hasPrefix("exhausted: ") == true, "\(found)")
        #expect(found.first?.reason.contains("v0") == true && found.first?.reason.contains("0.8") == true)
    }

    @Test("what was refused after the last prompt is told by one test of the cell")
    func refused() async throws {
        let records = (0..<4).map { TestRecord(plan: .sample($0, cell: 0)) }
        let failures = Locked<[TestFailure]>([])
        try await writer(known: [], generator: Refusing()).complete(records) { tests in
            failures.withLock { $0 += tests.compactMap(\.failure) }
        }
        let counts = failures.withLock { $0.map { $0.refused?.counts ?? [:] } }
        #expect(counts == [[.noRequest: 1], [:], [:]])
    }

    @Test("a cell with poor batches is left to the templates from the round after the next one on")
    func poor() async throws {
        let generator = Refusing()
        let book = RoundBook(grid: grid)
        for round in 0..<3 {
            await book.open(round: round, tests: 1)
            _ = await book.verdicts(upTo: round - 1)
            let record = TestRecord(
                plan: PlannedTest(ordinal: round, round: round, cell: 0, selection: .floor))
            try await writer(known: [], generator: generator, book: book).complete([record]) { tests in
                for test in tests {
                    if let testCase = test.record.testCase { await book.generated(testCase) }
                    await book.judged(test.record.plan, .sample())
                }
            }
        }
        #expect(generator.asked.withLock { $0 } == [false, true, true])
        #expect(await book.isPoor(1) == false)
    }

    private func prompts(of records: [TestRecord], known: [String]) async throws -> [Int: String] {
        let written = Locked<[Int: String]>([:])
        try await writer(known: known).complete(records) { tests in
            for test in tests {
                written.withLock { $0[test.record.plan.ordinal] = test.record.testCase?.prompt }
            }
        }
        return written.withLock { $0 }
    }

    private func writer(
        known: [String], generator: any PromptGenerator = Overlapping(), book: RoundBook? = nil
    ) async throws -> PromptWriter {
        let memory = PromptMemory()
        try await memory.insert(contentsOf: known)
        let folder = try TemporaryFolder()
        defer { withExtendedLifetime(folder) {} }
        let trial = try await Trial(store: folder.path, grid: grid, budget: 10, generator: generator)
        return PromptWriter(try await trial.context(book: book ?? RoundBook(grid: grid)), memory: memory)
    }
}

/// Has one prompt for each cell, because of poor batches, and tells what was refused after it.
private final class Refusing: PromptGenerator {
    let name = "refusing"
    let concurrency = 1
    /// Whether each request was left to the fallback.
    let asked = Locked<[Bool]>([])

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        try await batch(for: request, novelty: novelty).prompts
    }

    func batch(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> PromptBatch {
        asked.withLock { $0.append(request.isLeftToFallback) }
        var refused = RefusedPrompts()
        refused.add(.noRequest)
        return PromptBatch(
            prompts: [GeneratedPrompt(text: "One.", origin: [RefusedPrompts.poorBatchesKey: .int(3)])], refused: refused
        )
    }
}

/// Two cells that have a prompt in common, but for one word.
private struct Overlapping: PromptGenerator {
    let name = "overlapping"
    let concurrency = 1
    private static let common = (0..<30).map { "word\($0)" }.joined(separator: " ")

    func prompts(for request: PromptRequest, novelty: any NoveltyFilter) async throws -> [GeneratedPrompt] {
        let offers =
            request.key == "v0"
            ? ["what only the first cell has", "\(Self.common) one"]
            : ["\(Self.common) two", "a prompt of only the second cell"]
        var prompts: [GeneratedPrompt] = []
        for text in offers where prompts.count < request.count {
            if await novelty.admit(text) { prompts.append(GeneratedPrompt(text: text, origin: [:])) }
        }
        return prompts
    }
}
