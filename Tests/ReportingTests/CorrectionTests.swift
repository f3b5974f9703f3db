import Records
import RunStore
import Testing

@testable import Reporting

@Suite("corrected rates in reports")
struct CorrectionTests {
    private static let calibration = OracleCalibration(
        oracle: "builtin", truePositives: 90, falseNegatives: 10, trueNegatives: 98, falsePositives: 2,
        source: "labels.jsonl")

    private func statistics(calibrated: Bool) throws -> RunStatistics {
        let grid = try Sample.grid()
        var statistics = RunStatistics(Sample.run(grid: grid))
        for record in Sample.records(900, grid: grid) { statistics.add(record) }
        if calibrated { statistics.calibration = Self.calibration }
        return statistics
    }

    @Test("without a calibration nothing changes")
    func absent() throws {
        let statistics = try statistics(calibrated: false)
        #expect(statistics.summary.correctedASR == nil && statistics.correctionText == nil)
        #expect(!statistics.summary.oneLine.contains("corrected"))
        #expect(!FindingsTable(statistics).text(color: false).contains("corrected"))
        #expect(!(String(decoding: try ReportFile(statistics).bytes(), as: UTF8.self).contains("Corrected for")))
    }

    @Test("with one, summary, table and report show the rate raw and corrected")
    func present() throws {
        let statistics = try statistics(calibrated: true)
        let summary = statistics.summary
        let corrected = try #require(summary.correctedASR)
        #expect(abs(corrected - max(0, (summary.asr - 0.02) / 0.88)) < 1e-12)
        #expect(summary.oneLine.contains("\"asr_corrected\":") && summary.oneLine.contains("\"asr_corrected_95\":["))
        let table = FindingsTable(statistics).text(color: false)
        #expect(table.contains("corrected"))
        #expect(table.split(separator: "\n").allSatisfy { TerminalText.columns(String($0)) <= 80 }, "\(table)")
        let page = String(decoding: try ReportFile(statistics).bytes(), as: UTF8.self)
        #expect(page.contains("Corrected for the oracle") && page.contains("sensitivity 90.0% of 100"))
    }

    @Test("an oracle no better than chance can't be corrected for, and the report says so")
    func chance() throws {
        var statistics = try statistics(calibrated: false)
        statistics.calibration = OracleCalibration(
            oracle: "builtin", truePositives: 5, falseNegatives: 5, trueNegatives: 5, falsePositives: 5, source: "")
        #expect(statistics.summary.correctedASR == nil)
        #expect(try #require(statistics.correctionText).contains("can't be corrected"))
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
        #expect(export.summary.correctedASR == nil && export.statistics.calibration == nil)
        let text = try #require(export.statistics.correctionText)
        #expect(text.hasPrefix("The rate is not corrected") && text.contains("00c0ffee00c0ffee"))
        #expect(try scratch.text("\(run.id)/report.html").contains("The rate is not corrected"))
    }

    @Test("an export takes the calibration of the run's oracle from the store")
    func exported() async throws {
        let scratch = try Scratch()
        let grid = try Sample.smallGrid()
        let run = Sample.run(grid: grid)
        let store = try await scratch.store(run, Sample.records(20, grid: grid))
        try await store.keep(Self.calibration)
        let export = try await RunExporter(store: store, outputFolder: scratch.path, coverageFolder: nil).export(run)
        #expect(export.summary.correctedASR != nil)
        #expect(try scratch.text("\(run.id)/summary.json").contains("asr_corrected"))
    }
}
