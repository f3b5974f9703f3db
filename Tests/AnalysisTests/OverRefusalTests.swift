import Feedback
import Foundation
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Over-refusal")
struct OverRefusalTests {
    /// Two hazards by harmful and twin: cells 0 and 2 are harmful, 1 and 3 are twins.
    private static func grid() throws -> Grid {
        func dimension(_ id: DimensionID, _ values: [String]) -> SafetyGrid.Dimension {
            SafetyGrid.Dimension(
                id: id, taxonomy: "t",
                values: values.map { DimensionValue(id: $0, title: $0, definition: "It.", source: "t") })
        }
        return try Grid(dimensions: [dimension(.hazard, ["a", "b"]), dimension(.intent, ["harmful", "twin"])])
    }

    private func statistics(_ tests: [(Int, Verdict.Label, Behaviour)]) throws -> RunStatistics {
        var statistics = RunStatistics(Sample.run(grid: try Self.grid()))
        for (ordinal, test) in tests.enumerated() {
            statistics.add(
                TestRecord(
                    plan: PlannedTest(ordinal: ordinal, round: 0, cell: test.0, selection: .floor),
                    testCase: TestCase(
                        plan: PlannedTest(ordinal: ordinal, round: 0, cell: test.0, selection: .floor),
                        prompt: "prompt <\(ordinal)>", origin: [:]),
                    response: Response(text: "response"),
                    verdict: Verdict(label: test.1, behaviour: test.2, oracle: "o", confidence: nil, reason: "because"))
            )
        }
        return statistics
    }

    private static let tests: [(Int, Verdict.Label, Behaviour)] = [
        (0, .unsafe, .compliance), (0, .safe, .refusal), (2, .safe, .refusal), (2, .safe, .refusal),
        (1, .safe, .refusal), (1, .safe, .compliance), (1, .unknown, .compliance), (3, .safe, .partial),
        (3, .safe, .blocked), (3, .unknown, .empty), (3, .unsafe, .compliance),
    ]

    @Test("twins are counted apart from harm, and harm apart from twins")
    func apart() throws {
        let analysis = RunAnalysis(try statistics(Self.tests))
        #expect(analysis.rate.findings == 1 && analysis.rate.judged == 4)
        #expect(analysis.groupRates.map(\.judged) == [2, 2])
        #expect(analysis.rates(dimension: 1).map(\.judged) == [4, 0])
        let summary = analysis.summary
        #expect(summary.judged == 11 && summary.findings == 1 && summary.asr == 0.25)
        // What is empty or of no label tells of no refusal, unless there was a response.
        #expect(summary.overRefusal?.refused == 3 && summary.overRefusal?.judged == 6)
        #expect(summary.overRefusalHazards?["a"]?.refused == 1 && summary.overRefusalHazards?["b"]?.judged == 3)
        #expect(analysis.statistics.coverage.depth == [2, 3, 2, 4])
    }

    @Test("the statistics of conversations go over those that ask for harm alone", arguments: [(0, 1), (1, 0)])
    func conversations(cell: Int, counted: Int) throws {
        let plan = PlannedTest(ordinal: 0, round: 0, cell: cell, selection: .floor)
        var record = TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "prompt", origin: [:]),
            response: Response(text: "response"),
            verdict: Verdict(label: .safe, behaviour: .compliance, oracle: "o", confidence: nil, reason: "because"))
        record.turns = [Turn("prompt", replies: [TurnReply(Response(text: "response"), milliseconds: 1)])]
        var statistics = RunStatistics(Sample.run(grid: try Self.grid()))
        statistics.add(record)
        #expect(statistics.judged == 1 && statistics.conversations.count == counted)
    }

    @Test("a grid without twins has no over-refusal anywhere")
    func none() throws {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid()))
        for record in Sample.records(30, grid: try Sample.smallGrid()) { statistics.add(record) }
        let summary = RunAnalysis(statistics).summary
        #expect(summary.overRefusal == nil && !summary.oneLine.contains("over_refusal"))
    }

    @Test(
        "the gate goes by the upper bound, and fails without a judged twin", arguments: [(0.9, true), (0.5, false)])
    func gate(limit: Double, passes: Bool) throws {
        var settings = GateSettings()
        settings.maximumOverRefusal = limit
        let check = try #require(
            try Gate(settings).result(of: RunAnalysis(try statistics(Self.tests))).checks.first)
        #expect(check.gate == "max-over-refusal" && check.passed == passes)
        #expect(check.reason.contains("3 of 6 twins refused"))
        let empty = try Gate(settings).result(of: RunAnalysis(try statistics([(0, .safe, .refusal)])))
        #expect(!empty.passed && empty.checks[0].reason.contains("no judged twin"))
    }

    @Test("a rise of refusals is told by Fisher's exact test")
    func change() throws {
        let base = OverRefusal(refused: 1, of: 10)
        let change = try #require(OverRefusalChange(base: base, new: OverRefusal(refused: 6, of: 10)))
        // R 4.2: fisher.test(matrix(c(6,4,1,9),2), alternative="greater")$p.value
        #expect(abs(change.risePValue - 0.02864) < 0.0001)
        #expect(OverRefusalChange(base: nil, new: base) == nil)
    }

    @Test("exports, the report and tests.jsonl show refused twins as findings of their own kind")
    func exports() throws {
        let statistics = try statistics(Self.tests)
        let analysis = RunAnalysis(statistics)
        let result = RunResult(analysis, isRedacted: false)
        #expect(JUnitExport().text(of: result).contains("classname=\"sextant.over_refusal\" name=\"b\""))
        let sarif = SARIFExport().text(of: result)
        #expect(sarif.components(separatedBy: "A request that should be met was refused in").count == 4)
        #expect(MarkdownExport().text(of: result).contains("Over-refusal: **3** of 6"))
        let metrics = PrometheusExport().text(of: result)
        #expect(metrics.contains("sextant_over_refusal_ratio"))
        #expect(
            metrics.split(separator: "\n").contains {
                $0.hasPrefix("sextant_category_judged_twins") && $0.hasSuffix("category=\"b\"} 3.0")
            })
        let annotations = GitHubExport().text(of: result)
        #expect(annotations.contains("3 of 6 harmless twins refused"))
        #expect(annotations.components(separatedBy: "::notice title=over_refusal").count == 4)
        let file = TestsFile(run: statistics.run)
        let lines = Self.tests.indices.map { ordinal in
            String(
                decoding: file.line(
                    TestRecord(
                        plan: PlannedTest(ordinal: ordinal, round: 0, cell: Self.tests[ordinal].0, selection: .floor),
                        verdict: Verdict(
                            label: Self.tests[ordinal].1, behaviour: Self.tests[ordinal].2, oracle: "o",
                            confidence: nil,
                            reason: "r"))), as: UTF8.self)
        }
        #expect(lines.indices.filter { lines[$0].contains("\"finding\":\"over_refusal\"") } == [4, 7, 8])
        #expect(try #require(OverRefusalTable(analysis)).text(color: false).contains("all"))
    }

    /// A finished run of the sample target, with two harmful tests and as many twins as are named, so many of them refused.
    private static func run(
        _ id: String, at time: Double, systemPrompt: String?, refused: Int, of twins: Int
    ) throws -> (RunRecord, [TestRecord]) {
        let grid = try grid()
        var request = RunRequest()
        request.target.systemPrompt = systemPrompt
        let run = RunRecord(
            id: id, startedAt: time, state: .finished, request: request, grid: grid, simulated: true)
        let records = (0..<(twins + 2)).map { ordinal in
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: ordinal < 2 ? 0 : 1, selection: .floor)
            let isRefused = ordinal < 2 || ordinal - 2 < refused
            return TestRecord(
                plan: plan, testCase: TestCase(plan: plan, prompt: "prompt \(ordinal) of \(id)", origin: [:]),
                response: Response(text: "response"),
                verdict: Verdict(
                    label: .safe, behaviour: isRefused ? .refusal : .compliance, oracle: "o", confidence: nil,
                    reason: "r"
                ))
        }
        return (run, records)
    }

    @Test("the trend shows it, and each other system prompt is a point of its own")
    func systemPrompts() async throws {
        let scratch = try Scratch()
        let runs = try [
            Self.run("a", at: 1, systemPrompt: "Decline everything.", refused: 9, of: 10),
            Self.run("b", at: 2, systemPrompt: "Decline everything.", refused: 8, of: 10),
            Self.run("c", at: 3, systemPrompt: "Be kind <b>.", refused: 2, of: 10),
            Self.run("d", at: 4, systemPrompt: nil, refused: 1, of: 10),
        ]
        let store = try SQLiteStore.openForWriting("\(scratch.path)/sextant.sqlite")
        for (run, records) in runs {
            try await store.create(run)
            try await store.plan(records.map(\.plan), in: run.id)
            for record in records {
                guard let testCase = record.testCase, let response = record.response, let verdict = record.verdict
                else {
                    continue
                }
                let ordinal = record.plan.ordinal
                try await store.record(
                    [
                        .generated(testCase, milliseconds: 0), .executed(ordinal: ordinal, response, milliseconds: 0),
                        .judged(ordinal: ordinal, verdict, milliseconds: 0),
                    ], in: run.id)
            }
        }
        let analysis = try await RunAnalyst(store: store).analysis(of: runs[3].0)
        let history = try #require(analysis.history)
        #expect(history.points.map(\.overRefusal?.refused) == [9, 8, 2, 1])
        #expect(history.otherSystemPrompts.map(\.run) == ["b", "c"])
        #expect(history.overRefusals?.base.refused == 2)
        let page = String(decoding: try ReportFile(analysis).bytes(), as: UTF8.self)
        #expect(page.contains("trend-over-refusal") && page.contains("system prompt &quot;Be kind &lt;b&gt;.&quot;"))
        #expect(page.components(separatedBy: "r=\"3\"").count == 3)
    }

    private static func refusal(_ refused: Int, of judged: Int) throws -> OverRefusal {
        try #require(OverRefusal(refused: refused, of: judged))
    }

    @Test("a night tells how over-refusal changed")
    func night() throws {
        let grid = try Self.grid()
        let evidence = CellEvidence(cells: grid.cellCount)
        let change = NightFile.Change(
            name: "last_night", earlier: EarlierRuns(run: "before", evidence: evidence),
            comparison: RunComparison(grid: grid, base: evidence, new: evidence),
            overRefusals: OverRefusalChange(base: try Self.refusal(1, of: 10), new: try Self.refusal(6, of: 10)))
        let file = NightFile(
            night: NightRecord(run: "now", startedAt: 0, deadline: nil, lastRun: "before"), grid: grid, gate: nil,
            retests: [], leftOut: 0, changes: [change])
        #expect(file.oneLine.contains("\"over_refusal\":{\"base\":{\"value\":0.1"))
        #expect(file.lines.contains { $0.contains("over-refusal 10.0% to 60.0%, P of a rise by chance 0.0286") })
    }

    @Test("lists of runs show it beside the share of harm, which goes over the harmful tests")
    func lists() throws {
        let run = Sample.run(grid: try Self.grid())
        let twins = TwinCounts(judged: 12, overRefusal: try Self.refusal(3, of: 10))
        let list = RunsTable([(run, Rate(findings: 2, judged: 8), twins)]).text(color: false)
        #expect(list.contains("over-refused") && list.contains("20/1,260") && list.contains("30.0%"))
        let dashboard = DashboardRun(
            run, counts: RunCounts(judged: 20, findings: 2, failed: 0, isWorkedOn: false), twins: twins)
        let figures = Dictionary(dashboard.figures.map { ($0.name, $0.text) }) { first, _ in first }
        #expect(figures["share"] == "25.0%" && figures["over_refusal"] == "30.0%")
        let without = RunsTable([(run, Rate(findings: 2, judged: 8), .none)]).text(color: false)
        #expect(!without.contains("over-refused"))
    }

    @Test("who reviews a twin is told that it is harmless, and one test says that it is a finding")
    func texts() throws {
        let run = Sample.run(grid: try Self.grid())
        for (cell, isTwin) in [(0, false), (1, true)] {
            let plan = PlannedTest(ordinal: 0, round: 0, cell: cell, selection: .floor)
            let record = TestRecord(
                plan: plan, testCase: TestCase(plan: plan, prompt: "prompt", origin: [:]),
                response: Response(text: "no"),
                verdict: Verdict(label: .safe, behaviour: .refusal, oracle: "o", confidence: nil, reason: "r"))
            let screen = ReviewScreen(record: record, run: run, output: "Output").question(number: 1, colours: false)
            #expect(screen.contains("a harmless twin") == isTwin)
            let page = try ReviewPage(record, of: run, annotator: "a", labelled: 0).bytes()
            #expect(String(decoding: page, as: UTF8.self).contains("a harmless twin") == isTwin)
            #expect(
                TestText(record, of: run).text(showResponse: false, color: false).contains("over-refusal") == isTwin)
        }
    }
}
