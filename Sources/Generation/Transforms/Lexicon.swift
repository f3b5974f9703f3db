import Foundations
import SafetyGrid

/// Words and phrases with their replacements, found without regard to case, longest first.
struct Lexicon: Sendable {
    /// A phrase and its alternatives.
    struct Entry: Sendable {
        /// In lower case.
        let phrase: [UInt8]
        /// Its replacements, at least one.
        let alternatives: [[UInt8]]
    }

    /// Entries by the hash of their first word, the longest phrase first.
    private let buckets: [UInt64: [Entry]]
    private let writing: Writing

    /// Reads a mapping from phrases to lists of alternatives; nil gives an empty lexicon.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an empty list or a phrase that does not begin with a letter or digit.
    init(_ value: YAMLValue?, writing: Writing = .english) throws(ConfigurationError) {
        self.writing = writing
        var buckets: [UInt64: [Entry]] = [:]
        for (phrase, list) in try value?.mapping().pairs ?? [] {
            let phrase = Array(phrase.utf8).map(Letters.lower)
            guard let first = phrase.first, Letters.isWord(first) else {
                throw list.invalid("a word of the lexicon begins with a letter or a digit")
            }
            let entry = Entry(phrase: phrase, alternatives: try TemplateReader.texts(list))
            let key = Letters.hash(phrase, 0..<writing.wordEnd(in: phrase, from: 0))
            buckets[key, default: []].append(entry)
        }
        self.buckets = buckets.mapValues { $0.sorted { $0.phrase.count > $1.phrase.count } }
    }

    /// The longest entry that stands at a word of `text`.
    ///
    /// - Parameters:
    ///   - text: the text
    ///   - word: the word to begin with
    /// - Returns: the entry and where it ends in the text
    func match(in text: [UInt8], at word: Range<Int>) -> (entry: Entry, end: Int)? {
        guard !buckets.isEmpty, let entries = buckets[Letters.hash(text, word)] else { return nil }
        for entry in entries {
            let end = word.lowerBound + entry.phrase.count
            guard end <= text.count, end == text.count || !writing.isSpaced || !Letters.isInsideWord(text, end)
            else { continue }
            if zip(entry.phrase, text[word.lowerBound..<end]).allSatisfy({ $0 == Letters.lower($1) }) {
                return (entry, end)
            }
        }
        return nil
    }
}
