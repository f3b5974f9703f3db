import SafetyGrid

/// One way to speak: other words, other endings, and what is said before and after.
struct LexiconVariant: Sendable {
    private struct Ending {
        let from: String
        let to: String
        let minimum: Int
    }

    private let openers: [String]
    private let closers: [String]
    /// Phrases as lower-case words, under their first word; longest first.
    private let phrases: [String: [(words: [String], alternatives: [String])]]
    private let endings: [Ending]

    /// Reads a variant: `id`, `openers`, `closers`, `lexicon`, `respelling`.
    ///
    /// - Throws: `SeedError` with file and line.
    init(_ value: YAMLValue) throws(SeedError) {
        let mapping = try value.mapping(allowing: ["id", "openers", "closers", "lexicon", "respelling"])
        _ = try mapping.text("id")
        openers = try mapping.texts("openers")
        closers = try mapping.texts("closers")
        var phrases: [String: [(words: [String], alternatives: [String])]] = [:]
        for (phrase, alternatives) in try mapping["lexicon"]?.mapping().pairs ?? [] {
            let words = phrase.lowercased().split(separator: " ").map(String.init)
            guard let first = words.first else { throw alternatives.invalid("an empty phrase") }
            phrases[first, default: []].append((words, try alternatives.texts()))
        }
        self.phrases = phrases.mapValues { $0.sorted { $0.words.count > $1.words.count } }
        var endings: [Ending] = []
        for item in try mapping["respelling"]?.list() ?? [] {
            let rule = try item.mapping(allowing: ["ending", "to", "min"])
            endings.append(
                Ending(
                    from: try rule.text("ending"), to: try rule.required("to").string(),
                    minimum: try rule["min"]?.int() ?? 1))
        }
        self.endings = endings
        guard !(openers.isEmpty && closers.isEmpty && phrases.isEmpty && endings.isEmpty) else {
            throw value.invalid("a variant that changes nothing")
        }
    }

    /// The text in this way of speaking.
    func apply(to text: String, _ random: inout SeededRandom) -> String {
        var words = Words(text)
        var index = 0
        while index < words.pieces.count {
            index += words.pieces[index].isWord ? replacePhrase(at: index, in: &words, &random) : 1
        }
        var result = words.text
        if !openers.isEmpty { result = "\(openers.pick(&random)) \(result.loweredFirst)" }
        if !closers.isEmpty {
            let closer = closers.pick(&random)
            result += " \(closer)"
            if let last = closer.last, last.isLetter { result += "." }
        }
        return result
    }

    /// Replaces the phrase that begins at a word, or respells the word; gives back how many pieces to go on.
    private func replacePhrase(at start: Int, in words: inout Words, _ random: inout SeededRandom) -> Int {
        let word = words.pieces[start].text
        for phrase in phrases[word.lowercased()] ?? [] {
            let end = start + 2 * phrase.words.count - 2
            guard end < words.pieces.count, matches(phrase.words, at: start, in: words) else { continue }
            let alternative = phrase.alternatives.pick(&random)
            words.pieces[start].text = word.first?.isUppercase == true ? alternative.capitalizedFirst : alternative
            for index in start..<end { words.pieces[index + 1].text = "" }
            return end - start + 1
        }
        if let rule = endings.first(where: { word.count >= $0.minimum && word.hasSuffix($0.from) }) {
            words.pieces[start].text = word.dropLast(rule.from.count) + rule.to
        }
        return 1
    }

    private func matches(_ phrase: [String], at start: Int, in words: Words) -> Bool {
        phrase.indices.dropFirst().allSatisfy { offset in
            words.pieces[start + 2 * offset - 1].text == " "
                && words.pieces[start + 2 * offset].text.lowercased() == phrase[offset]
        }
    }
}
