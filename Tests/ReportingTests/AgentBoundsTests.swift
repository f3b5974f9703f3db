import Analysis
import Foundation
import Records
import SafetyGrid
import TestSupport
import Testing

@testable import Reporting

@Suite("what an agent from outside tried beyond its bounds")
struct AgentBoundsTests {
    private func record(refused: Int, oversized: Int, late: Int) throws -> (RunRecord, TestRecord) {
        let grid = try Sample.smallGrid()
        let plan = PlannedTest(ordinal: 3, round: 0, cell: 0, selection: .floor)
        let reply = TurnReply(
            Response(text: "Done."), refusedCalls: refused, oversizedMessages: oversized, milliseconds: 1)
        var record = TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "Pay the rent.", origin: [:]),
            response: reply.response,
            verdict: Verdict(
                label: .unsafe, behaviour: .compliance, oracle: Verdict.byRules, confidence: 1, reason: "r"))
        record.turns = [Turn("Pay the rent.", replies: [reply])]
        record.lateCalls = late
        return (Sample.run(grid: grid), record)
    }

    @Test("stands in tests.jsonl, in the text of a test and on the page of the report")
    func shown() throws {
        let (run, record) = try record(refused: 4, oversized: 2, late: 3)
        let line = String(decoding: TestsFile(run: run).line(record), as: UTF8.self)
        for part in [#""refused_calls":4"#, #""oversized_messages":2"#, #""late_calls":3"#] {
            #expect(line.contains(part), "\(line)")
        }
        let text = TestText(record, of: run).text(showResponse: true, color: false)
        for part in ["4 further calls, beyond the bound", "2 messages that were not read", "late calls    3, when no"] {
            #expect(text.contains(part), "\(text)")
        }
        var statistics = RunStatistics(run)
        statistics.add(record)
        let page = String(decoding: try ReportFile(RunAnalysis(statistics)).bytes(), as: UTF8.self)
        #expect(page.contains("4 further calls were refused, 2 messages were too large to be read."))
        #expect(page.contains("3 calls came when no reply was waited for"))
    }

    @Test("is not spoken of where nothing was tried")
    func silent() throws {
        let (run, record) = try record(refused: 0, oversized: 0, late: 0)
        let line = String(decoding: TestsFile(run: run).line(record), as: UTF8.self)
        let text = TestText(record, of: run).text(showResponse: true, color: false)
        for word in ["refused", "oversized", "late_calls"] { #expect(!line.contains(word)) }
        for word in ["beyond", "too large", "late calls"] { #expect(!text.contains(word)) }
    }
}
