import Foundation
import Foundations
import SafetyGrid

/// MinHash signatures cut into bands: texts that agree in a whole band are candidates for near-duplicates.
///
/// A random hash function takes its minimum over two sets at the same element with the probability s of their Jaccard
/// similarity (Broder 1997). With r functions a band and b bands, two texts share a band with probability
/// 1 - (1 - s^r)^b (Leskovec, Rajaraman, Ullman, "Mining of Massive Datasets", section 3.4.2).
package struct MinHash: Sendable {
    /// The functions of a band.
    package let rows: Int
    /// Bands of a signature, and so keys of a text.
    package let bands: Int
    private let functions: [(factor: UInt64, offset: UInt64)]

    /// Lowest share of pairs of the threshold's similarity that may share no band.
    static let missRate = 0.01
    /// More bands cost memory; this many keep a million prompts below 250 MB.
    static let maximumBands = 12
    private static let maximumFunctions = 128

    /// Bands for a threshold: as many rows as ``maximumBands`` allow at ``missRate``, for rows keep other pairs apart.
    ///
    /// - Parameter threshold: the Jaccard similarity to find, 0.6 ... 1
    init(threshold: Double) {
        var (rows, bands) = (1, Self.bands(rows: 1, threshold: threshold))
        while (rows + 1) * Self.bands(rows: rows + 1, threshold: threshold) <= Self.maximumFunctions,
            Self.bands(rows: rows + 1, threshold: threshold) <= Self.maximumBands
        {
            rows += 1
            bands = Self.bands(rows: rows, threshold: threshold)
        }
        self.rows = rows
        self.bands = bands
        // The functions are the same in every process, so that near-duplicates stay near-duplicates for ever.
        var random = SeededRandom(seed: 1, "minhash")
        functions = (0..<(rows * bands)).map { _ in (random.next() | 1, random.next()) }
    }

    /// Probability that two texts of a similarity share a band.
    func recall(at similarity: Double) -> Double {
        1 - pow(1 - pow(similarity, Double(rows)), Double(bands))
    }

    /// The key of each band; none for a text without shingles.
    func keys(of shingles: [UInt32]) -> [UInt32] {
        guard !shingles.isEmpty else { return [] }
        var keys: [UInt32] = []
        keys.reserveCapacity(bands)
        for band in 0..<bands {
            var key = UInt64(band) &* 0x9e37_79b9_7f4a_7c15
            for (factor, offset) in functions[(band * rows)..<((band + 1) * rows)] {
                // Multiply-shift: strongly universal on 32 bits (Dietzfelbinger 1996); the low bits only break ties.
                var least = UInt64.max
                for shingle in shingles { least = min(least, factor &* UInt64(shingle) &+ offset) }
                key = (key ^ least) &* 0xd6e8_feb8_6659_fd93
                key ^= key >> 32
            }
            keys.append(UInt32(truncatingIfNeeded: key))
        }
        return keys
    }

    private static func bands(rows: Int, threshold: Double) -> Int {
        let agreement = pow(threshold, Double(rows))
        guard agreement < 1 else { return 1 }
        return Int((log(missRate) / log(1 - agreement)).rounded(.up))
    }
}
