import Foundations

/// Recognises words that are one slip away from a word it knows: a letter dropped, doubled, exchanged or swapped.
///
/// Known words and their one-letter deletions are indexed once, so that a look-up needs no search over the words.
struct SpellingGuide: Sendable {
    private let known: Set<String>
    private let deletions: Deletions
    private static let shortest = 4

    /// A guide to the given lower-case words.
    init(words: some Sequence<String>) {
        known = Set(words)
        // Sorted, so that the word a deletion stands for does not depend on the order of a set.
        deletions = Deletions(of: known.filter { $0.utf8.count >= Self.shortest }.sorted())
    }

    /// The known word that was meant; nil when the word is known, too short, an inflection, or like none.
    func correction(of word: String) -> String? {
        guard word.utf8.count >= Self.shortest - 1, !known.contains(word), word.utf8.allSatisfy(Self.isLetter) else {
            return nil
        }
        if let meant = deletions[word] { return Self.isInflection(word, of: meant) ? nil : meant }
        guard word.utf8.count >= Self.shortest else { return nil }
        for shorter in Deletions.all(of: word) {
            if shorter.utf8.count >= Self.shortest, known.contains(shorter) {
                return Self.isInflection(word, of: shorter) ? nil : shorter
            }
        }
        for shorter in Deletions.all(of: word) {
            if shorter.utf8.count >= Self.shortest, let meant = deletions[shorter],
                meant.utf8.first == word.utf8.first, !Self.isInflection(word, of: meant), Self.isSwap(word, meant)
            {
                return meant
            }
        }
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x61 && byte <= 0x7A
    }

    /// Whether two words of one length differ in one letter or in two neighbours that changed places.
    private static func isSwap(_ left: String, _ right: String) -> Bool {
        let left = Array(left.utf8)
        let right = Array(right.utf8)
        guard left.count == right.count else { return false }
        let different = left.indices.filter { left[$0] != right[$0] }
        if different.count == 1 { return left.count >= 6 }
        return different.count == 2 && different[1] == different[0] + 1
            && left[different[0]] == right[different[1]] && left[different[1]] == right[different[0]]
    }

    /// Whether the words differ in a regular ending alone, which is grammar and not a slip.
    private static func isInflection(_ word: String, of known: String) -> Bool {
        let endings = ["s", "d", "r", "y", "n", "e"]
        return endings.contains { word == known + $0 || known == word + $0 }
    }
}

/// The words that deletions of one letter come from, without the deletions themselves: these would be megabytes of texts.
private struct Deletions: Sendable {
    private let words: [String]
    /// A hash of each deletion above the place of its word in ``words``, in order.
    private let entries: [UInt64]
    private static let placeBits: UInt64 = 20

    /// The deletions of up to a million words.
    init(of words: [String]) {
        precondition(words.count <= 1 << Self.placeBits, "too many words")
        self.words = words
        var entries: [UInt64] = []
        entries.reserveCapacity(words.reduce(0) { $0 + $1.utf8.count })
        for (place, word) in words.enumerated() {
            for shorter in Self.all(of: word) { entries.append(Self.start(of: shorter) | UInt64(place)) }
        }
        entries.sort()
        self.entries = entries
    }

    /// The first of the words that becomes `shorter` without one of its letters; nil when there is none.
    subscript(shorter: String) -> String? {
        let start = Self.start(of: shorter)
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            if entries[middle] < start { low = middle + 1 } else { high = middle }
        }
        for entry in entries[low...] {
            guard entry >> Self.placeBits == start >> Self.placeBits else { break }
            let word = words[Int(entry - start)]
            if Self.all(of: word).contains(shorter) { return word }
        }
        return nil
    }

    /// A word without one of its letters, for each of them.
    static func all(of word: String) -> [String] {
        let bytes = Array(word.utf8)
        return bytes.indices.map { index in
            String(decoding: bytes[..<index] + bytes[(index + 1)...], as: UTF8.self)
        }
    }

    private static func start(of text: String) -> UInt64 { StableHash.of(text) & ~((1 << placeBits) - 1) }
}
