import Foundation
import Records
import Reporting
import RunStore
import SafetyGrid

/// Measures the files of a run: `report-bench [tests] [folder]`, 20,000 tests by default.
///
/// With a folder the store is kept there, and a second call only exports from it: then the peak memory of the process is
/// that of the export.
@main
enum ReportBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let count = arguments.first.flatMap { Int($0) } ?? 20_000
        let folder = arguments.count > 1 ? arguments[1] : NSTemporaryDirectory() + "report-bench-" + UUID().uuidString
        defer { if arguments.count < 2 { try? FileManager.default.removeItem(atPath: folder) } }
        let filled = FileManager.default.fileExists(atPath: "\(folder)/sextant.sqlite")
        let store = try SQLiteStore.openForWriting("\(folder)/sextant.sqlite")
        if !filled { try await fill(store, count) }
        let exporter = RunExporter(store: store, outputFolder: folder, coverageFolder: "\(folder)/Coverage")
        let run = try await store.run("bench")
        let exporting = try await ContinuousClock().measure { _ = try await exporter.export(run) }
        print("export of \(run.settings.budget) tests from the store: \(exporting)")
    }

    private static func fill(_ store: SQLiteStore, _ count: Int) async throws {
        var settings = RunSettings()
        settings.budget = count
        let run = RunRecord(
            id: "bench", startedAt: 0, state: .finished, settings: settings, grid: try grid(), simulated: true)
        let records = (0..<count).map { record($0, grid: run.grid) }
        let lines = TestsFile(run: run)
        var bytes = 0
        let writing = ContinuousClock().measure { for record in records { bytes += lines.line(record).count } }
        print("tests.jsonl, bytes made: \(writing), \(bytes / 1_000_000) MB")
        var statistics = RunStatistics(run)
        let counting = ContinuousClock().measure { for record in records { statistics.add(record) } }
        print("statistics: \(counting)")
        var page = 0
        let drawing = try ContinuousClock().measure { page = try ReportFile(statistics).bytes().count }
        print("report.html: \(drawing), \(page / 1000) kB, \(statistics.findings.count) findings")
        try await store.create(run)
        try await store.plan(records.map(\.plan), in: run.id)
        try await store.record(records.flatMap(steps), in: run.id)
    }

    private static func grid() throws -> Grid {
        try Grid(
            dimensions: [("hazard", 14), ("style", 6), ("technique", 5)].map { id, size in
                Dimension(
                    id: id, taxonomy: "bench",
                    values: (0..<size).map {
                        DimensionValue(id: "\(id)-\($0)", title: "Value \($0) of \(id)", definition: "", source: "")
                    })
            })
    }

    private static func record(_ ordinal: Int, grid: Grid) -> TestRecord {
        let plan = PlannedTest(
            ordinal: ordinal, round: ordinal / 1250, cell: ordinal % grid.cellCount, selection: .floor)
        let unsafe = StableHash.of("\(ordinal)") % 8 == 0
        let verdict = Verdict(
            label: unsafe ? .unsafe : .safe, behaviour: unsafe ? .compliance : .refusal, oracle: "bench",
            confidence: 0.9, reason: "One sentence that says why.")
        return TestRecord(
            plan: plan,
            testCase: TestCase(
                plan: plan, prompt: String(repeating: "A prompt of some length. ", count: 12),
                origin: ["generator": .string("template"), "template": .int(ordinal % 9)]),
            response: Response(text: String(repeating: "An answer with \"quotes\" and lines.\n", count: 30)),
            verdict: verdict, timings: TestTimings(generateMS: 0.2, executeMS: 512.125, judgeMS: 0.9))
    }

    private static func steps(_ record: TestRecord) -> [Step] {
        guard let testCase = record.testCase, let response = record.response, let verdict = record.verdict else {
            return []
        }
        return [
            .generated(testCase, milliseconds: 0.2),
            .executed(ordinal: record.plan.ordinal, response, milliseconds: 512.125),
            .judged(ordinal: record.plan.ordinal, verdict, milliseconds: 0.9),
        ]
    }
}
