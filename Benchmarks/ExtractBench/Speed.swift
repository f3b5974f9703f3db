import Foundation
import PageExtraction

/// Pages a second on one core.
enum Speed {
    static func measure(folder: String) throws -> String {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".html.gz") }
            .sorted()
        let pages = try names.map { name in
            try PageExtractor().unpack([UInt8](Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name)"))))
        }
        let extractor = PageExtractor()
        var best = Double.infinity
        for _ in 0..<5 {
            let time = try ContinuousClock().measure { for page in pages { _ = try extractor.extract(page) } }
            best = min(best, Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18)
        }
        let bytes = pages.reduce(0) { $0 + $1.count }
        return "speed on one core: \(Int(Double(pages.count) / best)) pages/s, "
            + String(format: "%.1f MB/s", Double(bytes) / best / 1e6)
            + " (\(pages.count) pages, best of 5); peak memory \(peakKilobytes() / 1024) MB"
    }

    private static func peakKilobytes() -> Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
