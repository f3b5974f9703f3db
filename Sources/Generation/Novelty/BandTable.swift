/// Prompts by the keys of their bands: a multimap with open addressing in one array of 8 bytes an entry.
struct BandTable: Sendable {
    /// Key in the upper half, number of the prompt plus one in the lower; 0 is free.
    private var entries = [UInt64](repeating: 0, count: 1 << 10)
    private var bits = 10
    private var count = 0

    /// Most prompts under one key. Only heaps of almost equal texts have more, each of which is found through the others;
    /// without a limit such a heap would make every insertion a walk over all of it.
    static let maximumOfKey = 1024

    /// Adds a prompt under a key.
    mutating func insert(_ key: UInt32, _ prompt: UInt32) {
        if (count + 1) * 4 > entries.count * 3 { grow() }
        var slot = Int(key >> UInt32(32 - bits))
        var sameKey = 0
        while entries[slot] != 0 {
            if UInt32(entries[slot] >> 32) == key {
                sameKey += 1
                guard sameKey < Self.maximumOfKey else { return }
            }
            slot = (slot + 1) & (entries.count - 1)
        }
        entries[slot] = UInt64(key) << 32 | UInt64(prompt + 1)
        count += 1
    }

    /// Appends the prompts under a key to `found`.
    func find(_ key: UInt32, into found: inout [UInt32]) {
        var slot = Int(key >> UInt32(32 - bits))
        while entries[slot] != 0 {
            if UInt32(entries[slot] >> 32) == key { found.append(UInt32(truncatingIfNeeded: entries[slot]) - 1) }
            slot = (slot + 1) & (entries.count - 1)
        }
    }

    private mutating func grow() {
        let old = entries
        bits += 1
        entries = [UInt64](repeating: 0, count: 1 << bits)
        for entry in old where entry != 0 {
            var slot = Int(entry >> UInt64(64 - bits))
            while entries[slot] != 0 { slot = (slot + 1) & (entries.count - 1) }
            entries[slot] = entry
        }
    }
}
