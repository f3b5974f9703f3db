import Foundation
import Foundations
import Records
import Retrieval
import SafetyGrid
import Storage

/// Speed on made-up pages of five passages, whose words follow Zipf's law (exponent 1, 60,000 words).
struct SpeedMeasure {
    let passages: Int
    let store: SQLiteStore

    /// Pages handed over at a time.
    private static let batch = 1024

    func run() async throws {
        var words = ZipfWords(count: 60_000)
        let indexer = PageIndexer(store: store)
        var (indexed, seconds, queries) = (0, 0.0, [String]())
        while indexed < passages {
            let pages = (0..<Self.batch).map { page(indexed / 5 + $0, &words) }
            for place in stride(from: 0, to: pages.count, by: 64) where queries.count < 300 {
                queries.append(Self.query(in: pages[place].text, length: 2 + queries.count % 7))
            }
            let started = ContinuousClock.now
            try await indexer.add(pages)
            seconds += (ContinuousClock.now - started).seconds
            indexed += Self.batch * 5
        }
        let stored = try await store.pages(hazard: nil, limit: 1_000_000).reduce(0) { $0 + $1.passageCount }
        print("\(stored) passages indexed in \(rounded(seconds)) s: \(Int(Double(stored) / seconds)) passages/s")
        let finder = PassageFinder(store: store, now: { 86_400 })
        for (name, hazard) in [("all pages", nil), ("one hazard category", "h3")] {
            var times: [Double] = []
            var empty = 0
            for query in queries {
                let started = ContinuousClock.now
                let found = try await finder.passages(for: PassageQuery(query, hazard: hazard, limit: 10))
                times.append((ContinuousClock.now - started).milliseconds)
                empty += found.isEmpty ? 1 : 0
            }
            times.sort()
            print(
                "\(queries.count) queries of 2 to 8 words, \(name): median \(rounded(times[times.count / 2])) ms, "
                    + "90th of 100 \(rounded(times[times.count * 9 / 10])) ms, longest \(rounded(times[times.count - 1])) ms, "
                    + "without a result \(empty)")
        }
    }

    private func page(_ number: Int, _ words: inout ZipfWords) -> RetrievedPage {
        let paragraphs = (0..<5).map { _ in (0..<12).map { _ in words.sentence(10) }.joined(separator: " ") }
        return RetrievedPage(
            url: "https://bench.example/\(number)", title: words.sentence(6), published: Double(number % 86_400),
            text: paragraphs.joined(separator: "\n\n"), hazards: ["h\(number % 8)"], fetched: 86_400)
    }

    /// Words that follow one another in a passage, as a question on it would have.
    private static func query(in text: String, length: Int) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "." || $0.isNewline }).dropFirst(17).prefix(length)
            .joined(separator: " ")
    }

    private func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

/// Made-up words, the n-th of which is n times as rare as the first.
struct ZipfWords {
    private let words: [String]
    private let sums: [Double]
    private var random = SeededRandom(seed: 1, "zipf")

    init(count: Int) {
        let (consonants, vowels) = (Array("bcdfghklmnprstvz"), Array("aeiou"))
        words = (0..<count).map { number in
            var (rest, word) = (number + 4000, "")
            while rest > 0 {
                word += "\(consonants[rest % 16])\(vowels[rest / 16 % 5])"
                rest /= 80
            }
            return word
        }
        var sum = 0.0
        sums = (1...count).map { rank in
            sum += 1 / Double(rank)
            return sum
        }
    }

    mutating func sentence(_ length: Int) -> String {
        (0..<length).map { _ in word() }.joined(separator: " ") + "."
    }

    private mutating func word() -> String {
        let point = random.unit() * (sums.last ?? 0)
        var (low, high) = (0, sums.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if sums[middle] < point { low = middle + 1 } else { high = middle }
        }
        return words[low]
    }
}
