import SafetyGrid

/// MinHash of a text's shingles (Broder 1997): two texts have the same value at a place with a probability equal to the
/// Jaccard similarity of their sets of three-word shingles.
enum TextSketch {
    /// Values of a sketch.
    static let size = 128
    /// Texts with fewer shingles are compared as a whole only: a sketch of a few says too little.
    static let minShingles = 24
    /// Shingles that are looked at, from the start of the text.
    static let maxShingles = 20_000

    /// The sketch of a text; empty when the text is short.
    static func sketch(of text: String) -> [UInt32] {
        let words = WordScanner.words(of: text)
        guard words.count >= minShingles + 2 else { return [] }
        var shingles: Set<UInt64> = []
        for start in 0..<min(words.count - 2, maxShingles) {
            shingles.insert(words[start..<(start + 3)].reduce(1) { mix($0 &* 31 &+ $1) })
        }
        guard shingles.count >= minShingles else { return [] }
        var sketch = [UInt32](repeating: .max, count: size)
        for shingle in shingles {
            for place in 0..<size {
                // Multiply-shift hashing (Dietzfelbinger et al. 1997): the high half of an odd multiple.
                let value = UInt32(truncatingIfNeeded: (shingle &* multipliers[place] &+ offsets[place]) >> 32)
                if value < sketch[place] { sketch[place] = value }
            }
        }
        return sketch
    }

    private static let multipliers = numbers("multipliers").map { $0 | 1 }
    private static let offsets = numbers("offsets")

    private static func numbers(_ label: String) -> [UInt64] {
        var random = SeededRandom(seed: 0, label)
        return (0..<size).map { _ in random.next() }
    }

    private static func mix(_ value: UInt64) -> UInt64 {
        let mixed = (value ^ (value >> 32)) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ (mixed >> 29)
    }
}
