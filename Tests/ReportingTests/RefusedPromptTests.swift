import Foundation
import Foundations
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Refused prompts")
struct RefusedPromptTests {
    private let run: RunRecord
    private var statistics: RunStatistics

    init() throws {
        run = Sample.run(grid: try Sample.smallGrid())
        statistics = RunStatistics(run)
        for record in Self.records { statistics.add(record) }
    }

    /// A prompt that two texts were refused before, one that a template wrote, and two tests that failed for the same reason.
    private static var records: [TestRecord] {
        let plans = (0..<4).map { PlannedTest(ordinal: $0, round: 0, cell: $0 % 2, selection: .floor) }
        func refused(_ counts: [String: JSONValue]) -> [String: JSONValue] {
            ["generator": .string("openai/writer"), "refused": .object(counts)]
        }
        let template: [String: JSONValue] = [
            "generator": .string("template"), "fallback": .string("few"), "poor_batches": .int(3),
        ]
        var counts = RefusedPrompts()
        for reason in [PromptRefusal.echo, .noRequest] { counts.add(reason) }
        return [
            TestRecord(
                plan: plans[0],
                testCase: TestCase(
                    plan: plans[0], prompt: "p",
                    origin: refused(["no_request": .int(1), "debris": .int(4), "unheard_of": .int(7), "echo": .int(-2)])
                )),
            TestRecord(plan: plans[1], testCase: TestCase(plan: plans[1], prompt: "q", origin: template)),
            TestRecord(
                plan: plans[2],
                failure: TestFailure(stage: .generated, reason: "none", retryable: false, refused: counts)),
            TestRecord(plan: plans[3], failure: TestFailure(stage: .generated, reason: "none", retryable: false)),
        ]
    }

    @Test("they are counted by reason, from origins and failures, and told apart from the failures' reasons")
    func counts() {
        #expect(statistics.refused.counts == [.debris: 4, .noRequest: 2, .echo: 1])
        #expect(statistics.leftToTemplates.tests == 1 && statistics.leftToTemplates.cells == [1])
        #expect(statistics.failures.map(\.count) == [2])
    }

    @Test("the summary has them in the order of the reasons, and nothing when nothing was refused")
    func summary() {
        let json = RunAnalysis(statistics).summary.oneLine
        #expect(json.contains(#""refused":{"total":7,"debris":4,"echo":1,"no_request":2},"cells_total""#), "\(json)")
        #expect(!RunAnalysis(RunStatistics(run)).summary.oneLine.contains("refused"))
    }

    @Test("a summary that was read is the one that was written")
    func decoded() throws {
        let summary = try JSONDecoder().decode(
            RunSummary.self, from: Data(RunAnalysis(statistics).summary.oneLine.utf8))
        #expect(summary.refused?.counts == [.debris: 4, .noRequest: 2, .echo: 1])
    }

    @Test("the report names them with what was done about it")
    func report() throws {
        let page = String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
        #expect(page.contains("were not sent: 7: debris 4, no request 2, echo of the instruction 1."), "\(page.count)")
        #expect(page.contains("templates wrote in its place: 1 tests of 1 cells"))
        let none = String(decoding: try ReportFile(RunAnalysis(RunStatistics(run))).bytes(), as: UTF8.self)
        #expect(!none.contains("were not sent"))
    }

    @Test("a test shows what was refused before its prompt, or in its place", arguments: [0, 2])
    func shown(ordinal: Int) {
        let text = TestText(Self.records[ordinal], of: run).text(width: 100, showResponse: false, color: false)
        #expect(
            text.contains(ordinal == 0 ? "refused       5: debris 4, no request 1, since" : "refused       2: "),
            "\(text)")
        #expect(!text.contains("unheard_of"))
    }

    @Test("the line of a test that failed has them")
    func line() {
        let line = String(decoding: TestsFile(run: run).line(Self.records[2]), as: UTF8.self)
        #expect(line.contains(#""retryable":false,"refused":{"echo":1,"no_request":1}}"#), "\(line)")
    }

    @Test("counts are stored by the reasons' words, and a word that no version wrote is damage")
    func stored() throws {
        var refused = RefusedPrompts()
        for reason in [PromptRefusal.debris, .tooShort, .debris] { refused.add(reason) }
        let data = try JSONEncoder().encode(refused)
        #expect(try JSONDecoder().decode([String: Int].self, from: data) == ["debris": 2, "too_short": 1])
        #expect(try JSONDecoder().decode(RefusedPrompts.self, from: data) == refused)
        #expect(throws: DecodingError.self) {
            try JSONDecoder().decode(RefusedPrompts.self, from: Data(#"{"odd":1}"#.utf8))
        }
    }
}
