import Foundations
import SafetyGrid

/// Tells slips of the pen from words: a word that is not known but one edit away from a known one.
///
/// An edit is a letter swapped with its neighbour, left out, put in or exchanged (Damerau 1964).
struct Spelling: Sendable {
    private let known: KnownWords
    private static let letters = Array(UInt8(ascii: "a")...UInt8(ascii: "z"))
    /// Shorter words are too like each other for a slip to be told from another word.
    static let shortest = 4
    /// What a word and the end of its line take in a list, about.
    private static let bytesOfWord = 8
    /// Longer ones are no words.
    private static let longest = 24

    /// Reads a list of lower-case words, one a line; lines that begin with `#` are comments.
    ///
    /// - Throws: ``ConfigurationError/unreadable(file:reason:)``.
    init(file: String) throws(ConfigurationError) {
        var text = try SeedLibrary.text(of: file)
        known = text.withUTF8 { text in
            var known = KnownWords(capacity: text.count / Self.bytesOfWord)
            var rest = text[...]
            while !rest.isEmpty {
                let line = rest.prefix { $0 != UInt8(ascii: "\n") }
                rest = rest.dropFirst(line.count + 1)
                if let first = line.first, first != UInt8(ascii: "#") { known.insert(WordHash.of(line)) }
            }
            return known
        }
    }

    /// Whether the checks count a word: letters only, and long enough.
    static func isCounted(_ word: String) -> Bool {
        (shortest...longest).contains(word.utf8.count) && word.utf8.allSatisfy(Letters.isLower)
    }

    /// Whether a counted word is known.
    func knows(_ word: String) -> Bool {
        known.contains(WordHash.of(word.utf8))
    }

    /// The word that was meant by an unknown one; nil when no known word is one edit away.
    ///
    /// - Parameters:
    ///   - word: a counted word that is not known
    ///   - isPreferred: of several words that may be meant, the first that this accepts is taken
    func correction(of word: String, preferring isPreferred: (String) -> Bool) -> String? {
        var first: String?
        var preferred: String?
        let word = Array(word.utf8)
        var hashes = [WordHash.start]
        for byte in word { hashes.append(WordHash.adding(byte, to: hashes[hashes.count - 1])) }
        forEachEdit(of: word) { edited, place in
            var hash = hashes[place]
            for byte in place..<edited.count { hash = WordHash.adding(edited[byte], to: hash) }
            guard known.contains(hash) else { return true }
            let meant = String(decoding: edited, as: UTF8.self)
            if first == nil { first = meant }
            if isPreferred(meant) { preferred = meant }
            return preferred == nil
        }
        return preferred ?? first
    }

    /// Passes every edit of a word with the place before which nothing is edited, the likeliest first, until `body` returns
    /// false.
    private func forEachEdit(of word: [UInt8], _ body: ([UInt8], Int) -> Bool) {
        var edited = word
        for place in 0..<(word.count - 1) where word[place] != word[place + 1] {
            edited.swapAt(place, place + 1)
            guard body(edited, place) else { return }
            edited.swapAt(place, place + 1)
        }
        for place in 0...word.count {
            edited.insert(0, at: place)
            for letter in Self.letters {
                edited[place] = letter
                guard body(edited, place) else { return }
            }
            edited.remove(at: place)
        }
        for place in word.indices {
            let letter = edited.remove(at: place)
            guard body(edited, place) else { return }
            edited.insert(letter, at: place)
        }
        for place in word.indices {
            for letter in Self.letters where letter != word[place] {
                edited[place] = letter
                guard body(edited, place) else { return }
            }
            edited[place] = word[place]
        }
    }
}

/// Hashes of words. Most of what is asked for is none of them, and a bit says so sooner than a set: one of 2^20 for each hash.
private struct KnownWords: Sendable {
    private var hashes: Set<UInt64>
    private var bits = [UInt64](repeating: 0, count: 1 << 14)

    init(capacity: Int) { hashes = Set(minimumCapacity: capacity) }

    private static func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash & 0xf_ffff) }

    mutating func insert(_ hash: UInt64) {
        hashes.insert(hash)
        let place = Self.place(of: hash)
        bits[place >> 6] |= 1 << UInt64(place & 63)
    }

    func contains(_ hash: UInt64) -> Bool {
        let place = Self.place(of: hash)
        return bits[place >> 6] >> UInt64(place & 63) & 1 == 1 && hashes.contains(hash)
    }
}
