import Foundation
import Foundations
import Records
import SafetyGrid
import Testing

@testable import Reporting

@Suite("Tests in the report's page")
struct ReportDataTests {
    private struct Broken: Error {}

    /// What a block of the page holds.
    private static func unpacked(_ block: [UInt8]) throws -> JSONValue {
        let packed = Array(try #require(Data(base64Encoded: Data(block))))
        let text = try packed.withUnsafeBufferPointer { bytes throws(Gzip.Fault) in
            try Gzip.unpacked(bytes, limit: 8_000_000)
        }
        return try JSONDecoder().decode(JSONValue.self, from: Data(text))
    }

    private static func tests(_ blocks: some Sequence<[UInt8]>) throws -> [JSONValue] {
        try blocks.flatMap { block -> [JSONValue] in
            guard case .array(let tests) = try unpacked(block) else { throw Broken() }
            return tests
        }
    }

    private static func record(_ ordinal: Int, unsafe: Bool, text: String = "text") -> TestRecord {
        let plan = PlannedTest(ordinal: ordinal, round: ordinal / 10, cell: ordinal % 4, selection: .floor)
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "\(text) \(ordinal)", origin: [:]),
            response: Response(text: text, reasoning: unsafe ? "thoughts" : nil),
            verdict: Verdict(
                label: unsafe ? .unsafe : .safe, behaviour: .refusal, oracle: "o", confidence: 1, reason: "why"))
    }

    @Test("every test is there with all that is known of it, and nothing that is not")
    func whole() throws {
        let grid = try Sample.smallGrid()
        var blocks = TestBlocks(grid: grid)
        let other = Verdict(label: .safe, behaviour: .partial, oracle: "second", confidence: nil, reason: "else")
        let person = HumanLabel(ordinal: 0, annotator: "ann", label: .unsafe, isControl: true, time: 1)
        try blocks.add(Self.record(0, unsafe: true, text: "</script>\u{0}"), further: [other], labels: [person])
        try blocks.add(
            TestRecord(
                plan: PlannedTest(ordinal: 1, round: 3, cell: 2, selection: .floor),
                failure: TestFailure(stage: .executed, reason: "no answer", retryable: false)), further: [], labels: [])
        try blocks.add(
            TestRecord(plan: PlannedTest(ordinal: 2, round: 3, cell: 2, selection: .floor)), further: [], labels: [])
        var ended = try blocks.ended()
        let all = try blocks.finish()
        #expect(try ended.finish() == all)
        for block in all {
            #expect(block.allSatisfy { UInt8(ascii: "+")...UInt8(ascii: "z") ~= $0 && $0 != UInt8(ascii: "<") })
        }
        let head = try Self.unpacked(all[0])
        #expect(head["tests"] == .int(3) && head["rounds"] == .int(4))
        let tests = try Self.tests(all.dropFirst())
        #expect(tests[0]["id"] == .string("00000") && tests[0]["label"] == .string("unsafe"))
        #expect(tests[0]["response"] == .string("</script>\u{0}") && tests[0]["cut"] == nil)
        #expect(tests[0]["reasoning"] == .string("thoughts") && tests[1]["reasoning"] == nil)
        #expect(tests[0]["differ"] == .bool(true))
        guard case .array(let verdicts)? = tests[0]["verdicts"] else { throw Broken() }
        #expect(verdicts.map { $0["reason"] } == [.string("why"), .string("else")])
        #expect(verdicts.map { $0["oracle"] } == [.string("o"), .string("second")])
        #expect(
            tests[0]["people"]
                == .array([
                    .object(["label": .string("unsafe"), "control": .bool(true), "annotator": .string("ann")])
                ]))
        #expect(tests[1]["label"] == .string("failed") && tests[1]["prompt"] == nil)
        #expect(tests[1]["failure"] == .string("before it was executed: no answer"))
        #expect(tests[2]["label"] == .string("unfinished") && tests[2]["verdicts"] == nil)
    }

    @Test("when room runs out findings keep their texts longest, then tests are listed, then counted")
    func room() throws {
        var limits = TestBlocks.Limits()
        limits.block = 400
        limits.texts = 1500
        limits.findings = 3000
        limits.tests = 6000
        var blocks = TestBlocks(grid: try Sample.smallGrid(), limits: limits)
        var random = SeededRandom(seed: 5)
        for ordinal in 0..<200 {
            let text = (0..<200).map { _ in String(UnicodeScalar(UInt8.random(in: 97...122, using: &random))) }.joined()
            try blocks.add(Self.record(ordinal, unsafe: ordinal % 2 == 0, text: text), further: [], labels: [])
        }
        let all = try blocks.finish()
        #expect(all.reduce(0) { $0 + $1.count } < 8000)
        #expect(blocks.leftOut > 0 && blocks.cut > 0 && blocks.listed + blocks.leftOut == 200)
        let tests = try Self.tests(all.dropFirst())
        #expect(tests.count == blocks.listed)
        #expect(tests.count { $0["cut"] == .bool(true) } == blocks.cut)
        let first = try #require(tests.firstIndex { $0["cut"] != nil })
        #expect(tests[first]["label"] == .string("safe") && tests[first]["response"] == nil)
        #expect(tests[first...].contains { $0["label"] == .string("unsafe") && $0["response"] != nil })
        #expect(tests.last?["cut"] == .bool(true))
    }

    @Test("a text longer than the page has room for is cut, and the test says so")
    func long() throws {
        var blocks = TestBlocks(grid: try Sample.smallGrid())
        let text = String(repeating: "ä", count: FindingItem.responseLimit + 1)
        try blocks.add(Self.record(0, unsafe: true, text: text), further: [], labels: [])
        let test = try #require(try Self.tests(blocks.finish().dropFirst()).first)
        #expect(test["cut"] == .bool(true))
        #expect(test["response"]?.stringValue?.unicodeScalars.count == FindingItem.responseLimit)
    }
}
