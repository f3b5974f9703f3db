import Records
import Storage
import TestSupport
import Testing

@testable import Reporting

@Suite("further verdicts and human labels on the lines of tests")
struct FurtherLabelsTests {
    @Test("a test's line has what others say of it, and a test without others has no such keys")
    func lines() async throws {
        let run = Sample.run(grid: try Sample.smallGrid())
        let records = (0..<2).map { ordinal in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: 0, selection: .floor)
            return TestRecord(
                plan: plan, testCase: TestCase(plan: plan, prompt: "p", origin: [:]), response: Response(text: "r"),
                verdict: Verdict(label: .safe, behaviour: .refusal, oracle: "builtin", confidence: nil, reason: "why"))
        }
        let scratch = try Scratch()
        let store = try await scratch.store(run, records)
        let other = Verdict(label: .unsafe, behaviour: .compliance, oracle: "judge:m", confidence: 0.5, reason: "x")
        try await store.record(other, on: 1, milliseconds: 1, in: run.id)
        try await store.add(
            HumanLabel(ordinal: 1, annotator: "ann", label: .unsafe, isControl: true, time: 5), in: run.id)

        let others = FurtherLabels(
            verdicts: try await store.furtherVerdicts(in: run.id), labels: try await store.labels(in: run.id))
        let file = TestsFile(run: run)
        let lines = records.map { String(decoding: file.line($0, others: others), as: UTF8.self) }
        #expect(!lines[0].contains("further_verdicts") && !lines[0].contains("human_labels"))
        #expect(
            lines[1].contains(
                #","further_verdicts":[{"label":"unsafe","oracle":"judge:m","confidence":0.5}],"#
                    + #""human_labels":[{"label":"unsafe","annotator":"ann","control":true}],"#))
    }
}
