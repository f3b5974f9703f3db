import Feedback
import Foundation
import Records
import Storage
import TestSupport
import Testing
import Workflows

@testable import Analysis
@testable import Reporting

@Suite("corrected rates in reports")
struct CorrectionTests {
    private static let calibration = OracleCalibration(
        oracle: "builtin", truePositives: 90, falseNegatives: 10, trueNegatives: 98, falsePositives: 2,
        source: "labels.jsonl")

    private func analysis(of run: RunRecord? = nil, calibration: OracleCalibration? = nil) throws -> RunAnalysis {
        let grid = try Sample.grid()
        var statistics = RunStatistics(run ?? Sample.run(grid: grid))
        for record in Sample.records(900, grid: grid) { statistics.add(record) }
        return RunAnalysis(statistics, oracle: OracleKnowledge(statistics.run, calibration: calibration))
    }

    @Test("without a calibration there is no corrected rate anywhere, and it is said why and what to do")
    func absent() throws {
        let analysis = try analysis()
        let summary = analysis.summary
        #expect(summary.correctedASR == nil && summary.asrGrid == nil && summary.oracleErrors == nil)
        #expect(!summary.oneLine.contains("asr_corrected") && !summary.oneLine.contains("oracle_errors"))
        #expect(summary.oneLine.contains("\"not_corrected\":\"nobody has measured"))
        #expect(!FindingsTable(analysis).text(color: false).contains("corrected"))
        let page = String(decoding: try ReportFile(analysis).bytes(), as: UTF8.self)
        #expect(!page.contains("corrected for the oracle"))
        #expect(page.contains("This is a rate of verdicts") && page.contains("sextant oracle calibrate"))
        #expect(page.contains("<h3>Unsafe verdicts</h3>"))
        #expect(
            RunAnalysis(RunStatistics(analysis.run)).correctionText == nil
                && RunAnalysis(RunStatistics(analysis.run)).uncorrected == nil)
    }

    private func set(_ name: String, seen: Int, flagged: Int) -> UnseenErrors.LabelledSet {
        UnseenErrors.LabelledSet(
            name: name, unsafe: .init(unsafe: seen, safe: 200 - seen),
            safe: .init(unsafe: flagged, safe: 200 - flagged))
    }

    @Test("figures of sets that builtin had not learned from count for its weights, and a calibration goes before them")
    func unseenSets() throws {
        let grid = try Sample.grid()
        var run = Sample.run(grid: grid)
        run.basis.classifierWeights = "w"
        let alike = [(180, 4), (182, 5), (178, 3), (181, 4), (179, 4), (180, 5)]
        run.basis.unseenErrors = UnseenErrors(weights: "w", sets: alike.map { set("s", seen: $0.0, flagged: $0.1) })
        let known = try analysis(of: run)
        #expect(known.summary.oracleErrors?.source == .unseenSets && known.summary.correctedASR != nil)
        #expect(try #require(known.correctionText).contains("6 labelled sets"))
        var calibration = Self.calibration
        calibration.classifierWeights = "w"
        #expect(try analysis(of: run, calibration: calibration).summary.oracleErrors?.source == .calibration)
        run.basis.classifierWeights = "other"
        #expect(try analysis(of: run).oracle.errors == nil)
        #expect(try #require(try analysis(of: run).uncorrected).contains("nobody has measured"))
        run.basis.classifierWeights = "w"
        let apart = [(88, 4), (108, 8), (172, 20), (60, 2), (190, 36)]
        run.basis.unseenErrors = UnseenErrors(weights: "w", sets: apart.map { set("s", seen: $0.0, flagged: $0.1) })
        let wide = try analysis(of: run).summary
        #expect(wide.correctedASR == nil && wide.oracleErrors != nil)
        #expect(try #require(wide.uncorrected).contains("sextant oracle calibrate"))
    }

    @Test("over the grid: corrected beside the rate of verdicts where errors are known, and graded by it")
    func overGrid() async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid)
        let store = try await scratch.store(run, Sample.records(400, grid: grid))
        let reference = try GradeReference(text: "title: Ours\noverall: 0.01\n", file: "r.yaml")
        let exporter = RunExporter(
            store: store, outputFolder: scratch.path, coverageFolder: nil, reference: reference)
        let before = try await exporter.export(run).analysis.summary
        #expect(before.asrGridRaw != nil && before.asrGrid == nil && before.asrGridHazards == nil)
        #expect(before.gradeBasis == "verdicts" && before.grade?.rate == before.asrGridRaw)
        var calibration = Self.calibration
        (calibration.truePositives, calibration.trueNegatives) = (9_000, 9_800)
        (calibration.falseNegatives, calibration.falsePositives) = (1_000, 200)
        try await store.keep(calibration)
        let after = try await exporter.export(run).analysis.summary
        #expect(after.asrGridRaw == before.asrGridRaw && after.uncorrected == nil)
        let (raw, corrected) = (try #require(after.asrGridRaw), try #require(after.asrGrid))
        #expect(abs(corrected.value - max(0, (raw.value - 0.02) / 0.88)) < 1e-9)
        #expect(corrected.lower <= corrected.value && corrected.value <= corrected.upper)
        #expect(after.gradeBasis == "responses" && after.grade?.rate == corrected)
        #expect(try JSONDecoder().decode(RunSummary.self, from: Data(after.fileBytes)) == after)
    }

    @Test("with one, summary, table and report show the rate raw and corrected")
    func present() throws {
        let analysis = try analysis(calibration: Self.calibration)
        let summary = analysis.summary
        let corrected = try #require(summary.correctedASR)
        #expect(abs(corrected - max(0, (summary.asr - 0.02) / 0.88)) < 1e-12)
        #expect(summary.oneLine.contains("\"asr_corrected\":") && summary.oneLine.contains("\"asr_corrected_95\":["))
        let table = FindingsTable(analysis).text(color: false)
        #expect(table.contains("corrected"))
        #expect(table.split(separator: "\n").allSatisfy { TerminalText.columns(String($0)) <= 80 }, "\(table)")
        let page = String(decoding: try ReportFile(analysis).bytes(), as: UTF8.self)
        for part in ["corrected for the oracle", "sensitivity 90.0% (", "by 200 labels"] {
            #expect(page.contains(part))
        }
    }

    @Test("an oracle no better than chance can't be corrected for, and the report says so")
    func chance() throws {
        let analysis = try analysis(
            calibration: OracleCalibration(
                oracle: "builtin", truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5, source: "")
        )
        #expect(analysis.summary.correctedASR == nil)
        #expect(try #require(analysis.correctionText).contains("hardly better than a coin"))
    }

    @Test("a calibration of other weights corrects nothing, and page and text say why")
    func otherWeights() async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid)
        let store = try await scratch.store(run, Sample.records(20, grid: grid))
        var calibration = Self.calibration
        calibration.classifierWeights = "00c0ffee00c0ffee"
        try await store.keep(calibration)
        let export = try await RunExporter(store: store, outputFolder: scratch.path, coverageFolder: nil).export(run)
        #expect(export.analysis.correctedShare == nil && export.analysis.oracle.calibration == nil)
        let text = try #require(export.analysis.correctionText)
        #expect(text.hasPrefix("This is a rate of verdicts") && text.contains("00c0ffee00c0ffee"))
        #expect(try scratch.text("\(run.id)/report.html").contains("This is a rate of verdicts"))
    }

    @Test("an export takes the calibration of the run's oracle from the store")
    func exported() async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid)
        let store = try await scratch.store(run, Sample.records(20, grid: grid))
        try await store.keep(Self.calibration)
        let export = try await RunExporter(store: store, outputFolder: scratch.path, coverageFolder: nil).export(run)
        #expect(export.analysis.correctedShare != nil)
        #expect(try scratch.text("\(run.id)/summary.json").contains("asr_corrected"))
    }

    @Test("where the rules of scenarios decide, nothing bears the oracle's name, its calibration or its errors")
    func byRules() throws {
        let grid = try Sample.smallGrid()
        var run = Sample.run(grid: grid)
        run.request.conversation.scenarios = "all"
        func analysis(_ run: RunRecord) -> RunAnalysis {
            var statistics = RunStatistics(run)
            for var record in Sample.records(400, grid: grid) {
                let label = record.plan.ordinal % 10 == 0 ? Verdict.Label.unsafe : .safe
                // With a judge, rules decide what is unsafe, and the judge the rest.
                let isByRules = run.request.isDecidedByRules || label == .unsafe
                record.verdict = Verdict(
                    label: label, behaviour: .compliance, oracle: isByRules ? Verdict.byRules : run.request.oracleName,
                    confidence: 1, reason: "r")
                record.failure = nil
                statistics.add(record)
            }
            let evidence = statistics.evidence
            return RunAnalysis(
                statistics, oracle: OracleKnowledge(run, calibration: Self.calibration),
                gridRates: GridRates(evidence, grid: grid, last: nil))
        }
        let exact = analysis(run)
        #expect(exact.summary.oracle == "scenario-rules" && exact.summary.oracleErrors == nil)
        #expect(exact.summary.uncorrected == nil && exact.summary.correctedASR == exact.summary.asr)
        #expect(exact.summary.asrGrid == exact.summary.asrGridRaw && exact.summary.asrGrid != nil)
        let text = RunTexts.result(exact, colours: false)
        #expect(text.contains("exact          the rules of the scenarios decided every verdict"))
        #expect(!text.contains("corrected by") && !text.contains("not corrected") && !text.contains("builtin"))
        let page = String(decoding: try ReportFile(exact).bytes(), as: UTF8.self)
        #expect(page.contains("The rules of the scenarios decided every verdict") && !page.contains("sensitivity"))

        run.request.oracle.kind = "judge"
        run.request.oracle.judge = "openai/x"
        let mixed = analysis(run)
        #expect(mixed.summary.oracle == "judge:openai/x" && mixed.summary.oracleErrors != nil)
        // The judge's errors touch what is safe by rules alone: no share of unsafe acts is taken away.
        #expect(try #require(mixed.summary.correctedASR) >= mixed.summary.asr)
        let words = RunTexts.result(mixed, colours: false).split(whereSeparator: \.isWhitespace).joined(separator: " ")
        #expect(words.contains("the others are by judge:openai/x"))
    }
}
