/// The hash by which the checks find words: FNV-1a, 64 bit. It stands in this module because it is asked several times for
/// every word, and the compiler specialises a generic function within its module alone.
enum WordHash {
    static func of(_ word: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in word { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        return hash
    }
}
