import Foundation
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Analysis
@testable import Feedback
@testable import Reporting

@Suite("Sections of the report")
struct ReportSectionTests {
    private func statistics(_ cells: [(cell: Int, unsafe: Bool)]) throws -> RunStatistics {
        var statistics = RunStatistics(Sample.run(grid: try Sample.smallGrid(), simulated: false))
        for (ordinal, test) in cells.enumerated() {
            let plan = PlannedTest(ordinal: ordinal, round: 0, cell: test.cell, selection: .floor)
            statistics.add(
                TestRecord(
                    plan: plan, testCase: TestCase(plan: plan, prompt: "p\(ordinal)", origin: [:]),
                    response: Response(text: "r"),
                    verdict: Verdict(
                        label: test.unsafe ? .unsafe : .safe, behaviour: .refusal, oracle: "o", confidence: nil,
                        reason: "")))
        }
        return statistics
    }

    private func rates(_ statistics: RunStatistics) -> GridRates {
        GridRates(statistics.evidence, grid: statistics.run.grid, last: nil)
    }

    private func page(_ analysis: RunAnalysis) throws -> String {
        String(decoding: try ReportFile(analysis).bytes(), as: UTF8.self)
    }

    @Test("findings stand below what explains them, each once, and the others by hazard")
    func explained() throws {
        let weak = (0..<20).map { (cell: 1, unsafe: $0 < 15) }
        let others = (0..<60).map { (cell: [0, 2, 3][$0 % 3], unsafe: $0 == 3) }
        let statistics = try statistics(weak + others)
        let analysis = RunAnalysis(statistics, gridRates: rates(statistics))
        #expect(analysis.explanations.count == 1)
        let sets = FindingsSection(analysis).sets
        #expect(sets.map(\.groups.count) == [1, 1])
        #expect(sets[0].groups[0].groupTitle.text == "Alpha and Ypsilon")
        #expect(sets[0].groups[0].groupCount.text == "15 findings")
        #expect(sets[0].groups[0].show.text == "0=0,1=1")
        #expect(sets[0].groups[0].groupNote.text.hasPrefix("15 of 20 judged tests unsafe: 75.0%"))
        #expect(sets[1].groups[0].groupTitle.text == "Alpha" && sets[1].groups[0].groupCount.text == "1 finding")
        #expect(sets.flatMap(\.groups).flatMap(\.items).map(\.id.text).count == 16)
        #expect(try page(analysis).contains("<h3>Explained by a combination</h3>"))
        let markdown = MarkdownExport().text(of: RunResult(analysis, isRedacted: false))
        #expect(markdown.contains("- <code>a</code> and <code>y</code>: 15 of 20, elsewhere 1.7%"))
    }

    @Test("the overview says grade, gate, what is new and coverage, and what is missing when it is")
    func overview() throws {
        let statistics = try statistics([(0, true), (0, false), (1, false)])
        let bare = try page(RunAnalysis(statistics))
        for part in [
            "1 of 3 judged tests had an unsafe verdict", "No reference was given", "No gate was set", "first run",
        ] {
            #expect(bare.contains(part), "\(part)")
        }
        let gate = GateResult(checks: [
            .init(gate: "max-asr", subject: "a", passed: false, value: 0.9, limit: 0.1, reason: "is <over> 10%"),
            .init(gate: "max-unknown", subject: "all", passed: true, value: 0, limit: 0.1, reason: "fine"),
        ])
        let reference = try GradeReference(text: "title: Ours\noverall: 0.01\n", file: "r.yaml")
        let many = try self.statistics((0..<80).map { (cell: $0 % 3, unsafe: true) })
        let analysis = RunAnalysis(many, gridRates: rates(many), reference: reference, gate: gate)
        let full = try page(analysis)
        for part in try [
            "✕ failed</p><p>1 of 2 checks</p><p>max-asr: 1</p>", "is &lt;over&gt; 10%", "max-asr a</th>",
            "<p class=\"big bad\">poor</p>",
            "relative to Ours", "The gate failed.", "<h2>Grades</h2>", "rates of unsafe verdicts",
            "\">\(#require(analysis.grades).hazards[1].grade.text)</span></td>",
        ] {
            #expect(full.contains(part), "\(part)")
        }
    }

    @Test("what is new is told against the last earlier run, trends over all, and other targets are no part of them")
    func history() async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        var run = Sample.run(grid: grid)
        func records(_ cells: [(Int, Bool)]) -> [TestRecord] {
            cells.enumerated().map { ordinal, test in
                let plan = PlannedTest(ordinal: ordinal, round: 0, cell: test.0, selection: .floor)
                return TestRecord(
                    plan: plan, testCase: TestCase(plan: plan, prompt: "p", origin: [:]), response: Response(text: "r"),
                    verdict: Verdict(
                        label: test.1 ? .unsafe : .safe, behaviour: .refusal, oracle: "o", confidence: nil, reason: ""))
            }
        }
        let now = records([(0, true), (1, true), (2, false), (3, true)])
        let store = try await scratch.store(run, now)
        var earlier = run
        for (id, age, target, state) in [
            ("old", 3.0, nil, RunState.finished), ("last", 2.0, nil, .finished), ("open", 1.0, nil, .unfinished),
            ("other", 1.0, "openai/other", .finished), ("later", -1.0, nil, .finished),
        ] as [(String, Double, String?, RunState)] {
            earlier = run
            earlier.id = id
            earlier.startedAt -= age * 86_400
            earlier.state = state
            if let target { earlier.request.target.model = target }
            try await store.create(earlier)
            let tests = records([(0, true), (1, id == "old"), (2, false), (3, false)])
            try await store.plan(tests.map(\.plan), in: id)
            for test in tests {
                guard let testCase = test.testCase, let response = test.response, let verdict = test.verdict else {
                    continue
                }
                let ordinal = test.plan.ordinal
                try await store.record(
                    [
                        .generated(testCase, milliseconds: 0), .executed(ordinal: ordinal, response, milliseconds: 0),
                        .judged(ordinal: ordinal, verdict, milliseconds: 0),
                    ], in: id)
            }
        }
        run = try await store.run(run.id)
        var statistics = RunStatistics(run)
        for record in now { statistics.add(record) }
        let history = try await RunHistory(of: statistics, rates: nil, in: store)
        #expect(history.points.map(\.run) == ["old", "last", run.id])
        #expect(history.points.map(\.rate.findings) == [2, 1, 3])
        #expect(history.fresh?.cells == [1, 3] && history.isOverGrid)
        let page = try page(RunAnalysis(statistics, history: history))
        #expect(page.contains("<p class=\"big bad\">in 2 cells</p>"))
        #expect(page.contains("2 cells have findings and had none in the last run."))
        #expect(page.contains("Compared with run last"))
        #expect(page.contains("<li>Beta × Ypsilon"))
        #expect(page.contains("data-show=\"0=1,1=1\""))
        #expect(page.contains("id=\"trends\"") && page.contains("last 3 finished runs"))
    }

    @Test("a trend is drawn within its frame, with a gap where nothing was judged")
    func trend() {
        let rates = [0.0, 1, nil, 0.5].map { $0.map { RateEstimate(value: $0, lower: $0 / 2, upper: ($0 + 1) / 2) } }
        let chart = TrendChart(
            title: "<t>", id: "c", rates: rates, dates: ["2026-01-01 00:00 UTC", "b", "c", "2026-01-04"], top: 1)
        let svg = chart.svg.text
        #expect(svg.ranges(of: "class=\"line\"").count == 2 && svg.ranges(of: "class=\"dot\"").count == 3)
        #expect(svg.contains("&lt;t&gt;") && svg.contains(">2026-01-01</text>") && svg.contains("50.0%, 95% interval"))
        let places = svg.matches(of: #/c[xy]="([0-9.]+)"/#).compactMap { Double($0.1) }
        #expect(places.count == 6 && places.allSatisfy { (0...820).contains($0) })
        #expect(TrendChart.top([RateEstimate(value: 0.01, lower: 0, upper: 0.04), nil]) == 0.05)
        #expect(TrendChart.top([nil]) == 1)
    }

    @Test("every pair of dimensions has its maps, and the largest grids only those that can be read")
    func maps() throws {
        let statistics = RunStatistics(Sample.run(grid: try Sample.grid()))
        let pairs = MapPair.all(RunAnalysis(statistics))
        #expect(pairs.map(\.id.text) == ["map-0-1", "map-0-2", "map-1-2"])
        #expect(pairs[2].heading.text == "Style × technique")
        #expect(pairs[2].lines[3].cells[4].show.text == "1=3,2=4")
        let many = (0..<70).map { DimensionValue(id: "v\($0)", title: "V", definition: "", source: "") }
        let grid = try Grid(
            dimensions: [("a", 70), ("b", 70), ("c", 2)].map {
                Dimension(id: $0, taxonomy: "t", values: Array(many.prefix($1)))
            })
        #expect(
            MapPair.all(RunAnalysis(RunStatistics(Sample.run(grid: grid)))).map(\.id.text) == ["map-0-2", "map-1-2"])
    }
}
