import Foundation
import Foundations
import Generation
import SafetyGrid

/// Measures near-duplicate search: `novelty-bench [prompts]`, 1,000,000 by default.
///
/// Prompts of 8 to 40 words are drawn from 50,000 words with the frequencies of Zipf's law; one in 200 is followed, far
/// behind, by a copy with some words exchanged, whose exact Jaccard similarity is known.
@main
struct NoveltyBench {
    static let threshold = 0.8
    private var random = SeededRandom(seed: 11, "novelty-bench")
    private let words: [String]
    private let ranks: [Double]

    static func main() async throws {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
        var bench = NoveltyBench()
        try await bench.run(count)
    }

    init() {
        var random = SeededRandom(seed: 12, "words")
        let letters = Array("etaoinshrdlucmfwypvbgk")
        words = (0..<50_000).map { _ in
            String(
                (0..<Int.random(in: 2...9, using: &random)).compactMap { _ in letters.randomElement(using: &random) })
        }
        var total = 0.0
        ranks = (1...words.count).map { rank in
            total += 1 / Double(rank)
            return total
        }
    }

    mutating func run(_ count: Int) async throws {
        var index = NoveltyIndex(threshold: Self.threshold)
        let clock = ContinuousClock()
        var (sketching, inserting) = (Duration.zero, Duration.zero)
        var planted: [[String]] = []
        for first in stride(from: 0, to: count, by: 10_000) {
            let texts = (first..<min(first + 10_000, count)).map { number in
                let text = words(count: Int.random(in: 8...40, using: &random))
                if number % 200 == 0 { planted.append(text) }
                return text.joined(separator: " ")
            }
            var sketches: [PromptSketch] = []
            sketches.reserveCapacity(texts.count)
            sketching += clock.measure {
                for text in texts { sketches.append(PromptSketch(text, minHash: index.minHash)) }
            }
            inserting += clock.measure { for sketch in sketches { index.insert(sketch) } }
        }
        print("threshold \(Self.threshold): \(index.minHash.bands) bands of \(index.minHash.rows)")
        print("built \(count) prompts in \(sketching + inserting): sketches \(sketching), insertion \(inserting)")
        search(index, planted, clock)
        print("peak memory \(Self.peakMegabytes) MB")
        try await load(count: min(count, 100_000))
    }

    /// Looks up edited copies of known prompts, and prompts that are new.
    private mutating func search(_ index: NoveltyIndex, _ planted: [[String]], _ clock: ContinuousClock) {
        var (near, found, far, refused) = (0, 0, 0, 0)
        var spent = Duration.zero
        var longest = Duration.zero
        func look(_ text: String) -> Bool {
            var isNew = true
            let time = clock.measure { isNew = index.isNew(PromptSketch(text, minHash: index.minHash)) }
            spent += time
            longest = max(longest, time)
            return isNew
        }
        for original in planted {
            let text = edited(original).joined(separator: " ")
            let similarity = PromptSketch(original.joined(separator: " "), minHash: index.minHash)
                .similarity(to: PromptSketch(text, minHash: index.minHash))
            let isNew = look(text)
            if similarity >= Self.threshold {
                near += 1
                if !isNew { found += 1 }
            } else {
                far += 1
                if !isNew { refused += 1 }
            }
        }
        let fresh = (0..<planted.count).map { _ in words(count: Int.random(in: 8...40, using: &random)) }
        let freshRefused = fresh.count { !look($0.joined(separator: " ")) }
        let precision = Double(found) / Double(max(found + refused + freshRefused, 1))
        print("near-duplicates found \(found) of \(near): recall \(Double(found) / Double(max(near, 1)))")
        print(
            "refused below the threshold: \(refused) of \(far) edited, \(freshRefused) of \(fresh.count) fresh: "
                + "precision \(precision)")
        print("a look-up takes \(spent / (planted.count + fresh.count)) on average, at most \(longest)")
    }

    /// What a start costs: prompts are sketched and inserted.
    private mutating func load(count: Int) async throws {
        let texts = (0..<count).map { _ in words(count: Int.random(in: 8...40, using: &random)).joined(separator: " ") }
        let memory = PromptMemory(threshold: Self.threshold)
        let time = try await ContinuousClock().measure {
            try await memory.insert(contentsOf: texts)
        }
        print("a memory of \(await memory.count) prompts is loaded in \(time)")
    }

    private mutating func words(count: Int) -> [String] {
        (0..<count).map { _ in word() }
    }

    private mutating func word() -> String {
        let point = random.unit() * (ranks.last ?? 1)
        var (low, high) = (0, ranks.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if ranks[middle] < point { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }

    /// The text with a word in fifteen exchanged, left out or doubled, at least one.
    private mutating func edited(_ text: [String]) -> [String] {
        var text = text
        for _ in 0..<Int.random(in: 1...max(text.count / 15, 1), using: &random) {
            let place = Int.random(in: 0..<text.count, using: &random)
            switch Int.random(in: 0..<3, using: &random) {
            case 0: text[place] = word()
            case 1: text.remove(at: place)
            default: text.insert(text[place], at: place)
            }
        }
        return text
    }

    private static var peakMegabytes: Int {
        let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM") } ?? ""
        return (Int(line.filter(\.isNumber)) ?? 0) / 1024
    }
}
