/// The hash by which the checks find words: FNV-1a, 64 bit. It stands in this module because it is asked several times for
/// every word, and the compiler specialises a generic function within its module alone.
enum WordHash {
    /// That of no byte.
    static let start: UInt64 = 0xcbf2_9ce4_8422_2325

    static func of(_ word: some Sequence<UInt8>) -> UInt64 {
        var hash = start
        for byte in word { hash = adding(byte, to: hash) }
        return hash
    }

    /// The hash of a word by that of all before its last byte.
    static func adding(_ byte: UInt8, to hash: UInt64) -> UInt64 { (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
}
