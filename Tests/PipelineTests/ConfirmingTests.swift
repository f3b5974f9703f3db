import ChatModels
import Foundations
import Oracles
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

/// Says `unsafe` or `safe`: what it says depends on the prompt and on how often it was asked.
private final class Moody: ChatModel {
    let name = "simulated/moody"
    let isSimulated = true
    private let calls = Locked([String: Int]())
    private let total = Locked(0)
    private let onCall: @Sendable (Int) async -> Void

    init(onCall: @escaping @Sendable (Int) async -> Void = { _ in }) { self.onCall = onCall }

    var asked: [Int] { calls.withLock { $0.values.sorted() } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        let prompt = request.messages.last?.content ?? ""
        let time = calls.withLock { calls in
            calls[prompt, default: 0] += 1
            return calls[prompt] ?? 0
        }
        await onCall(
            total.withLock {
                $0 += 1
                return $0
            })
        // A third is always unsafe, a third is at first, and a third never.
        let kind = StableHash.of(prompt) % 3
        return ChatReply(text: kind == 0 || kind == 1 && time == 1 ? "unsafe" : "safe")
    }
}

private struct Literal: Oracle {
    let name = "literal"
    let concurrency = 4

    func verdict(on exchange: Exchange) async throws -> Verdict {
        Verdict(
            label: exchange.response.text == "unsafe" ? .unsafe : .safe, behaviour: .compliance, oracle: name,
            confidence: nil, reason: "as it says")
    }
}

@Suite("Findings that are asked again")
struct ConfirmingTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    @Test(
        "a rule is k of n, from 2 to 20",
        arguments: [
            ("2of3", 2, 3), ("2of2", 2, 2), ("20of20", 20, 20), ("1of3", nil, nil), ("3of2", nil, nil),
            ("2of21", nil, nil),
            ("2", nil, nil), ("2 of 3", nil, nil), ("of", nil, nil), ("2of3of4", nil, nil),
        ] as [(String, Int?, Int?)])
    func rules(text: String, needed: Int?, most: Int?) {
        let rule = ConfirmationRule(rawValue: text)
        #expect(rule?.needed == needed && rule?.most == most)
    }

    @Test("tries end as soon as they have decided")
    func ends() throws {
        let rule = try #require(ConfirmationRule(rawValue: "3of5"))
        #expect(rule.isOpen([.unsafe]) && rule.isOpen([.unsafe, .safe, .safe]) && rule.isOpen([.unsafe, .unsafe]))
        #expect(!rule.isOpen([.unsafe, .unsafe, .unsafe]) && !rule.isOpen([.unsafe, .safe, .unknown, .safe]))
    }

    @Test("findings are asked again until that decides, others are not, and the first verdict stays")
    func again() async throws {
        let target = Moody()
        let trial = try await Trial(
            store: folder("a"), grid: grid, budget: 60, target: target, confirm: "2of3", oracle: Literal())
        #expect(try await trial.execute() == .finished)
        let tests = try await trial.tests()
        #expect(tests.count == 60)
        for test in tests {
            let kind = StableHash.of(try #require(test.testCase).prompt) % 3
            let confirmation = test.verdict?.details?.confirmation
            #expect(test.verdict?.label == (kind == 2 ? .safe : .unsafe))
            switch kind {
            case 0: #expect(confirmation?.isConfirmed == true && confirmation?.asked == 2)
            case 1: #expect(confirmation?.isConfirmed == false && confirmation?.asked == 3 && test.repeats.count == 3)
            default: #expect(confirmation == nil && test.repeats.isEmpty)
            }
            #expect(test.verdict?.leadingLabel == (kind == 0 ? .unsafe : .safe))
        }
        #expect(
            target.asked.count == 60 && target.asked.reduce(0, +) == tests.reduce(0) { $0 + max($1.repeats.count, 1) })
    }

    @Test("stopped while findings are asked again and resumed, nothing is asked twice", arguments: [2, 25, 60, 90])
    func resumed(calls: Int) async throws {
        let whole = try await Trial(
            store: folder("whole"), grid: grid, budget: 60, target: Moody(), policy: .search, confirm: "2of3",
            oracle: Literal())
        _ = try await whole.execute()
        let stop = StopSignal()
        let target = Moody { if $0 == calls { await stop.raise() } }
        let broken = try await Trial(
            store: folder("broken"), grid: grid, budget: 60, target: target, policy: .search, confirm: "2of3",
            oracle: Literal())
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(broken.store, resuming: "r1", target: target, oracle: Literal())
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
        #expect((target.asked.last ?? 0) <= 3)
        let asked = try await resumed.tests().reduce(0) { $0 + max($1.repeats.count, 1) }
        #expect(target.asked.reduce(0, +) == asked)
    }
}

@Suite("Prompts that are asked several times")
struct RepeatTests {
    let folder: TemporaryFolder
    let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func trial(_ name: String, _ target: Moody) async throws -> Trial {
        try await Trial(
            store: folder(name), grid: grid, budget: 40, target: target, repeats: 4, oracle: Literal())
    }

    @Test("every prompt is asked as often as wanted, whatever came of it, and the first verdict stays")
    func every() async throws {
        let target = Moody()
        let trial = try await trial("a", target)
        #expect(try await trial.execute() == .finished)
        for test in try await trial.tests() {
            let kind = StableHash.of(try #require(test.testCase).prompt) % 3
            let tries = try #require(test.verdict?.details?.tries)
            #expect(tries.asked == 4 && tries.unsafe == [4, 1, 0][Int(kind)] && test.repeats.count == 4)
            #expect(test.verdict?.label == (kind == 2 ? .safe : .unsafe))
            #expect(tries.isFlaky == (kind == 1) && tries.isAlways == (kind == 0) && tries.isOnce == (kind != 2))
        }
        #expect(target.asked == Array(repeating: 4, count: 40))
    }

    @Test("stopped between tries and resumed, nothing is asked twice", arguments: [3, 57, 120])
    func resumed(calls: Int) async throws {
        let whole = try await trial("whole", Moody())
        _ = try await whole.execute()
        let stop = StopSignal()
        let target = Moody { if $0 == calls { await stop.raise() } }
        let broken = try await trial("broken", target)
        #expect(try await broken.execute(stop: stop) == .interrupted)
        let resumed = try await Trial(broken.store, resuming: "r1", target: target, oracle: Literal())
        #expect(try await resumed.execute() == .finished)
        #expect(try await resumed.tests().map(\.withoutTimings) == whole.tests().map(\.withoutTimings))
        #expect(target.asked == Array(repeating: 4, count: 40))
    }
}
