import Feedback
import Foundation
import Foundations
import Records
import SafetyGrid
import Storage
import TestSupport
import Testing

@testable import Analysis
@testable import Reporting

@Suite("Graded harm")
struct GradedHarmTests {
    /// Two hazards by harmful and twin: cells 0 and 2 are harmful, 1 and 3 are twins.
    private static func grid() throws -> Grid {
        func dimension(_ id: DimensionID, _ values: [String], severity: Double? = nil) -> SafetyGrid.Dimension {
            SafetyGrid.Dimension(
                id: id, taxonomy: "t",
                values: values.map {
                    DimensionValue(
                        id: $0, title: $0, definition: "It.", source: "t", severity: $0 == "b" ? severity : nil)
                })
        }
        return try Grid(
            dimensions: [dimension(.hazard, ["a", "b"], severity: 3), dimension(.intent, ["harmful", "twin"])])
    }

    private static func grade(_ specific: Int, _ convincing: Int) -> HarmGrade? {
        HarmGrade(refused: false, specific: specific, convincing: convincing)
    }

    /// Cell, label, grade. Scores in `a`: 1, 0.5, 0 and one without; in `b`: 0.125 and two findings without.
    private static let tests: [(Int, Verdict.Label, HarmGrade?)] = [
        (0, .unsafe, grade(5, 5)), (0, .unsafe, grade(3, 3)), (0, .safe, .withheld), (0, .unknown, nil),
        (2, .unsafe, grade(1, 2)), (2, .unsafe, nil), (2, .unsafe, nil), (1, .safe, nil), (3, .safe, nil),
    ]

    private static func record(_ ordinal: Int) -> TestRecord {
        let test = tests[ordinal]
        let plan = PlannedTest(ordinal: ordinal, round: 0, cell: test.0, selection: .floor)
        return TestRecord(
            plan: plan, testCase: TestCase(plan: plan, prompt: "prompt <\(ordinal)>", origin: [:]),
            response: Response(text: "response"),
            verdict: Verdict(
                label: test.1, behaviour: test.1 == .safe ? .refusal : .compliance, oracle: "o", confidence: nil,
                reason: "because", grade: test.2))
    }

    private static func run(_ change: (inout RunRecord) -> Void = { _ in }) throws -> RunRecord {
        var run = Sample.run(grid: try grid(), budget: tests.count, simulated: false)
        (run.request.oracle.kind, run.request.oracle.judge) = ("judge", "m")
        change(&run)
        return run
    }

    private func statistics(_ run: RunRecord) -> RunStatistics {
        var statistics = RunStatistics(run)
        for ordinal in Self.tests.indices { statistics.add(Self.record(ordinal)) }
        return statistics
    }

    @Test("means go over graded tests that ask for harm; those without a grade are counted and never 0")
    func means() throws {
        let analysis = RunAnalysis(statistics(try Self.run()))
        let mean = try #require(analysis.gradeMean)
        #expect(mean.graded == 4 && mean.ungraded == 3 && mean.mean?.value == 1.625 / 4)
        #expect(analysis.gradeMeans(dimension: 0)?.map { $0.mean?.value } == [0.5, 0.125])
        #expect(analysis.gradeMeans(dimension: 0)?.map(\.ungraded) == [1, 2])
        #expect(analysis.gradeMeans(dimension: 1)?.map(\.graded) == [4, 0])
        #expect(analysis.severities == [.high: 1, .medium: 1, .low: 1])
        #expect(GradeText.severities(analysis) == "1 high, 1 medium, 1 low, 2 without a grade")
    }

    @Test(
        "over the grid they come with the rates, and a run without grades has none, nor a judge that gave none a mean")
    func overGrid() throws {
        let statistics = statistics(try Self.run())
        let estimate = try #require(statistics.grades.estimate)
        let analysis = RunAnalysis(statistics, gradeEstimate: estimate)
        let mean = try #require(analysis.gradeMean?.mean)
        #expect(mean == estimate.overall && mean.lower < mean.value && mean.value < mean.upper)
        #expect(mean.lower > 0 && mean.upper < 1)
        let summary = analysis.summary
        #expect(summary.gradeMean?.mean == mean && summary.severities?[.high] == 1)
        #expect(summary.gradeMeans?["hazard"]?["a"]?.mean == estimate.dimensions[0][0])
        #expect(summary.gradeMeans?["intent"]?.keys.sorted() == ["harmful"])
        let line = summary.oneLine
        #expect(line.contains(#""grade_mean":{"value":"#) && line.contains(#""graded":4,"ungraded":3}"#))
        let builtin = RunStatistics(try Self.run { $0.request.oracle = OracleRequest() })
        #expect(RunAnalysis(builtin).gradeMean == nil && !RunAnalysis(builtin).summary.oneLine.contains("grade_mean"))
        let silent = RunAnalysis(RunStatistics(try Self.run()))
        #expect(silent.gradeMean == GradeMean(graded: 0, ungraded: 0, mean: nil))
        #expect(silent.summary.oneLine.contains(#""grade_mean":{"value":null,"lower":null,"#))
    }

    @Test("a request says whether its oracle grades")
    func requests() {
        let cases: [(kind: String, jury: [String]?, grades: Bool?, expected: Bool)] = [
            ("judge", nil, nil, true), ("cascade", nil, nil, true), ("judge", nil, false, false),
            ("judge", nil, true, true), ("builtin", nil, true, false), ("guard", ["judge"], nil, false),
            ("jury", ["builtin", "judge"], nil, true), ("jury", ["builtin", "guard"], nil, false),
            ("jury", nil, nil, false),
        ]
        for test in cases {
            var request = OracleRequest()
            (request.kind, request.jury, request.judgeGrades) = (test.kind, test.jury, test.grades)
            #expect(request.grades == test.expected, "\(test)")
        }
    }

    /// In `a` the counted share of the harmful falls with the grade; in `b` findings without a grade stay.
    @Test(
        "a gate counts findings from its grade on, and those without a grade",
        arguments: [(nil, [2, 3]), (0.5, [2, 2]), (0.6, [1, 2]), (1, [1, 2])] as [(Double?, [Int])])
    func gate(grade: Double?, findings: [Int]) async throws {
        let scratch = try Scratch()
        let run = try Self.run { run in
            var gate = GateSettings()
            (gate.maximumRate, gate.minimumGrade, gate.unknown, gate.newFindings) = (0.01, grade, 0.5, .any)
            run.request.gate = gate
        }
        let store = try await scratch.store(run, Self.tests.indices.map(Self.record))
        let analysis = try await RunAnalyst(store: store).analysis(of: run)
        let checks = try #require(analysis.gate?.checks)
        let rates = checks.filter { $0.gate == "max-asr" }
        #expect(
            rates.enumerated().allSatisfy { index, check in
                check.reason.contains("(\(findings[index]) of \([4, 3][index]) tests unsafe")
            }, "\(rates.map(\.reason))")
        #expect(rates.allSatisfy { $0.reason.contains("from grade") == (grade != nil) })
        // What is no question of findings is as before, and so is the analysis itself.
        #expect(checks.first { $0.gate == "max-unknown" }?.value == 1.0 / 9)
        #expect(analysis.unsafe == 5 && analysis.rate.findings == 5)
    }

    /// The later run has a finding of grade 0.125 in a cell that had none.
    @Test("a new finding under the least grade fails no gate", arguments: [(0.1, false), (0.2, true)])
    func news(grade: Double, passes: Bool) async throws {
        let scratch = try Scratch()
        var earlier = try Self.run()
        (earlier.id, earlier.startedAt) = ("earlier", earlier.startedAt - 86_400)
        let records = Self.tests.indices.map(Self.record)
        let store = try await scratch.store(earlier, records.filter { $0.plan.cell != 2 })
        let run = try Self.run { run in
            var gate = GateSettings()
            (gate.newFindings, gate.minimumGrade, gate.regression) = (.any, grade, "cell>0.9")
            run.request.gate = gate
        }
        try await store.create(run)
        let kept = records.filter { $0.verdict?.label != .unsafe || $0.verdict?.grade != nil }
        try await store.plan(kept.map(\.plan), in: run.id)
        for record in kept {
            let ordinal = record.plan.ordinal
            try await store.record(
                [
                    .generated(try #require(record.testCase), milliseconds: 0),
                    .executed(ordinal: ordinal, try #require(record.response), milliseconds: 0),
                    .judged(ordinal: ordinal, try #require(record.verdict), milliseconds: 0),
                ], in: run.id)
        }
        let gate = try #require(try await RunAnalyst(store: store).analysis(of: run).gate)
        #expect(gate.passed == passes && gate.checks.contains { $0.gate == "no-new" }, "\(gate.checks.map(\.reason))")
        let change = try #require(
            try await GradeChange(base: ["earlier"], new: run.id, on: run.grid, in: store))
        #expect(change.base.graded == 3 && change.new.graded == 4)
        #expect(change.difference.lower < change.difference.value && change.difference.value < change.difference.upper)
        let none = try await GradeChange(base: ["nobody"], new: run.id, on: run.grid, in: store)
        #expect(none == nil)
    }

    /// R 4.2, PropCIs::diffscoreci is another method; by hand: d = -0.2, arms (0.1² + 0.2²)^½ and (0.15² + 0.05²)^½.
    @Test("a difference of means has an interval by the limits of both")
    func difference() throws {
        let base = GradeMean(graded: 50, ungraded: 0, mean: RateEstimate(value: 0.5, lower: 0.45, upper: 0.7))
        let new = GradeMean(graded: 50, ungraded: 0, mean: RateEstimate(value: 0.3, lower: 0.2, upper: 0.45))
        let change = try #require(GradeChange(base: base, new: new))
        #expect(abs(change.difference.value + 0.2) < 1e-12)
        #expect(abs(change.difference.lower - (-0.2 - 0.05.squareRoot())) < 1e-12)
        #expect(abs(change.difference.upper - (-0.2 + 0.025.squareRoot())) < 1e-12)
        #expect(GradeChange(base: GradeMean(graded: 0, ungraded: 3, mean: nil), new: new) == nil)
    }

    @Test("SARIF levels go by the grade, and without one by the severity of the cell")
    func levels() throws {
        let result = RunResult(RunAnalysis(statistics(try Self.run())), isRedacted: false)
        let document = try JSONDecoder().decode(JSONValue.self, from: Data(SARIFExport().text(of: result).utf8))
        guard case .array(let runs)? = document["runs"], case .array(let results)? = runs[0]["results"] else {
            Issue.record("no results")
            return
        }
        // Refused twins come last, and are notes.
        let levels = results.map { $0["level"]?.stringValue }
        #expect(levels == ["error", "warning", "note", "error", "error", "note", "note"])
        #expect(results[0]["properties"]?["grade"]?["severity"]?.stringValue == "high")
        #expect(results[3]["properties"]?["grade"] == nil)
    }

    @Test("every form of a result shows grades, and hiding texts leaves them")
    func shown() throws {
        let statistics = statistics(try Self.run())
        let analysis = RunAnalysis(statistics, gradeEstimate: statistics.grades.estimate)
        let result = RunResult(analysis, isRedacted: true)
        #expect(
            MarkdownExport().text(of: result).contains("4 graded, 3 not. Findings: 1 high, 1 medium, 1 low, 2 without"))
        #expect(MarkdownExport().text(of: result).contains(", severity high"))
        #expect(JUnitExport().text(of: result).contains("test 00001, a x harmful, severity medium"))
        #expect(GitHubExport().text(of: result).contains("b x harmful, severity low"))
        let metrics = PrometheusExport().text(of: result)
        #expect(metrics.contains("sextant_ungraded_tests{target=\"simulated/default\"} 3.0"))
        #expect(metrics.contains("sextant_category_grade_mean{target=\"simulated/default\",category=\"b\"} 0."))
        let page = String(decoding: try ReportFile(analysis).bytes(), as: UTF8.self)
        #expect(page.contains("<section id=\"harm\">") && page.contains("severity high"))
        #expect(page.contains("harm grade 1.00, high (specific 5, convincing 5)"))
        #expect(RunTexts.result(analysis, colours: false).contains("harm grade of"))
        let file = TestsFile(run: statistics.run)
        for redacts in [false, true] {
            let lines = Self.tests.indices.map { ordinal in
                let record = Self.record(ordinal)
                return String(decoding: file.line(redacts ? record.redacted : record), as: UTF8.self)
            }
            #expect(lines[1].contains(#""grade":{"convincing":3,"refused":0,"score":0.5,"specific":3}"#), "\(lines[1])")
            #expect(!lines[5].contains("\"grade\""))
        }
        let text = TestText(Self.record(1), of: statistics.run).text(showResponse: false, color: false)
        #expect(text.contains("harm grade    0.50, medium (specific 3, convincing 3)"))
    }
}
