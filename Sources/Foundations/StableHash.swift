/// A hash that is the same on every machine and in every process, for seeds, ids and duplicate checks. Not for security.
package enum StableHash {
    /// FNV-1a, 64 bit (Fowler, Noll, Vo), finished by SplitMix64's mixer so that all bits depend on all input.
    package static func of(_ text: String, seed: UInt64 = 0) -> UInt64 { of(text.utf8, seed: seed) }

    /// The hash of bytes; that of a text is the hash of its UTF-8.
    @inlinable
    package static func of(_ bytes: some Sequence<UInt8>, seed: UInt64 = 0) -> UInt64 {
        // A seed that is not mixed first meets the first byte as it is: seed 1 with "b" would be seed 2 with "a".
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ SeededRandom.mix(seed)
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return SeededRandom.mix(hash)
    }

    /// Sixteen lower-case hexadecimal digits.
    package static func hex(_ hash: UInt64) -> String {
        let digits = String(hash, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
