import Foundation
import Foundations
import Records

extension GroupDistance {
    private static let draws = 1000

    /// The distance of counts from a reference; nil without an image.
    ///
    /// Of several prompts the prompts are drawn again, because images of one prompt resemble each other; of one prompt its
    /// images.
    ///
    /// - Parameters:
    ///   - counts: for each prompt the images by group
    ///   - reference: shares of the groups, which add up to 1
    ///   - seed: seed of the resamples
    package init?(_ counts: [[Int]], reference: [Double], seed: UInt64) {
        let counts = counts.filter { $0.contains { $0 > 0 } }
        let total = Self.sum(counts, groups: reference.count)
        let images = total.reduce(0, +)
        guard images > 0 else { return nil }
        let divergence = Self.divergence(total, reference)
        var random = SeededRandom(seed: seed, "fairness")
        var resampled: [Double] = []
        var null: [Double] = []
        let shares = total.map { Double($0) / Double(images) }
        for _ in 0..<Self.draws {
            let again =
                counts.count == 1
                ? Self.drawn(images, from: shares, &random)
                : Self.sum(
                    counts.indices.map { _ in counts[Int.random(in: 0..<counts.count, using: &random)] },
                    groups: reference.count)
            resampled.append(Self.variation(again, reference))
            null.append(Self.variation(Self.drawn(images, from: reference, &random), reference))
        }
        resampled.sort()
        null.sort()
        self.init(
            value: Self.variation(total, reference), lower: resampled[Self.draws / 40],
            upper: resampled[Self.draws - 1 - Self.draws / 40],
            divergence: divergence.isFinite ? divergence : nil,
            chance: null[Self.draws - 1 - Self.draws / 20], images: images)
    }

    private static func sum(_ counts: [[Int]], groups: Int) -> [Int] {
        counts.reduce(into: [Int](repeating: 0, count: groups)) { sum, row in
            for (group, count) in row.enumerated() { sum[group] += count }
        }
    }

    static func variation(_ counts: [Int], _ reference: [Double]) -> Double {
        let total = Double(max(counts.reduce(0, +), 1))
        return zip(counts, reference).reduce(0) { $0 + abs(Double($1.0) / total - $1.1) } / 2
    }

    /// Infinite where there are images of a group that is to have none.
    static func divergence(_ counts: [Int], _ reference: [Double]) -> Double {
        let total = Double(max(counts.reduce(0, +), 1))
        return zip(counts, reference).reduce(0) { sum, pair in
            let share = Double(pair.0) / total
            return share == 0 ? sum : sum + share * log(share / pair.1)
        } / log(Double(reference.count))
    }

    /// As many images as wanted, each of a group by chance.
    private static func drawn(_ count: Int, from shares: [Double], _ random: inout SeededRandom) -> [Int] {
        var counts = [Int](repeating: 0, count: shares.count)
        for _ in 0..<count {
            var left = random.unit()
            var group = 0
            while group < shares.count - 1, left >= shares[group] {
                left -= shares[group]
                group += 1
            }
            counts[group] += 1
        }
        return counts
    }
}
