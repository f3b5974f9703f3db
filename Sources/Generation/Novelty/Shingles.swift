/// The set of a text's shingles, runs of ``width`` words, by which texts are compared (Broder 1997, "On the resemblance and
/// containment of documents").
enum Shingles {
    /// Words of a shingle. With two, one word changed in a sentence of twenty leaves a Jaccard similarity of 0.81, and of
    /// ten 0.64: a prompt of the usual length with one word exchanged is a near-duplicate, a short one is not.
    static let width = 2
    /// Most shingles kept of a text. A longer text keeps the smallest hashes, a sample from which the similarity is
    /// estimated without bias (Broder 1997, section 4).
    static let maximum = 512

    /// The distinct shingles of a text as hashes in ascending order; a text of fewer words than ``width`` is one shingle,
    /// and a text without words has none.
    static func of(_ text: String) -> [UInt32] {
        let words = WordHashes.of(text)
        guard words.count > width else { return words.isEmpty ? [] : [hash(words[...])] }
        var shingles: [UInt32] = []
        shingles.reserveCapacity(words.count)
        for first in 0...(words.count - width) { shingles.append(hash(words[first..<(first + width)])) }
        shingles.sort()
        var kept = 0
        for shingle in shingles where kept == 0 || shingle != shingles[kept - 1] {
            guard kept < maximum else { break }
            shingles[kept] = shingle
            kept += 1
        }
        shingles.removeLast(shingles.count - kept)
        return shingles
    }

    /// The Jaccard similarity |A ∩ B| / |A ∪ B| of two texts' shingles, 0 ... 1: exact, but for texts of ``maximum``
    /// shingles and more, where it is that of the ``maximum`` smallest hashes of the union.
    static func similarity(_ first: [UInt32], _ second: [UInt32]) -> Double {
        let sampled = max(first.count, second.count) >= maximum
        var (left, right, common, union) = (0, 0, 0, 0)
        while left < first.count, right < second.count {
            if sampled, union == maximum { return Double(common) / Double(union) }
            let (one, other) = (first[left], second[right])
            if one <= other { left += 1 }
            if other <= one { right += 1 }
            if one == other { common += 1 }
            union += 1
        }
        union += first.count - left + second.count - right
        if sampled { union = min(union, maximum) }
        return union == 0 ? 0 : Double(common) / Double(union)
    }

    /// The similarity of two texts' shingles where it reaches a threshold, and something below it elsewhere: most pairs are told
    /// apart by their first shingles.
    static func similarity(
        _ first: [UInt32], _ second: [UInt32], from threshold: Double
    ) -> Double {
        guard max(first.count, second.count) < maximum else { return similarity(first, second) }
        // Of c in common, c / (all - c) is the similarity.
        let all = Double(first.count + second.count)
        let needed = Int((threshold * all / (1 + threshold) - 1e-6).rounded(.up))
        return first.withUnsafeBufferPointer { first in
            second.withUnsafeBufferPointer { second in
                var (left, right, common) = (0, 0, 0)
                while left < first.count, right < second.count {
                    let (one, other) = (first[left], second[right])
                    if one == other {
                        common += 1
                    } else if common + min(first.count - left, second.count - right) < needed {
                        return 0
                    }
                    if one <= other { left += 1 }
                    if other <= one { right += 1 }
                }
                return all == 0 ? 0 : Double(common) / (all - Double(common))
            }
        }
    }

    /// 32 bits are enough: within two texts of 100 shingles a false match happens once in 400,000 comparisons.
    private static func hash(_ words: ArraySlice<UInt64>) -> UInt32 {
        var hash: UInt64 = 0x9e37_79b9_7f4a_7c15
        for word in words {
            hash = (hash ^ word) &* 0xd6e8_feb8_6659_fd93
            hash ^= hash >> 32
        }
        return UInt32(truncatingIfNeeded: hash)
    }
}
