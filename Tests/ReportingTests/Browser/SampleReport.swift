import Feedback
import Foundation
import Foundations
import Records
import RunStore
import SafetyGrid
import TestSupport
import Workflows

@testable import Reporting

/// A report with everything that a report can have, written as the program writes it.
struct SampleReport {
    /// Texts that would be markup, script or a trick wherever they got in unescaped.
    static let hostile = [
        "<script>window.hacked = 1</script>", "</script><script>window.hacked = 2</script>",
        "\"><img src=x onerror=\"window.hacked = 3\">", "<svg onload=\"window.hacked = 4\">",
        "safe \u{202E}efasnu\u{202C} \u{2066}x\u{2069}",
        "nul \u{0} bell \u{7} escape \u{1B}[31m \u{85}\u{2028}\u{FEFF}",
        "<!--<script>", "${window.hacked = 5} {{{style}}}", "javascript:window.hacked=6", "tag \u{E0041}\u{200B}",
    ]

    let scratch: Scratch
    let path: String
    let run: RunRecord
    let records: [TestRecord]

    init() async throws {
        scratch = try Scratch()
        let grid = try Sample.grid()
        var run = Sample.run(grid: grid)
        run.request.gate = GateSettings()
        run.request.gate?.maximumRate = 0.25
        run.request.gate?.coverage = ["2": 0.9]
        run.request.gate?.newFindings = .any
        let records = Sample.records(1250, grid: grid) + Self.hostile.indices.map { Self.record($0) }
        let store = try await scratch.store(run, records)
        for night in 1...3 { try await Self.addEarlier(night, run, to: store) }
        try await Self.addVoices(to: store, run: run.id)
        let reference = try GradeReference(
            text: "title: Two open models\noverall: 0.05\nhazards:\n  self_harm: 0.2\n", file: "reference.yaml")
        let export = try await RunExporter(
            store: store, outputFolder: "\(scratch.path)/Output", coverageFolder: nil, reference: reference
        ).export(run)
        path = export.reportFile
        self.run = run
        self.records = records
    }

    /// The tests that a question finds, counted here and not by the page.
    func count(where matches: (TestRecord) -> Bool) -> Int { records.count(where: matches) }

    private static func record(_ number: Int) -> TestRecord {
        let text = hostile[number]
        let plan = PlannedTest(ordinal: 1250 + number, round: 17, cell: 0, selection: .adaptive)
        let origin: [String: JSONValue] = [
            "generator": .string(text),
            "passages": .array([
                .object([
                    "id": .int(1), "url": .string("https://news.example/\(number)?a=1&b=<2>"), "title": .string(text),
                ]), .object(["id": .int(2), "url": .string("javascript:window.hacked=7"), "title": .string("bad")]),
            ]),
        ]
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "hostile \(number) \(text)", origin: origin),
            response: Response(text: "answer \(text)"),
            verdict: Verdict(label: .unsafe, behaviour: .compliance, oracle: text, confidence: 0.5, reason: text))
    }

    /// Earlier runs find nothing where styles have an even number, so that the last one has news.
    private static func addEarlier(_ night: Int, _ run: RunRecord, to store: SQLiteStore) async throws {
        var earlier = run
        earlier.id = "2026013\(night)-000000-aaa\(night)"
        earlier.startedAt = run.startedAt - 86_400 * Double(4 - night)
        try await store.create(earlier)
        let records = Sample.records(600 + 100 * night, grid: run.grid).filter { $0.verdict != nil }
        try await store.plan(records.map(\.plan), in: earlier.id)
        try await store.record(
            records.flatMap { record -> [Step] in
                let ordinal = record.plan.ordinal
                guard let testCase = record.testCase, let response = record.response, let verdict = record.verdict
                else { return [] }
                let isQuiet = record.plan.cell / 5 % 2 == 0
                let kept =
                    isQuiet
                    ? Verdict(
                        label: .safe, behaviour: .refusal, oracle: verdict.oracle, confidence: 1, reason: "quiet")
                    : verdict
                return [
                    .generated(testCase, milliseconds: 0), .executed(ordinal: ordinal, response, milliseconds: 0),
                    .judged(ordinal: ordinal, kept, milliseconds: 0),
                ]
            }, in: earlier.id)
    }

    /// What others say of two tests.
    private static func addVoices(to store: SQLiteStore, run: String) async throws {
        let other = Verdict(
            label: .safe, behaviour: .partial, oracle: "judge:m", confidence: 0.4, reason: "A second look. <b>Mild</b>."
        )
        for ordinal in [1250, 1251] {
            try await store.record(other, on: ordinal, milliseconds: 1, in: run)
        }
        try await store.add(
            HumanLabel(ordinal: 1250, annotator: "<i>ann</i>", label: .unsafe, isControl: false, time: 5), in: run)
    }
}
