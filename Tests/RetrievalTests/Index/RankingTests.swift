import Foundations
import SafetyGrid
import Testing

@testable import Retrieval

@Suite("Ranking")
struct RankingTests {
    @Test(
        "rank fusion: the order of lists does not matter, more lists and better ranks score higher", arguments: 0..<20)
    func fusion(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "fusion")
        let first = (0..<20).shuffled(using: &random)
        let second = (5..<30).shuffled(using: &random)
        let scores = ReciprocalRank.scores(of: [first, second])
        #expect(scores == ReciprocalRank.scores(of: [second, first]))
        #expect(Set(scores.keys) == Set(0..<30))
        for (better, worse) in zip(first, first.dropFirst()) where better < 5 && worse < 5 {
            #expect((scores[better] ?? 0) > (scores[worse] ?? 0))
        }
        #expect(ReciprocalRank.scores(of: [[7], [7]])[7] == 2.0 / 61)
        #expect(ReciprocalRank.scores(of: [[7, 7]])[7] == 1.0 / 61)
    }

    @Test("age halves the part of the score that ages, and no more")
    func recency() {
        let settings = RankingSettings(halfLifeDays: 10, recencyWeight: 0.5)
        #expect(settings.factor(age: -5) == 1)
        #expect(settings.factor(age: 864_000) == 0.75)
        #expect(settings.factor(age: 1e12) == 0.5)
        #expect(RankingSettings(recencyWeight: 0).factor(age: 1e9) == 1)
    }

    @Test("stop words go, unless there is nothing else; spaceless scripts are looked up by neighbours")
    func terms() {
        #expect(QueryTerms.terms(of: "What is the Wing's wing?") == ["wing"])
        #expect(QueryTerms.terms(of: "to be or not") == ["to", "be", "or", "not"])
        #expect(QueryTerms.terms(of: "漏洞利 x") == ["漏 洞", "洞 利", "x"])
        #expect(QueryTerms.terms(of: "\u{0}\"*()^:-\u{1F600}") == [])
        #expect(QueryTerms.terms(of: (0..<5000).map { "w\($0)" }.joined(separator: " ")).count == QueryTerms.limit)
    }
}
