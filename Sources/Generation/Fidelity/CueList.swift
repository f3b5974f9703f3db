import SafetyGrid

/// Words and phrases whose presence speaks for a value.
struct CueList: Sendable {
    private var words: Set<String> = []
    private var phrases: [String: [[String]]] = [:]
    private var stems = Affixes()
    private var endings = Affixes()

    /// Beginnings or ends of words, found by their length.
    private struct Affixes: Sendable {
        private var texts: Set<Substring> = []
        private var lengths: [Int] = []

        mutating func insert(_ text: String) {
            texts.insert(text[...])
            if !lengths.contains(text.count) { lengths.append(text.count) }
        }

        func first(_ cut: (Int) -> Substring) -> String? {
            for length in lengths where texts.contains(cut(length)) { return String(cut(length)) }
            return nil
        }
    }

    /// Reads a list of cues; nil gives an empty one.
    ///
    /// - Throws: ``SeedError`` with file and line for a cue without letters.
    init(_ list: YAMLValue?) throws(SeedError) {
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
    }

    /// Words that stand in the list as they are, those of its phrases among them.
    var vocabulary: Set<String> {
        words.union(phrases.values.joined().joined())
    }

    /// Number of different cues in a text.
    func count(in text: [String]) -> Int {
        var found: Set<String> = []
        for (index, word) in text.enumerated() {
            if words.contains(word) {
                found.insert(word)
            } else if let stem = stems.first({ word.prefix($0) }) {
                found.insert(stem)
            } else if let ending = endings.first({ word.dropFirst(2).suffix($0) }) {
                found.insert(ending)
            }
            for phrase in phrases[word] ?? [] where text[index...].starts(with: phrase) {
                found.insert(phrase.joined(separator: " "))
            }
        }
        return found.count
    }
}
