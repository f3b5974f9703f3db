/// Words that the features look for, as the hashes of ``ResponseTokens``.
enum ResponseLexicon {
    /// English words that carry no subject of their own.
    static let common = hashes(
        """
        a an the and or but if of to in on at for from by with as is are was were be been being am do does did doing done
        have has had having i me my mine we us our you your yours he him his she her it its they them their this that these
        those there here what which who whom whose when where why how not no nor so than too very can could will would shall
        should may might must just about into over under out up down off again then once all any both each few more most
        other some such only own same it's i'm don't can't isn't also one get make use like way ways give tell write please
        need want
        """)

    private static func hashes(_ words: String) -> HashSet {
        HashSet(ResponseTokens(text: words).tokens.filter(\.isWord).map(\.hash))
    }
}

extension ResponseTokens {
    /// The words and marks of a whole text.
    init(text: String) {
        var text = text
        self = text.withUTF8 { ResponseTokens($0) }
    }
}

/// A set of hashes by open addressing: hashes are well mixed already, so looking one up costs one access.
struct HashSet: Sendable {
    private var slots: [UInt64]
    private let mask: Int
    /// Different hashes in it.
    private(set) var count = 0

    /// A set of these hashes; 0 is never in one.
    init(_ hashes: some Collection<UInt64>) {
        var size = 16
        while size < hashes.count * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
        for hash in hashes { insert(hash) }
    }

    /// An empty set with room for `capacity` hashes.
    init(capacity: Int) {
        var size = 16
        while size < capacity * 2 { size *= 2 }
        slots = [UInt64](repeating: 0, count: size)
        mask = size - 1
    }

    /// Whether a hash is in it.
    func contains(_ hash: UInt64) -> Bool {
        var slot = Self.slot(hash) & mask
        while slots[slot] != 0 {
            if slots[slot] == hash { return true }
            slot = (slot + 1) & mask
        }
        return false
    }

    /// Adds a hash while there is room; false when it was there, when it is 0, or when the set is full.
    @discardableResult
    mutating func insert(_ hash: UInt64) -> Bool {
        guard hash != 0, count * 2 <= mask + 1, !contains(hash) else { return false }
        var slot = Self.slot(hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = hash
        count += 1
        return true
    }

    private static func slot(_ hash: UInt64) -> Int {
        Int(truncatingIfNeeded: (hash &* 0x9e37_79b9_7f4a_7c15) >> 32)
    }
}
