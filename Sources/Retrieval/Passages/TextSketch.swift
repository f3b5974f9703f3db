/// MinHash of a text's three-word shingles by one permutation (Li, Owen and Zhang 2012, "One permutation hashing"): two
/// texts have the same value at a place with a probability near the Jaccard similarity of their sets of shingles.
enum TextSketch {
    /// Values of a sketch, a power of two.
    static let size = 128
    /// Texts that fill fewer places are compared as a whole only: a sketch of about two dozen shingles says too little.
    static let minPlaces = 20
    /// Shingles that are looked at, from the start of the text.
    static let maxShingles = 20_000

    /// The sketch of a text; empty when the text is short.
    static func sketch(of text: String) -> [UInt32] {
        var sketch = [UInt32](repeating: .max, count: size)
        var (first, second, words) = (0 as UInt64, 0 as UInt64, 0)
        WordScanner.forEachWord(in: text) { word, _ in
            words += 1
            if words > 2, words <= maxShingles + 2 {
                let hash = shift(shift(shift(shift(1, first), second), word), 0)
                let place = Int(truncatingIfNeeded: hash) & (size - 1)
                sketch[place] = min(sketch[place], UInt32(truncatingIfNeeded: hash >> 32) & ~1)
            }
            (first, second) = (second, word)
        }
        guard sketch.count(where: { $0 != .max }) >= minPlaces else { return [] }
        return filled(sketch)
    }

    /// Gives an empty place the value of the next that is not, marked with the distance (Shrivastava and Li 2014,
    /// "Densifying one permutation hashing via rotation").
    private static func filled(_ sketch: [UInt32]) -> [UInt32] {
        sketch.indices.map { place in
            var distance: UInt32 = 0
            while sketch[(place + Int(distance)) % size] == .max { distance += 1 }
            return sketch[(place + Int(distance)) % size] &+ distance &* 0x9e37_79b9
        }
    }

    private static func shift(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let value = sum &* 31 &+ word
        let mixed = (value ^ (value >> 32)) &* 0x9e37_79b9_7f4a_7c15
        return mixed ^ (mixed >> 29)
    }
}
