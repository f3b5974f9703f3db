import Foundation
import Records
import Retrieval
import SafetyGrid
import Storage

/// Measures the index through the types that `sextant passages` uses, with their default settings.
///
/// - `retrieval-bench --data FOLDER`: nDCG@10 on a set in BEIR's layout (`corpus.jsonl`, `queries*.jsonl`, `qrels*.tsv`)
/// - `retrieval-bench [--passages 100000]`: speed of indexing and of queries on made-up passages
@main
enum RetrievalBench {
    static func main() async throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let folder = NSTemporaryDirectory() + "retrieval-bench-" + UUID().uuidString
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let store = try SQLiteStore.openForWriting("\(folder)/sextant.sqlite")
        if let data = value(of: "--data", arguments) {
            try await RelevanceMeasure(folder: data, store: store).run()
        } else {
            let passages = value(of: "--passages", arguments).flatMap { Int($0) } ?? 100_000
            try await SpeedMeasure(passages: passages, store: store).run()
        }
    }

    private static func value(of option: String, _ arguments: [String]) -> String? {
        arguments.firstIndex(of: option).flatMap { arguments.dropFirst($0 + 1).first }
    }
}
