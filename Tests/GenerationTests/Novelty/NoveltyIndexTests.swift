import Foundations
import SafetyGrid
import Testing

@testable import Generation

@Suite("Novelty index")
struct NoveltyIndexTests {
    /// 600 pairs at or above the threshold miss at most 1 % each in expectation. More than 5 % of them missed would have
    /// a probability below e^(-600 · KL(0.05 ‖ 0.01)) = e^(-600 · 0.0414) < 2·10^-11 (Chernoff), whatever the seed.
    @Test("near-duplicates are found as often as the bands promise", arguments: [0.6, 0.7, 0.8, 0.9])
    func recall(threshold: Double) {
        var random = SeededRandom(seed: 3, "recall")
        var (near, missed) = (0, 0)
        while near < 600 {
            let text = words(Int.random(in: 12...60, using: &random), using: &random)
            let copy = edited(text, edits: Int.random(in: 1...4, using: &random), using: &random)
            var index = NoveltyIndex(threshold: threshold)
            let (first, second) = (sketch(text, in: index), sketch(copy, in: index))
            guard first.similarity(to: second) >= threshold, first.identity != second.identity else { continue }
            index.insert(first)
            near += 1
            if index.isNew(second) { missed += 1 }
        }
        #expect(missed <= 30, "\(missed) of \(near)")
    }

    @Test("nothing below the threshold is refused, and what is refused says how similar it is")
    func precision() {
        var random = SeededRandom(seed: 4, "precision")
        for _ in 0..<2_000 {
            let text = words(Int.random(in: 1...30, using: &random), using: &random)
            let copy = edited(text, edits: Int.random(in: 0...6, using: &random), using: &random)
            var index = NoveltyIndex(threshold: 0.8)
            let (first, second) = (sketch(text, in: index), sketch(copy, in: index))
            index.insert(first)
            let exact = jaccard(text, copy)
            switch index.novelty(of: second) {
            case .new: #expect(!index.knows(second.identity))
            case .near(let similarity): #expect(similarity >= 0.8 && abs(similarity - exact) < 1e-12)
            case .repeated: #expect(text == copy)
            }
            #expect(index.isNew(second) == (index.novelty(of: second) == .new))
        }
    }

    @Test("being near-duplicates is symmetric")
    func symmetric() {
        var random = SeededRandom(seed: 5, "symmetry")
        for _ in 0..<1_000 {
            let text = words(Int.random(in: 5...30, using: &random), using: &random)
            let copy = edited(text, edits: Int.random(in: 1...3, using: &random), using: &random)
            var (one, other) = (NoveltyIndex(threshold: 0.8), NoveltyIndex(threshold: 0.8))
            one.insert(sketch(text, in: one))
            other.insert(sketch(copy, in: other))
            #expect(one.novelty(of: sketch(copy, in: one)) == other.novelty(of: sketch(text, in: other)))
        }
    }

    @Test("an index filled one by one, in another order, or anew from the same prompts answers alike")
    func order() {
        var random = SeededRandom(seed: 6, "order")
        var texts: [[String]] = []
        for _ in 0..<300 {
            let text = words(Int.random(in: 5...25, using: &random), using: &random)
            texts += [text, edited(text, edits: 2, using: &random)]
        }
        let probes = texts.map { edited($0, edits: 1, using: &random) }
        var answers: [[Novelty]] = []
        for order in [texts, texts.reversed(), texts.shuffled(using: &random), texts + texts] {
            var index = NoveltyIndex(threshold: 0.8)
            for text in order { index.insert(sketch(text, in: index)) }
            #expect(index.count == Set(texts).count)
            answers.append(probes.map { index.novelty(of: sketch($0, in: index)) })
        }
        #expect(Set(answers.map { "\($0)" }).count == 1)
        #expect(answers[0].contains(.new) && answers[0].contains { $0 != .new && $0 != .repeated })
    }

    @Test("what was admitted is admitted again in the same order when some of it was lost")
    func resumption() async throws {
        var random = SeededRandom(seed: 7, "resume")
        var offers: [String] = []
        for _ in 0..<200 {
            let text = words(15, using: &random)
            for edits in 0..<4 { offers.append(edited(text, edits: edits, using: &random).joined(separator: " ")) }
        }
        offers.shuffle(using: &random)
        let whole = PromptMemory()
        var admitted: [String] = []
        for offer in offers where await whole.admit(offer) { admitted.append(offer) }
        #expect(admitted.count < offers.count && admitted.count >= 200)
        for _ in 0..<5 {
            let kept = admitted.filter { _ in Bool.random(using: &random) }
            let resumed = PromptMemory()
            try await resumed.insert(contentsOf: kept)
            var again: [String] = []
            for offer in offers where await resumed.admit(offer) { again.append(offer) }
            #expect(again == admitted.filter { !kept.contains($0) })
        }
    }

    @Test(
        "bands find a pair at the threshold with 99 %, within the limits on hashes and memory",
        arguments: [0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 0.99, 1])
    func bands(threshold: Double) {
        let minHash = MinHash(threshold: threshold)
        #expect(minHash.recall(at: threshold) >= 0.99)
        #expect(minHash.bands <= 12 && minHash.rows * minHash.bands <= 128)
        #expect(minHash.keys(of: []).isEmpty)
        #expect(minHash.keys(of: [7]).count == minHash.bands)
    }

    @Test("a heap of almost equal texts stays quick and is recognised")
    func heap() {
        let head = "these words stand in front of every text of the heap and make them all alike you see number"
        var index = NoveltyIndex(threshold: 0.8)
        for number in 0..<3_000 { index.insert(PromptSketch("\(head) n\(number)", minHash: index.minHash)) }
        #expect(index.count == 3_000)
        #expect(!index.isNew(PromptSketch("\(head) another", minHash: index.minHash)))
        #expect(index.isNew(PromptSketch("not at all like any of them", minHash: index.minHash)))
    }

    @Test("the short way of comparing with a threshold tells what the long one tells", arguments: [0.6, 0.8, 1])
    func early(threshold: Double) {
        var random = SeededRandom(seed: 9, "early")
        for _ in 0..<3_000 {
            let text = words(Int.random(in: 1...40, using: &random), using: &random)
            let copy = edited(text, edits: Int.random(in: 0...5, using: &random), using: &random)
            let (first, second) = (Shingles.of(text.joined(separator: " ")), Shingles.of(copy.joined(separator: " ")))
            let exact = Shingles.similarity(first, second)
            let short = Shingles.similarity(first, second, from: threshold)
            #expect(exact >= threshold ? short == exact : short < threshold)
        }
    }

    @Test("the shelf gives back each prompt's shingles, across its pieces")
    func shelf() {
        var random = SeededRandom(seed: 10, "shelf")
        var shelf = ShingleShelf()
        let all = (0..<4_000).map { number in
            (0..<(number % 7 == 0 ? 0 : Int.random(in: 1...400, using: &random))).map { UInt32(number * 1000 + $0) }
        }
        for shingles in all { shelf.append(shingles) }
        #expect(shelf.count == all.count && all.joined().count > 2 << 18)
        for (number, shingles) in all.enumerated() { #expect(Array(shelf[number]) == shingles) }
    }

    @Test("long texts are compared by a sample of their shingles")
    func long() {
        var random = SeededRandom(seed: 8, "long")
        let text = words(5_000, using: &random)
        let copy = edited(text, edits: 250, using: &random)
        let index = NoveltyIndex(threshold: 0.8)
        let similarity = sketch(text, in: index).similarity(to: sketch(copy, in: index))
        #expect(sketch(text, in: index).shingles.count == Shingles.maximum)
        // The standard error of a sample of 512 is at most 0.022; five of them fail once in two million.
        #expect(abs(similarity - jaccard(text, copy)) < 0.11)
    }

    private func sketch(_ words: [String], in index: NoveltyIndex) -> PromptSketch {
        PromptSketch(words.joined(separator: " "), minHash: index.minHash)
    }

    private func words(_ count: Int, using random: inout SeededRandom) -> [String] {
        (0..<count).map { _ in "w\(Int.random(in: 0..<3_000, using: &random))" }
    }

    private func edited(_ words: [String], edits: Int, using random: inout SeededRandom) -> [String] {
        var words = words
        for _ in 0..<edits {
            let place = Int.random(in: 0..<words.count, using: &random)
            words[place] = "e\(Int.random(in: 0..<3_000, using: &random))"
        }
        return words
    }

    /// The similarity from the definition: sets of pairs of words.
    private func jaccard(_ first: [String], _ second: [String]) -> Double {
        func shingles(_ words: [String]) -> Set<String> {
            words.count < 2 ? [words.joined()] : Set(zip(words, words.dropFirst()).map { "\($0) \($1)" })
        }
        let (one, other) = (shingles(first), shingles(second))
        return Double(one.intersection(other).count) / Double(one.union(other).count)
    }
}
