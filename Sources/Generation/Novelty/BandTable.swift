/// Prompts by the keys of their bands: a multimap with open addressing, of 5 bytes an entry. Of a key it keeps where it stands
/// and eight bits more, so that one find in some hundred has a prompt too many.
struct BandTable: Sendable {
    /// Number of the prompt plus one; 0 is free.
    private var numbers: [UInt32]
    /// The lowest bits of the key.
    private var tags: [UInt8]
    private let bits: Int
    private var count = 0

    /// Most prompts under one key. Only heaps of almost equal texts have more, each of which is found through the others;
    /// without a limit such a heap would make every insertion a walk over all of it.
    static let maximumOfKey = 1024

    /// An empty table.
    ///
    /// - Parameter bits: the power of two of its places, up to 32
    init(bits: Int = 10) {
        self.bits = bits
        numbers = [UInt32](repeating: 0, count: 1 << bits)
        tags = [UInt8](repeating: 0, count: 1 << bits)
    }

    /// Whether so many keys more would fill three quarters of it: then all belong into a ``larger`` one.
    func isFull(adding keys: Int) -> Bool { (count + keys) * 4 > numbers.count * 3 }

    /// An empty table of twice the size.
    var larger: BandTable { BandTable(bits: bits + 1) }

    /// Adds a prompt under a key.
    mutating func insert(_ key: UInt32, _ prompt: UInt32) {
        var slot = Int(key >> UInt32(32 - bits))
        let tag = UInt8(truncatingIfNeeded: key)
        var sameKey = 0
        while numbers[slot] != 0 {
            if tags[slot] == tag {
                sameKey += 1
                guard sameKey < Self.maximumOfKey else { return }
            }
            slot = (slot + 1) & (numbers.count - 1)
        }
        numbers[slot] = prompt + 1
        tags[slot] = tag
        count += 1
    }

    /// Appends the prompts under a key to `found`, and now and then another.
    func find(_ key: UInt32, into found: inout [UInt32]) {
        var slot = Int(key >> UInt32(32 - bits))
        let tag = UInt8(truncatingIfNeeded: key)
        while numbers[slot] != 0 {
            if tags[slot] == tag { found.append(numbers[slot] - 1) }
            slot = (slot + 1) & (numbers.count - 1)
        }
    }
}
