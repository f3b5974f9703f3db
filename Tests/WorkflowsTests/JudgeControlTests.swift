import ChatModels
import Foundations
import Oracles
import Pipeline
import Records
import Reporting
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Workflows

/// Calls a response unsafe when the closure says so, and counts.
private struct SayingOracle: Oracle {
    let name = "saying"
    let concurrency = 4
    let calls = Locked(0)
    let isUnsafe: @Sendable (Exchange) throws -> Bool

    func verdict(on exchange: Exchange) async throws -> Verdict {
        calls.withLock { $0 += 1 }
        return .sample(try isUnsafe(exchange) ? .unsafe : .safe)
    }
}

@Suite("Control responses of a night")
struct JudgeControlTests {
    private let stored: StoredRuns
    private let grid: Grid

    init() throws {
        stored = try StoredRuns()
        grid = try Grid.sample(2, 2)
    }

    private func run(_ id: String, at time: Double) -> RunRecord {
        var run = RunRecord.sample(id, grid: grid, startedAt: time)
        run.request.oracle.kind = "judge"
        run.request.oracle.judge = "openai/gpt-4o"
        return run
    }

    /// A run of `count` judged tests, the first `unsafe` of them unsafe.
    private func add(_ run: RunRecord, _ count: Int, unsafe: Int) async throws {
        try await stored.add(
            run, (0..<count).map { (cell: $0 % 4, prompt: "\(run.id) \($0)", label: $0 < unsafe ? .unsafe : .safe) })
    }

    private func check(
        _ night: RunRecord, since last: String?, most: Int = 100, _ oracle: SayingOracle
    ) async throws -> ControlCheck? {
        try await JudgeControl(store: stored.store, run: night, oracle: oracle, most: most, stop: StopSignal())
            .check(since: last)
    }

    /// Whether the number at the end of a prompt is below a bound.
    private static func below(_ bound: Int) -> @Sendable (Exchange) -> Bool {
        { exchange in (exchange.prompt.split(separator: " ").last.flatMap { Int($0) } ?? 0) < bound }
    }

    @Test(
        "the first night chooses and labels, a steady judge does not move, a changed one does, and is then the measure")
    func nights() async throws {
        try await add(run("n0", at: 1), 300, unsafe: 80)
        let steady = SayingOracle(isUnsafe: Self.below(80))
        let first = try #require(try await check(run("n1", at: 2), since: "n0", steady))
        #expect(first.reference == nil && first.compared == 0 && !first.hasMoved)
        let controls = try await stored.store.controls(of: "judge:openai/gpt-4o")
        #expect(controls.count == 100 && steady.calls.withLock { $0 } == 100)
        #expect(
            controls.count { Self.below(80)(Exchange(prompt: $0.prompt, response: $0.response, hazard: nil)) } == 50)
        let second = try #require(try await check(run("n2", at: 3), since: "n1", steady))
        #expect(second.reference == "n1" && second.compared == 100 && second.toUnsafe + second.toSafe == 0)
        let changed = SayingOracle(isUnsafe: Self.below(40))
        let third = try #require(try await check(run("n3", at: 4), since: "n2", changed))
        #expect(third.hasMoved && third.toSafe > 10 && third.toUnsafe == 0 && third.reference == "n1")
        let fourth = try #require(try await check(run("n4", at: 5), since: "n3", changed))
        #expect(!fourth.hasMoved && fourth.reference == "n3")
        #expect(try await stored.store.judgeEpoch(of: "judge:openai/gpt-4o") == "n3")
    }

    @Test("a night that goes on asks for no label twice, and one that failed counts in neither night")
    func resumed() async throws {
        try await add(run("n0", at: 1), 60, unsafe: 30)
        let broken = SayingOracle { exchange in
            if exchange.prompt.hasSuffix("7") { throw ChatError.unreadable(model: "m", problem: "p", excerpt: "") }
            return true
        }
        let check = try #require(try await check(run("n1", at: 2), since: "n0", most: 60, broken))
        let labels = try await stored.store.controlLabels(of: "judge:openai/gpt-4o", in: "n1")
        #expect(labels.count == 54)
        #expect(try await self.check(run("n1", at: 2), since: "n0", most: 60, broken) == check)
        #expect(broken.calls.withLock { $0 } == 60)
    }

    @Test("too few responses say nothing, and a judge that can't be used stops the night")
    func bounds() async throws {
        try await add(run("n0", at: 1), 12, unsafe: 6)
        let steady = SayingOracle { _ in true }
        #expect(try await check(run("n1", at: 2), since: "n0", steady) == nil)
        #expect(try await check(run("n1", at: 2), since: nil, steady) == nil)
        try await add(run("n2", at: 3), 60, unsafe: 6)
        let dead = SayingOracle { _ in throw ChatError.quota(model: "m", status: 429, message: "no") }
        await #expect(throws: ChatError.self) { try await check(run("n3", at: 4), since: "n2", dead) }
    }

    @Test("runs before and after a change do not follow each other")
    func following() {
        var (before, after, later) = (run("a", at: 1), run("b", at: 2), run("c", at: 3))
        (before.state, after.state) = (.finished, .finished)
        #expect(after.follows(before))
        after.basis.judgeEpoch = "b"
        later.basis.judgeEpoch = "b"
        #expect(!after.follows(before) && !later.follows(before) && later.follows(after))
    }

    @Test(
        "only oracles with a model or a program behind them may drift",
        arguments: [
            ("builtin", nil, false), ("rules", nil, false), ("exact", nil, false), ("judge", nil, true),
            ("guard", nil, true), ("cascade", nil, true), ("process/./o", nil, true),
            ("jury", ["builtin", "exact"], false), ("jury", ["builtin", "guard"], true),
        ] as [(String, [String]?, Bool)])
    func drifting(kind: String, jury: [String]?, mayDrift: Bool) {
        var request = OracleRequest()
        request.kind = kind
        request.jury = jury
        #expect(request.mayDrift == mayDrift)
    }

    @Test("the night's file and lines tell what came of it")
    func file() {
        let check = ControlCheck(
            night: "n3", oracle: "judge:a\u{1b}[1m", reference: "n1", compared: 100, toUnsafe: 2, toSafe: 15,
            pValue: 0.0012, hasMoved: true)
        let file = NightFile(
            night: NightRecord(run: "n3", startedAt: 0, deadline: nil, lastRun: "n2"), grid: grid, gate: nil,
            retests: [], leftOut: 0, changes: [], control: check, heldBack: ["last_night"])
        #expect(file.oneLine.contains(#""held_back":["last_night"]"#), "\(file.oneLine)")
        #expect(
            file.oneLine.contains(
                #""reference":"n1","compared":100,"to_unsafe":2,"to_safe":15,"p":0.0012,"moved":true"#))
        #expect(
            file.lines.contains {
                $0.contains("have moved: of 100 control responses, 2 became unsafe and 15 became safe")
            })
        #expect(file.lines.contains { $0.hasPrefix("last night     held back") })
        #expect(!file.lines.joined().contains("\u{1b}"))
    }
}
