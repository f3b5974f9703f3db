import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Differences of pairs, and means within bounds")
struct PairedDifferenceTests {
    private func pairs(_ both: Int, _ first: Int, _ second: Int, _ neither: Int) -> PairedDifference {
        var pairs = PairedDifference()
        for (count, outcome) in [(both, (true, true)), (first, (true, false)), (second, (false, true))] {
            for _ in 0..<count { pairs.add(first: outcome.0, second: outcome.1) }
        }
        for _ in 0..<neither { pairs.add(first: false, second: false) }
        return pairs
    }

    /// The figures agree with the R package contingencytables.
    @Test(
        "Newcombe's method 10 and McNemar's mid-p give the published figures",
        arguments: [
            ((59, 6, 16, 80), -0.0621, -0.1186, -0.0046, 0.034690), ((1, 1, 7, 12), -0.2857, -0.5069, -0.0256, 0.0391),
        ])
    func published(
        counts: (Int, Int, Int, Int), value: Double, lower: Double, upper: Double, mid: Double
    ) throws {
        let pairs = pairs(counts.0, counts.1, counts.2, counts.3)
        #expect(abs(try #require(pairs.value) - value) < 5e-5)
        let interval = try #require(pairs.interval)
        #expect(abs(interval.lowerBound - lower) < 5e-5 && abs(interval.upperBound - upper) < 5e-5)
        #expect(abs(pairs.pValue - mid) < 5e-5)
    }

    @Test(
        "pairs that do not differ, or as often one way as the other, prove nothing",
        arguments: [((0, 0, 0, 0), 1.0), ((5, 0, 0, 5), 1), ((0, 1, 1, 0), 0.75), ((3, 2, 2, 3), 1 - 0.375 / 2)])
    func even(counts: (Int, Int, Int, Int), p: Double) {
        let pairs = pairs(counts.0, counts.1, counts.2, counts.3)
        #expect(abs(pairs.pValue - p) < 1e-12)
        #expect((pairs.interval == nil) == (pairs.count == 0))
        #expect(pairs.interval?.contains(0) != false)
    }

    @Test("a difference turned round is the same with the other sign")
    func mirrored() throws {
        let (one, other) = (pairs(7, 5, 2, 9), pairs(7, 2, 5, 9))
        let (interval, turned) = (try #require(one.interval), try #require(other.interval))
        #expect(one.value == other.value.map { -$0 } && one.pValue == other.pValue)
        #expect(abs(interval.lowerBound + turned.upperBound) < 1e-12)
    }

    /// What a score under a config can look like: a share of 1, of -1, of one half, and 0 else.
    @Test(
        "the interval of a mean within bounds holds for any mix, and is narrower than one that knows nothing of the mix",
        arguments: [
            (0.5, 0.1, 0.0), (0.02, 0.01, 0.0), (0.9, 0.05, 0.05), (0.3, 0.0, 0.6), (0.5, 0.5, 0.0), (0.0, 0.02, 0.1),
        ])
    func bounded(up: Double, down: Double, half: Double) throws {
        var random = SeededRandom(seed: 11)
        let (runs, size) = (500, 120)
        let truth = up - down + half / 2
        var (missed, width) = (0, 0.0)
        for _ in 0..<runs {
            let values = (0..<size).map { _ -> Double in
                let draw = random.unit()
                return draw < up ? 1 : draw < up + down ? -1 : draw < up + down + half ? 0.5 : 0
            }
            let mean = try #require(RateEstimate(meanOf: values, in: -1...1))
            #expect(mean.lower <= mean.value && mean.value <= mean.upper && mean.lower >= -1 && mean.upper <= 1)
            if truth < mean.lower - 1e-12 || truth > mean.upper + 1e-12 { missed += 1 }
            width += mean.width / Double(runs)
        }
        // At a chance of 5 % to miss, more than 52 of 500 have a probability below 1e-6.
        #expect(missed <= 52)
        // Hoeffding's, which uses the bounds alone, is 0.496 wide.
        #expect(width < 0.496)
    }

    @Test("no number has no mean, equal ones a narrow interval, and the bounds scale with the numbers")
    func edges() throws {
        #expect(RateEstimate(meanOf: [], in: 0...1) == nil)
        let zeros = try #require(RateEstimate(meanOf: Array(repeating: 0, count: 200), in: -1...1))
        #expect(zeros.value == 0 && zeros.width < 0.15)
        let ones = try #require(RateEstimate(meanOf: [1], in: 0...1))
        #expect(ones.value == 1 && ones.upper == 1 && ones.lower < 0.5)
        let small = try #require(RateEstimate(meanOf: [0, 1, 1, 0, 1, 1, 1, 1], in: 0...1))
        let large = try #require(RateEstimate(meanOf: [-1, 1, 1, -1, 1, 1, 1, 1], in: -1...1))
        #expect(abs(large.lower - (2 * small.lower - 1)) < 1e-9 && abs(large.upper - (2 * small.upper - 1)) < 1e-9)
    }
}
