import Foundations
import SafetyGrid

/// The part of a prompt that is kept to compare it with others.
package struct PromptSketch: Sendable {
    /// Hash of the normalised text.
    let identity: UInt64
    /// Hashes of its shingles, ascending.
    let shingles: [UInt32]
    /// Keys of its bands.
    let keys: [UInt32]

    package init(_ prompt: String, minHash: MinHash) {
        self.init(prompt, identity: Self.identity(of: prompt), minHash: minHash)
    }

    /// The sketch of a prompt whose identity is known.
    init(_ prompt: String, identity: UInt64, minHash: MinHash) {
        self.identity = identity
        shingles = Shingles.of(prompt)
        keys = minHash.keys(of: shingles)
    }

    /// The Jaccard similarity of two prompts' shingles, 0 ... 1.
    package func similarity(to other: PromptSketch) -> Double {
        Shingles.similarity(shingles, other.shingles)
    }

    /// A hash of the text in lower case with runs of white space as one space. Two different texts share one once in
    /// about 10^13 pairs of a million prompts; the price is a prompt that is passed over.
    static func identity(of prompt: String) -> UInt64 {
        StableHash.of(normalised(prompt))
    }

    private static func normalised(_ prompt: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(prompt.utf8.count)
        var gap = false
        for byte in prompt.utf8 {
            // Other scripts have cases and spaces of their own; they are rare enough to be handled slowly.
            guard byte < 0x80 else {
                return WordHashes.folded(prompt).split(whereSeparator: \.isWhitespace).joined(separator: " ")
            }
            if byte == 0x20 || (0x09...0x0d).contains(byte) {
                gap = !bytes.isEmpty
            } else {
                if gap { bytes.append(0x20) }
                gap = false
                bytes.append(Letters.lower(byte))
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
