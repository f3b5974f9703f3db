import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Reporting

@Suite("Preference pairs")
struct PreferenceTests {
    /// Two hazards by harmful and twin: cells 0 and 2 are harmful, 1 and 3 are twins.
    static func grid() throws -> Grid {
        func dimension(_ id: DimensionID, _ values: [String]) -> SafetyGrid.Dimension {
            SafetyGrid.Dimension(
                id: id, taxonomy: "t",
                values: values.map { DimensionValue(id: $0, title: $0, definition: "It.", source: "t") })
        }
        return try Grid(dimensions: [dimension(.hazard, ["a", "b"]), dimension(.intent, ["harmful", "twin"])])
    }

    /// What a test asks, and what became of it.
    struct Sketch {
        var cell: Int
        var ask: String?
        var label: Verdict.Label
        var behaviour: Behaviour
        var twinOf: String?
        var exemplars: [Int] = []
        var oracle = "o"
    }

    static func record(_ ordinal: Int, _ sketch: Sketch, prompt: String? = nil) -> TestRecord {
        let plan = PlannedTest(ordinal: ordinal, round: 0, cell: sketch.cell, selection: .floor)
        var origin: [String: JSONValue] = ["generator": .string("t")]
        if let ask = sketch.ask { origin["ask"] = .string(ask) }
        if let twinOf = sketch.twinOf { origin["twin_of"] = .string(twinOf) }
        if !sketch.exemplars.isEmpty {
            origin["exemplars"] = .array(sketch.exemplars.map { .object(["test": .int($0)]) })
        }
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: prompt ?? "prompt \(ordinal)", origin: origin),
            response: Response(text: sketch.behaviour == .blocked ? "" : "response \(ordinal)"),
            verdict: Verdict(
                label: sketch.label, behaviour: sketch.behaviour, oracle: sketch.oracle, confidence: nil, reason: "r"))
    }

    private func pool(_ records: [TestRecord], others: [TestRecord] = []) throws -> (PreferencePool, [PreferenceCase]) {
        let grid = try Self.grid()
        let cases = records.compactMap { PreferenceCase($0, grid: grid) }
        var pool = PreferencePool()
        for test in cases { pool.gather(test) }
        pool.close()
        for record in records + others {
            if let test = PreferenceCase(record, grid: grid) { pool.add(test) }
        }
        return (pool, cases)
    }

    private func pairs(_ sketches: [Sketch]) throws -> (pairs: [PreferencePair], leftOut: Int) {
        var (pool, cases) = try pool(sketches.enumerated().map { Self.record($0, $1) })
        return (cases.compactMap { pool.pair(of: $0) }, pool.leftOut)
    }

    private static let fixed = PreferencePool.fixedRefusal

    @Test("each kind of test makes the pair that it should")
    func kinds() throws {
        let (pairs, leftOut) = try pairs([
            Sketch(cell: 0, ask: "x", label: .unsafe, behaviour: .compliance),
            Sketch(cell: 0, ask: "x", label: .safe, behaviour: .refusal),
            Sketch(cell: 0, ask: "x", label: .safe, behaviour: .refusal),
            Sketch(cell: 2, ask: "y", label: .unsafe, behaviour: .partial),
            Sketch(cell: 2, ask: "z", label: .safe, behaviour: .refusal),
            Sketch(cell: 1, ask: "t", label: .safe, behaviour: .refusal, twinOf: "x"),
            Sketch(cell: 1, ask: "t", label: .safe, behaviour: .compliance, twinOf: "x"),
            Sketch(cell: 3, ask: "u", label: .safe, behaviour: .partial, twinOf: "y"),
            Sketch(cell: 3, ask: "v", label: .safe, behaviour: .compliance, twinOf: "y"),
            // These say nothing: no label, a twin called unsafe, an item, no text.
            Sketch(cell: 0, ask: "x", label: .unknown, behaviour: .compliance),
            Sketch(cell: 1, ask: "t", label: .unknown, behaviour: .refusal),
            Sketch(cell: 0, ask: "w", label: .unsafe, behaviour: .compliance, oracle: "exact"),
            Sketch(cell: 3, ask: "v", label: .safe, behaviour: .blocked, twinOf: "y"),
        ])
        let shown = pairs.map { pair in
            "\(pair.kind.rawValue) \(pair.test.id): \(pair.chosen.text) [\(pair.chosen.source)] over "
                + "\(pair.rejected.text) [\(pair.rejected.source)]"
        }
        let id = { TestsFile.id(ordinal: $0) }
        #expect(
            shown == [
                "finding \(id(0)): response 1 [ask] over response 0 [response]",
                "contrast \(id(1)): response 1 [response] over response 0 [ask]",
                "finding \(id(3)): \(Self.fixed) [fixed] over response 3 [response]",
                "over_refusal \(id(5)): response 6 [ask] over response 5 [response]",
                "twin \(id(6)): response 6 [response] over response 5 [ask]",
                "twin \(id(8)): response 8 [response] over \(Self.fixed) [fixed]",
            ])
        #expect(leftOut == 1)
    }

    @Test("a response to the same prompt in any run comes before one to the same ask")
    func samePrompt() throws {
        let finding = Sketch(cell: 0, ask: "x", label: .unsafe, behaviour: .compliance)
        let refusal = Sketch(cell: 0, ask: "x", label: .safe, behaviour: .refusal)
        let (gathered, cases) = try pool(
            [Self.record(0, finding), Self.record(1, refusal)], others: [Self.record(7, refusal, prompt: "prompt 0")])
        var pool = gathered
        let pair = pool.pair(of: cases[0])
        #expect(pair?.chosen == .init(text: "response 7", source: .response))
        // The same prompt with both outcomes: the pair is made once.
        let (twice, both) = try self.pool([
            Self.record(0, finding, prompt: "p"), Self.record(1, refusal, prompt: "p"),
        ])
        pool = twice
        #expect(both.compactMap { pool.pair(of: $0) }.count == 1)
    }

    private static func sketches(_ random: inout SeededRandom) -> [Sketch] {
        let outcomes: [(Verdict.Label, Behaviour)] = [
            (.unsafe, .compliance), (.safe, .refusal), (.safe, .compliance), (.safe, .partial),
        ]
        let asks = Int.random(in: 1...12, using: &random)
        return (0..<Int.random(in: 1...60, using: &random)).map { ordinal in
            let (label, behaviour) = outcomes[Int.random(in: 0..<4, using: &random)]
            let isTwin = label == .safe && Bool.random(using: &random)
            let ask = Int.random(in: 0..<asks, using: &random)
            let hazard = ask % 2
            // Some prompts are a model's, and have no ask; some twins are from before they had a partner.
            let isModels = Int.random(in: 0..<6, using: &random) == 0
            let isOpen = Int.random(in: 0..<40, using: &random) == 0
            return Sketch(
                cell: 2 * hazard + (isTwin ? 1 : 0), ask: isModels ? nil : isTwin ? "twin \(ask)" : "ask \(ask)",
                label: label, behaviour: behaviour, twinOf: isTwin && !isOpen ? "ask \(ask)" : nil,
                exemplars: isModels && ordinal > 0 ? [Int.random(in: 0..<ordinal, using: &random)] : [])
        }
    }

    @Test("no ask stands on both sides, nor a twin and its harmful ask, nor a prompt and the one it was written after")
    func leakage() throws {
        let scratch = try Scratch()
        var bothSides = 0
        for seed in 0..<200 {
            var random = SeededRandom(seed: UInt64(seed))
            let sketches = Self.sketches(&random)
            let records = sketches.enumerated().map { Self.record($0, $1) }
            let share = Double.random(in: 0.05...0.6, using: &random)
            let (gathered, cases) = try pool(records)
            var pool = gathered
            let export = try PreferenceExport(
                path: "\(scratch.path)/pairs", pool: pool, share: share, seed: UInt64(seed))
            var (train, test) = (Set<String>(), Set<String>())
            // A twin from before they had partners may resemble any ask of its hazard.
            let open = Set(cases.filter { $0.isTwin && !$0.hasPartner }.map(\.hazard))
            for pair in cases.compactMap({ pool.pair(of: $0) }) {
                let keys =
                    [pair.test.ask] + pair.test.related
                    + (open.contains(pair.test.hazard) ? ["hazard \(pair.test.hazard)"] : [])
                if export.isTest(pair) { test.formUnion(keys) } else { train.formUnion(keys) }
            }
            #expect(train.isDisjoint(with: test), "seed \(seed): \(train.intersection(test))")
            if !train.isEmpty, !test.isEmpty { bothSides += 1 }
            // Another order of the tests draws the same.
            let (turned, _) = try self.pool(records.reversed())
            let other = try PreferenceExport(
                path: "\(scratch.path)/turned", pool: turned, share: share, seed: UInt64(seed))
            for test in cases where pool.paired.contains(test.ask) {
                let pair = PreferencePair(
                    kind: .twin, test: test, chosen: .init(text: "", source: .fixed),
                    rejected: .init(text: "", source: .fixed))
                #expect(export.isTest(pair) == other.isTest(pair))
            }
        }
        #expect(bothSides > 100, "\(bothSides)")
    }

    @Test("of two groups one is drawn, of one none, and another seed draws others")
    func drawing() {
        var groups = AskGroups()
        for ask in 0..<40 { groups.join(["ask \(ask)", "twin \(ask)"]) }
        let all = (0..<40).map { "ask \($0)" }
        #expect(groups.drawn(0.25, among: all, seed: 1).count == 10)
        #expect(groups.drawn(0.25, among: all, seed: 1) == groups.drawn(0.25, among: all.reversed(), seed: 1))
        #expect(groups.drawn(0.25, among: all, seed: 1) != groups.drawn(0.25, among: all, seed: 2))
        #expect(groups.drawn(0.01, among: ["ask 1", "twin 2"], seed: 1).count == 1)
        #expect(groups.drawn(0.99, among: ["ask 1", "twin 2"], seed: 1).count == 1)
        #expect(groups.drawn(0.5, among: ["ask 1", "twin 1"], seed: 1).isEmpty)
        #expect(groups.drawn(0, among: all, seed: 1).isEmpty && groups.group(of: "nobody") == nil)
        #expect(groups.group(of: "twin 7") == groups.group(of: "ask 7"))
    }

    @Test(
        "the file to test with stands beside the other",
        arguments: [
            ("pairs.jsonl", "pairs.test.jsonl"), ("a.b/pairs", "a.b/pairs.test"), ("x/.pairs", "x/.pairs.test"),
            ("out/p.1.jsonl", "out/p.1.test.jsonl"),
        ])
    func path(train: String, test: String) {
        #expect(PreferenceExport.testPath(train) == test)
    }
}
