import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Shares of tries that come in clusters")
struct ClusteredShareTests {
    /// Clusters of `size` tries of which two are the same with the chance `alike`, which is their correlation.
    private func share(
        clusters: Int, size: Int, rate: Double, alike: Double, using random: inout SeededRandom
    ) -> ClusteredShare {
        var share = ClusteredShare()
        for _ in 0..<clusters {
            let isAlike = random.unit() < alike
            let first = random.unit() < rate
            share.add(tries: size, hits: (0..<size).count { _ in isAlike ? first : random.unit() < rate })
        }
        return share
    }

    @Test(
        "the interval holds the rate in 93 % of 1,000 runs at least, however alike the tries are",
        arguments: [(0.05, 0.0), (0.05, 0.3), (0.05, 0.9), (0.2, 0.0), (0.2, 0.3), (0.2, 0.9), (0.5, 0.5), (0.5, 1.0)])
    func coverage(rate: Double, alike: Double) {
        var random = SeededRandom(seed: 21)
        let held = (0..<1000).count { _ in
            let interval = share(clusters: 100, size: 5, rate: rate, alike: alike, using: &random).rate?.interval
            return interval?.contains(rate) == true
        }
        #expect(held >= 930)
    }

    @Test("the correlation is found, and alike tries count as fewer")
    func correlation() throws {
        var random = SeededRandom(seed: 22)
        for alike in [0.0, 0.4, 0.8] {
            let share = share(clusters: 4000, size: 5, rate: 0.3, alike: alike, using: &random)
            #expect(abs(share.correlation - alike) < 0.04)
            #expect(abs(share.effectiveTries / 20_000 * (1 + 4 * alike) - 1) < 0.12)
        }
    }

    @Test(
        "what can't be told counts as alike",
        arguments: [
            ([(5, 0), (5, 0)], 2.0), ([(5, 5), (5, 5)], 2), ([(5, 2)], 1), ([(1, 1), (1, 0)], 2), ([(0, 0)], 0),
        ]
            as [([(Int, Int)], Double)])
    func degenerate(clusters: [(Int, Int)], effective: Double) {
        var share = ClusteredShare()
        for (tries, hits) in clusters { share.add(tries: tries, hits: hits) }
        #expect(share.effectiveTries == effective)
        #expect((share.rate == nil) == (effective == 0))
    }
}
