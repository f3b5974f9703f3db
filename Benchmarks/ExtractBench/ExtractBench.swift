import Foundation
import PageExtraction

/// Measures extraction: `extract-bench --data PATH [--dump FOLDER] [--half 0|1]`.
///
/// `PATH` holds the sets that are measured, each with `html/<id>.html.gz` and its truth; the metrics are those that the
/// sets themselves define. The speed is that of one core, from the bytes of a page, unpacked, to its text.
@main
enum ExtractBench {
    static func main() throws {
        let arguments = Array(CommandLine.arguments.dropFirst())
        func option(_ name: String) -> String? {
            guard let index = arguments.firstIndex(of: name), index + 1 < arguments.count else { return nil }
            return arguments[index + 1]
        }
        guard let data = option("--data") else {
            FileHandle.standardError.write(Data("extract-bench: name the folder of the sets with --data PATH\n".utf8))
            exit(2)
        }
        let half = option("--half").flatMap { Int($0) }
        let metrics: [any PageScore.Type] = [ShingleScore.self, WordScore.self, SegmentScore.self]
        let measured = try metrics.flatMap { metric in
            try metric.folders.compactMap {
                try measure(metric, set: $0, data: data, half: half, dump: option("--dump"))
            }
        }
        guard !measured.isEmpty else {
            FileHandle.standardError.write(Data("extract-bench: none of the sets is in \(data)\n".utf8))
            exit(2)
        }
        for line in measured { print(line) }
        try print(Speed.measure(folder: "\(data)/article-extraction-benchmark/html"))
    }

    private static func measure(
        _ type: any PageScore.Type, set: String, data: String, half: Int?, dump: String?
    ) throws -> String? {
        let folder = "\(data)/\(set)"
        guard FileManager.default.fileExists(atPath: folder) else { return nil }
        var score = try type.init(folder: folder)
        var failed = 0
        var lines = Data()
        let extractor = PageExtractor()
        for id in score.ids where half == nil || Int(id.utf8.reduce(7) { ($0 &* 31 &+ UInt32($1)) % 9973 }) % 2 == half
        {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: "\(folder)/html/\(id).html.gz")))
            var text = ""
            do {
                let page = try extractor.extract(bytes)
                text = page.text
                if dump != nil {
                    let value: [String: Any] = [
                        "id": id, "text": text, "title": page.title ?? "", "author": page.author ?? "",
                        "date": page.date ?? "", "language": page.language ?? "",
                        "kinds": page.blocks.map { "\($0.kind)" },
                    ]
                    lines += try JSONSerialization.data(withJSONObject: value) + Data("\n".utf8)
                }
            } catch {
                failed += 1
                FileHandle.standardError.write(Data("\(id): \(error)\n".utf8))
            }
            score.add(id, text)
        }
        if let dump { try lines.write(to: URL(fileURLWithPath: "\(dump)/\(set).jsonl")) }
        return score.summary + (failed > 0 ? ", \(failed) failed" : "")
    }
}
