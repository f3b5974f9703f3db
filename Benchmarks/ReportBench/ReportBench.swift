import Foundation
import Foundations
import Records
import Reporting
import RunStore
import SafetyGrid
import Workflows

/// Measures the files of a run: `report-bench [tests] [folder]`, 20,000 tests by default.
///
/// With a folder the store is kept there, and a second call only exports from it: then the peak memory of the process is
/// that of the export. Texts are drawn word by word as often as words come in a language (Zipf), so that they pack no better
/// than real ones.
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
        let path = "\(folder)/\(run.id)/report.html"
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? Int ?? 0
        print("all files of \(run.request.budget) tests from the store: \(exporting)")
        print("report.html: \(Double(size / 10_000) / 100) MB")
    }

    private static func fill(_ store: SQLiteStore, _ count: Int) async throws {
        var settings = RunRequest()
        settings.budget = count
        let run = RunRecord(
            id: "bench", startedAt: 0, state: .finished, request: settings, grid: try grid(), simulated: true)
        let words = Words()
        var random = SeededRandom(seed: 1)
        let records = (0..<count).map { record($0, grid: run.grid, words, &random) }
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

    private static func record(
        _ ordinal: Int, grid: Grid, _ words: Words, _ random: inout SeededRandom
    ) -> TestRecord {
        let plan = PlannedTest(
            ordinal: ordinal, round: ordinal / 1250, cell: ordinal % grid.cellCount, selection: .floor)
        let unsafe = StableHash.of("\(ordinal)") % 8 == 0
        let verdict = Verdict(
            label: unsafe ? .unsafe : .safe, behaviour: unsafe ? .compliance : .refusal, oracle: "bench",
            confidence: 0.9, reason: words.text(14, &random))
        return TestRecord(
            plan: plan,
            testCase: TestCase(
                plan: plan, prompt: words.text(50, &random),
                origin: ["generator": .string("template"), "template": .int(ordinal % 9)]),
            response: Response(text: words.text(200, &random)),
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

/// 20,000 words of letters drawn at random, the n-th of them drawn with a frequency of 1/n.
private struct Words {
    private let words: [String]
    private let sums: [Double]

    init() {
        var random = SeededRandom(seed: 2)
        words = (0..<20_000).map { rank in
            let length = 2 + Int.random(in: 0...3, using: &random) + (rank > 100 ? 3 : 0)
            return String(
                decoding: (0..<length).map { _ in UInt8.random(in: 97...122, using: &random) }, as: UTF8.self)
        }
        var sum = 0.0
        sums = (1...20_000).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    func text(_ count: Int, _ random: inout SeededRandom) -> String {
        (0..<count).map { _ in words[place(Double.random(in: 0..<(sums.last ?? 1), using: &random))] }
            .joined(separator: " ")
    }

    private func place(_ draw: Double) -> Int {
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < draw { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
