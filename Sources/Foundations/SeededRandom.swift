/// SplitMix64 (Steele, Lea and Flood 2014, "Fast splittable pseudorandom number generators"): small, fast, and the same
/// sequence from the same seed everywhere.
package struct SeededRandom: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// A stream that depends on `seed` alone.
    package init(seed: UInt64) {
        state = seed
    }

    /// A stream of its own for a purpose: the same seed and labels give the same stream.
    package init(seed: UInt64, _ labels: String...) {
        state = labels.reduce(seed) { StableHash.of($1, seed: $0) }
    }

    /// The next 64 random bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mix(state)
    }

    /// A number in [0, 1) with 53 random bits.
    package mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    /// Leaves out the next `count` numbers, in no time.
    package mutating func skip(_ count: Int) {
        state &+= UInt64(count) &* 0x9e37_79b9_7f4a_7c15
    }

    @usableFromInline static func mix(_ value: UInt64) -> UInt64 {
        var mixed = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
