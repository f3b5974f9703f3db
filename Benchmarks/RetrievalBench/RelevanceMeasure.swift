import Foundation
import Records
import Retrieval
import Storage

/// nDCG@10 with binary relevance, averaged over the queries that have a relevant document.
struct RelevanceMeasure {
    let folder: String
    let store: SQLiteStore

    private struct Document: Decodable {
        let _id: String
        let title: String?
        let text: String
    }

    private struct Query: Decodable {
        let _id: String
        let text: String
    }

    func run() async throws {
        let documents = try lines(file("corpus", ".jsonl"), as: Document.self)
        let queries = try lines(file("queries", ".jsonl"), as: Query.self)
        let relevant = try relevant(file("qrels", ".tsv"))
        let indexer = PageIndexer(store: store)
        var kept = 0
        for start in stride(from: 0, to: documents.count, by: 64) {
            let changes = try await indexer.add(
                documents[start..<min(start + 64, documents.count)].map {
                    RetrievedPage(url: "doc:\($0._id)", title: $0.title ?? "", text: $0.text, fetched: 0)
                })
            kept += changes.count { $0 == .added }
        }
        let finder = PassageFinder(store: store, now: { 0 })
        var scores: [Double] = []
        var times: [Double] = []
        for query in queries {
            guard let wanted = relevant[query._id], !wanted.isEmpty else { continue }
            let started = ContinuousClock.now
            let found = try await finder.passages(for: PassageQuery(query.text, limit: 10))
            times.append((ContinuousClock.now - started).milliseconds)
            scores.append(Self.ndcg(found.map { String($0.url.dropFirst(4)) }, wanted))
        }
        let mean = scores.reduce(0, +) / Double(max(scores.count, 1))
        print("documents \(documents.count), kept as texts of their own \(kept); queries \(scores.count)")
        print("nDCG@10 \((mean * 10_000).rounded() / 10_000), median query \(times.sorted()[times.count / 2]) ms")
    }

    private static func ndcg(_ ranking: [String], _ relevant: Set<String>) -> Double {
        var seen: Set<String> = []
        let documents = ranking.filter { seen.insert($0).inserted }
        let gain = documents.prefix(10).enumerated().reduce(0.0) {
            $0 + (relevant.contains($1.element) ? 1 / log2(Double($1.offset + 2)) : 0)
        }
        return gain / (0..<min(10, relevant.count)).reduce(0.0) { $0 + 1 / log2(Double($1 + 2)) }
    }

    private func file(_ start: String, _ end: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        guard let name = names.first(where: { $0.hasPrefix(start) && $0.hasSuffix(end) }) else {
            throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: "\(folder)/\(start)*\(end)"])
        }
        return "\(folder)/\(name)"
    }

    private func lines<Value: Decodable>(_ path: String, as type: Value.Type) throws -> [Value] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").map {
            try JSONDecoder().decode(type, from: Data($0.utf8))
        }
    }

    private func relevant(_ path: String) throws -> [String: Set<String>] {
        var relevant: [String: Set<String>] = [:]
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").dropFirst() {
            let fields = line.split(whereSeparator: \.isWhitespace)
            guard fields.count == 3, let score = Int(fields[2]), score > 0 else { continue }
            relevant[String(fields[0]), default: []].insert(String(fields[1]))
        }
        return relevant
    }
}
