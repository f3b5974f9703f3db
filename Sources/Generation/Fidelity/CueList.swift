import Foundations
import SafetyGrid

/// Words and phrases whose presence speaks for a value.
struct CueList: Sendable {
    private var words: Set<String> = []
    /// Beginnings of the phrases and the words, as hashes: most words of a text are none of them.
    private var firsts: Set<UInt64> = []
    private var phrases: [String: [[String]]] = [:]
    private var stems = Affixes()
    private var endings = Affixes()

    /// Beginnings or ends of words, found by the hash of as many bytes as they have.
    private struct Affixes: Sendable {
        private var texts: [UInt64: String] = [:]
        private var lengths: [Int] = []

        var isEmpty: Bool { lengths.isEmpty }

        mutating func insert(_ text: String) {
            texts[WordHash.of(text.utf8)] = text
            if !lengths.contains(text.utf8.count) { lengths.append(text.utf8.count) }
        }

        /// The first of them that is a part of a word, which `cut` makes of so many bytes.
        func first<Bytes: Collection<UInt8>>(_ cut: (Int) -> Bytes) -> String? {
            for length in lengths {
                let part = cut(length)
                if let text = texts[WordHash.of(part)], text.utf8.elementsEqual(part) { return text }
            }
            return nil
        }
    }

    /// Reads a list of cues; nil gives an empty one.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for a cue without letters.
    init(_ list: YAMLValue?) throws(ConfigurationError) {
        for item in try list?.list() ?? [] {
            let cue = try item.string().trimmed
            let parts = FidelityText(cue).words
            guard let first = parts.first else { throw item.invalid("a cue needs a word") }
            if parts.count > 1 {
                phrases[first, default: []].append(parts)
            } else if cue.hasSuffix("*") {
                stems.insert(first)
            } else if cue.hasPrefix("*") {
                endings.insert(first)
            } else {
                words.insert(first)
            }
        }
        firsts = Set(words.union(phrases.keys).map { WordHash.of($0.utf8) })
    }

    /// Words that stand in the list as they are, those of its phrases among them.
    var vocabulary: Set<String> {
        words.union(phrases.values.joined().joined())
    }

    /// Number of words of the cue that a text begins with, a phrase before a word; 0 when none begins it. Beginnings and
    /// ends of words do not count.
    func length(at text: ArraySlice<String>) -> Int {
        guard let first = text.first else { return 0 }
        if let phrase = phrases[first]?.first(where: { text.starts(with: $0) }) { return phrase.count }
        return words.contains(first) ? 1 : 0
    }

    /// Number of different cues in a text, or the first number on the way to it that `isEnough`.
    func count(in text: [String], until isEnough: (Int) -> Bool = { _ in false }) -> Int {
        var found: Set<String> = []
        for (index, word) in text.enumerated() where !isEnough(found.count) {
            let isFirst = firsts.contains(WordHash.of(word.utf8))
            if isFirst, words.contains(word) {
                found.insert(word)
            } else if let stem = stems.first({ word.utf8.prefix($0) }) {
                found.insert(stem)
            } else if !endings.isEmpty {
                let rest = word.dropFirst(2).utf8
                if let ending = endings.first({ rest.suffix($0) }) { found.insert(ending) }
            }
            guard isFirst else { continue }
            for phrase in phrases[word] ?? [] where text[index...].starts(with: phrase) {
                found.insert(phrase.joined(separator: " "))
            }
        }
        return found.count
    }
}
