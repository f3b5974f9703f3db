/// Prompts by the keys of their bands: a multimap with open addressing, of 4 bytes an entry. The place that a key asks for is its
/// highest bits, and the entry keeps all the others beside the prompt's number: only where entries have moved to the next places
/// does a find have a prompt too many.
struct BandTable: Sendable {
    /// In the lowest ``bits`` the number of the prompt plus one, above them as much of the key; 0 is free.
    private var entries: [UInt32]
    private let bits: Int
    private var count = 0

    /// Most prompts under one key. Only heaps of almost equal texts have more, each of which is found through the others;
    /// without a limit such a heap would make every insertion a walk over all of it.
    static let maximumOfKey = 1024

    /// An empty table.
    ///
    /// - Parameter bits: the power of two of its places, 1 ... 31
    init(bits: Int = 10) {
        self.bits = bits
        entries = [UInt32](repeating: 0, count: 1 << bits)
    }

    /// Whether so many keys of the prompt would fill more than three quarters of it, or it can't hold the prompt's number: then all
    /// belong into a ``larger`` one.
    func isFull(adding keys: Int, of prompt: UInt32) -> Bool {
        (count + keys) * 4 > entries.count * 3 || Int(prompt) + 1 >= entries.count
    }

    /// An empty table of twice the size.
    var larger: BandTable { BandTable(bits: bits + 1) }

    /// Adds a prompt under a key.
    mutating func insert(_ key: UInt32, _ prompt: UInt32) {
        var slot = Int(key >> UInt32(32 - bits))
        let tag = key << UInt32(bits)
        var sameKey = 0
        while entries[slot] != 0 {
            if isTagged(entries[slot], tag) {
                sameKey += 1
                guard sameKey < Self.maximumOfKey else { return }
            }
            slot = (slot + 1) & (entries.count - 1)
        }
        entries[slot] = tag | (prompt + 1)
        count += 1
    }

    /// Appends the prompts under a key to `found`, and now and then another.
    func find(_ key: UInt32, into found: inout [UInt32]) {
        var slot = Int(key >> UInt32(32 - bits))
        let tag = key << UInt32(bits)
        while entries[slot] != 0 {
            if isTagged(entries[slot], tag) { found.append((entries[slot] ^ tag) - 1) }
            slot = (slot + 1) & (entries.count - 1)
        }
    }

    private func isTagged(_ entry: UInt32, _ tag: UInt32) -> Bool { (entry ^ tag) >> UInt32(bits) == 0 }
}
