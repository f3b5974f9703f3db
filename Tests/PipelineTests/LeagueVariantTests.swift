import ChatModels
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Pipeline

@Suite("Variants of the generator side by side")
struct LeagueVariantTests {
    private let folder: TemporaryFolder
    private let grid: Grid

    init() throws {
        folder = try TemporaryFolder()
        grid = try Grid.astral(["hazard": ["privacy_violation", "self_harm"], "style": ["slang", "question"]])
    }

    private func trial(variants: Int, budget: Int = 40) throws -> LeagueTrial {
        LeagueTrial(
            store: try SQLiteStore.openForWriting("\(folder("a"))/sextant.sqlite"), grid: grid, budget: budget,
            variants: variants)
    }

    private func isFinished(_ outcome: Result<RunOutcome, any Error>) -> Bool { (try? outcome.get()) == .finished }

    private func prices() throws -> PriceList {
        try PriceList(
            text: "{date: d, source: s, prices: {counting/a: {input: 0, output: 1000000}}}", file: "prices.yaml")
    }

    @Test("the first variant may wait for the second", .timeLimit(.minutes(1)))
    func together() async throws {
        let trial = try trial(variants: 2)
        let latch = Latch()
        let first = CountingTarget { if $0 == 1 { await latch.wait() } }
        let second = CountingTarget { _ in latch.open() }
        #expect(try await trial.execute([first, second]).allSatisfy(isFinished))
        #expect(first.calls == 40 && second.calls == 40)
    }

    @Test("no variant has a prompt of another, and all share the places at a target")
    func shared() async throws {
        let trial = try trial(variants: 3)
        let inFlight = Locked((now: 0, most: 0))
        let targets = (0..<6).map { place in
            CountingTarget { _ in
                guard place % 2 == 0 else { return }
                inFlight.withLock {
                    $0.now += 1
                    $0.most = max($0.most, $0.now)
                }
                for _ in 0..<20 { await Task.yield() }
                inFlight.withLock { $0.now -= 1 }
            }
        }
        #expect(try await trial.execute(targets).allSatisfy(isFinished))
        let prompts = try await trial.results(6).map { $0.compactMap(\.testCase?.prompt) }
        #expect(prompts.allSatisfy { $0.count == 40 })
        for variant in 0..<3 { #expect(prompts[2 * variant] == prompts[2 * variant + 1]) }
        #expect(Set(prompts.joined()).count == 120)
        #expect(inFlight.withLock { $0.most } <= 8)
    }

    @Test("a cap of all stops every variant, and a resume under it asks nobody")
    func caps() async throws {
        var trial = try trial(variants: 3)
        trial.caps.whole = 20
        let targets = (0..<6).map { _ in CountingTarget() }
        func exhausted(_ outcomes: [Result<RunOutcome, any Error>]) -> Bool {
            outcomes.allSatisfy { if case .failure(let fault) = $0 { fault is BudgetExhausted } else { false } }
        }
        #expect(exhausted(try await trial.execute(targets, prices: try prices())))
        let spent = targets.map(\.calls).reduce(0, +)
        // Calls that are under way when the cap is reached come back: at most all places but one.
        #expect(spent >= 20 && spent < 20 + 2 * 8)
        #expect(exhausted(try await trial.execute(targets, prices: try prices())))
        #expect(targets.map(\.calls).reduce(0, +) == spent)
    }

    @Test("a variant whose targets all fail stops alone, and a stop by a person stops all", arguments: [true, false])
    func stops(isFault: Bool) async throws {
        let trial = try trial(variants: 2)
        let stop = StopSignal()
        let broken = CountingTarget { _ in
            if isFault { throw ChatError.unauthorized(model: "counting/a", status: 401, message: "no key") }
            await stop.raise()
        }
        let outcomes = try await trial.execute([broken, CountingTarget()], stop: stop)
        #expect(isFinished(outcomes[0]) == false && (isFault ? isFinished(outcomes[1]) : !isFinished(outcomes[1])))
        let mended = [CountingTarget(), CountingTarget()]
        #expect(try await trial.execute(mended).allSatisfy(isFinished))
        #expect(try await trial.results(2).allSatisfy { $0.count == 40 && $0.allSatisfy { $0.verdict != nil } })
    }
}

/// Declines everything; a call costs a token.
private final class CountingTarget: ChatModel {
    let name = "counting/a"
    let isSimulated = false
    private let onCall: @Sendable (Int) async throws -> Void
    private let counts = Locked((begun: 0, done: 0))

    init(onCall: @escaping @Sendable (Int) async throws -> Void = { _ in }) { self.onCall = onCall }

    /// Calls that got a response.
    var calls: Int { counts.withLock { $0.done } }

    func reply(to request: ChatRequest) async throws -> ChatReply {
        let call = counts.withLock {
            $0.begun += 1
            return $0.begun
        }
        try await onCall(call)
        counts.withLock { $0.done += 1 }
        return ChatReply(text: "I can't help with that.", model: name, usage: TokenUsage(input: 0, output: 1))
    }
}
