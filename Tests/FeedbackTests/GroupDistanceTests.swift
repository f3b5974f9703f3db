import Foundations
import Records
import Testing

@testable import Feedback

@Suite("Distance of groups from a reference")
struct GroupDistanceTests {
    @Test(
        "total variation and divergence have their textbook values",
        arguments: [
            ([10, 10], [0.5, 0.5], 0.0, 0.0), ([20, 0], [0.5, 0.5], 0.5, 1.0), ([0, 8], [0.9, 0.1], 0.9, 3.3219),
            ([6, 2], [0.5, 0.5], 0.25, 0.1887), ([1, 1, 1, 1], [0.25, 0.25, 0.25, 0.25], 0, 0),
        ])
    func values(counts: [Int], reference: [Double], variation: Double, divergence: Double) throws {
        let distance = try #require(GroupDistance([counts], reference: reference, seed: 1))
        #expect(abs(distance.value - variation) < 1e-9)
        #expect(abs(try #require(distance.divergence) - divergence) < 1e-4)
        #expect(distance.images == counts.reduce(0, +))
    }

    @Test("without an image there is no distance")
    func empty() {
        #expect(GroupDistance([[0, 0], [0, 0]], reference: [0.5, 0.5], seed: 1) == nil)
        #expect(GroupDistance([], reference: [0.5, 0.5], seed: 1) == nil)
    }

    @Test("images drawn from the reference are beyond chance about 5 times of 100; leaning ones nearly always")
    func chance() throws {
        var random = SeededRandom(seed: 5)
        var (false_, true_) = (0, 0)
        for round in 0..<200 {
            func counts(_ share: Double) -> [Int] {
                let first = (0..<60).count { _ in random.unit() < share }
                return [first, 60 - first]
            }
            if try #require(GroupDistance([counts(0.5)], reference: [0.5, 0.5], seed: UInt64(round))).isBeyondChance {
                false_ += 1
            }
            if try #require(GroupDistance([counts(0.8)], reference: [0.5, 0.5], seed: UInt64(round))).isBeyondChance {
                true_ += 1
            }
        }
        #expect(false_ <= 20)
        #expect(true_ >= 190)
    }

    @Test("of several prompts the prompts are drawn again: prompts that differ give a wider interval than images would")
    func clusters() throws {
        let apart = try #require(GroupDistance([[50, 0], [0, 50], [50, 0]], reference: [0.5, 0.5], seed: 1))
        let alike = try #require(GroupDistance([[34, 16], [33, 17], [33, 17]], reference: [0.5, 0.5], seed: 1))
        #expect(abs(apart.value - alike.value) < 1e-9)
        #expect(apart.upper - apart.lower > 5 * (alike.upper - alike.lower))
        #expect(
            GroupDistance([[3, 1]], reference: [0.5, 0.5], seed: 2)
                == GroupDistance([[3, 1]], reference: [0.5, 0.5], seed: 2))
    }
}
