import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Targets side by side")
struct LeagueComparisonTests {
    /// Verdicts of targets on test cases that are hard for all: a target fails where the case's hardness, joined with its own
    /// luck, is under its rate.
    private func league(
        rates: [Double], tests: Int, shared: Double, using random: inout SeededRandom
    ) -> [[Bool?]] {
        let hardness = (0..<tests).map { _ in random.unit() }
        return rates.map { rate in hardness.map { (random.unit() < shared ? $0 : random.unit()) < rate } }
    }

    @Test("leagues of equal targets seldom show a difference: 5 % of 300; 26 or more would be bad luck of 1 in 400")
    func equal() {
        var random = SeededRandom(seed: 5)
        let false_ = (0..<300).count { _ in
            LeagueComparison(league(rates: Array(repeating: 0.1, count: 4), tests: 150, shared: 0.3, using: &random))
                .pairs.contains(where: \.isCertain)
        }
        #expect(false_ <= 25)
    }

    @Test(
        "the difference that is said to be found in 4 of 5 leagues is: 81 to 87 % of 400, less than 75 % by bad luck of 1 in 500",
        arguments: [(0.02, 0.0), (0.1, 0.5), (0.3, 0.8)])
    func detectable(rate: Double, shared: Double) throws {
        var random = SeededRandom(seed: 8)
        let found = try (0..<400).count { _ in
            let equal = LeagueComparison(league(rates: [rate, rate], tests: 420, shared: shared, using: &random))
            let other = rate + (try #require(equal.detectable))
            return LeagueComparison(league(rates: [rate, other], tests: 420, shared: shared, using: &random)).pairs[0]
                .isCertain
        }
        #expect((300...375).contains(found), "\(found)")
    }

    @Test("more pairs, fewer cases and more of them that differ need a larger difference; without a case there is none")
    func limits() throws {
        func detectable(_ targets: Int, _ tests: Int, _ apart: Int) -> Double? {
            LeagueComparison(
                (0..<targets).map { target in (0..<tests).map { $0 % 2 == target % 2 && $0 < apart } }
            ).detectable
        }
        let base = try #require(detectable(2, 420, 40))
        // By hand: (1.96 + 0.8416)^2 / 420 = 0.01869, and the root of x^2 = 0.01869 (x + 40/420).
        #expect(abs(base - 0.0526) < 0.0003)
        #expect(try #require(detectable(7, 420, 40)) > base)
        #expect(try #require(detectable(2, 210, 20)) > base)
        #expect(try #require(detectable(2, 420, 80)) > base)
        #expect(LeagueComparison([[nil], [nil]]).detectable == nil && LeagueComparison([[true]]).detectable == nil)
    }

    @Test(
        "a difference of ten points of two targets is nearly always found; 180 of 200 by bad luck of 1 in 1,000 at 95 %"
    )
    func different() {
        var random = SeededRandom(seed: 6)
        let found = (0..<200).count { _ in
            LeagueComparison(league(rates: [0.05, 0.15], tests: 420, shared: 0.5, using: &random)).pairs[0].isCertain
        }
        #expect(found >= 180)
    }

    @Test("a pair's difference is of the test cases that both have, the first less the second")
    func pairs() {
        let comparison = LeagueComparison([[true, true, nil, false], [false, true, true, nil], [nil, nil, nil, nil]])
        #expect(comparison.pairs.map(\.difference.count) == [2, 0, 0])
        #expect(comparison.pairs[0].difference.value == 0.5 && comparison.pairs[1].difference.value == nil)
        #expect(comparison.pairs.allSatisfy { $0.q == 1 })
    }

    /// Targets that fail the first tests, as many as given: each is nested in the next.
    private func nested(_ counts: [Int]) -> LeagueComparison {
        LeagueComparison(counts.map { count in (0..<100).map { $0 < count } })
    }

    @Test(
        "targets that share a letter don't differ, and two that don't share one do",
        arguments: [
            ([5, 5, 5], ["a", "a", "a"]), ([0, 30, 60], ["a", "b", "c"]), ([0, 4, 8], ["a", "ab", "b"]),
            ([7], ["a"]), ([60, 0], ["b", "a"]), ([0, 4, 8, 40], ["a", "ab", "b", "c"]),
        ] as [([Int], [String])])
    func letters(counts: [Int], letters: [String]) {
        let order = counts.indices.sorted { (counts[$0], $0) < (counts[$1], $1) }
        #expect(nested(counts).letters(order: order) == letters)
    }

    @Test("letters hold for any pattern of differences")
    func anyPattern() {
        var random = SeededRandom(seed: 9)
        for _ in 0..<200 {
            let counts = (0..<7).map { _ in Int(random.unit() * 40) }
            let comparison = nested(counts)
            let letters = comparison.letters(order: counts.indices.sorted { counts[$0] < counts[$1] })
            for pair in comparison.pairs {
                #expect(Set(letters[pair.a]).isDisjoint(with: letters[pair.b]) == pair.isCertain)
            }
        }
    }
}
