import Foundation
import Foundations
import SafetyGrid

/// How requests and questions are told from statements in each language, from `fidelity/requests.yaml` of the seeds.
struct RequestWords: Sendable {
    /// What one language says of itself.
    struct Language: Sendable {
        let opening: CueList
        let skipped: Set<String>
        /// Articles, pronouns and the like, before which a bare verb commands; and the words that no verb is.
        let determiners: Set<String>
        let closed: Set<String>
        /// Conjunctions: they may stand before an opening at the beginning of a sentence only.
        let joining: Set<String>
        let not: Set<String>
        let anywhere: CueList
        /// Words before one of those that make a statement of it.
        let stated: Set<String>
        /// What bears a mark of interrogation and asks nothing: "You know what?"
        let tags: Set<[String]>
        /// Stretches of letters, for a language whose words have no blanks between them.
        let within: [String]
        /// The commonest words; empty when the language's letters tell it from others.
        let function: Set<String>
    }

    /// Endings of English words that are no bare verb.
    private static let inflected = ["ing", "ed", "s", "ly", "in'", "tion", "ness"]
    private static let unspaced: Set<String> = ["zh", "ja", "th", "lo", "km", "my", "ko"]
    private static let keys: Set<String> = [
        "opening", "determiners", "closed", "skipped", "joining", "not", "anywhere", "stated", "tags", "function",
    ]

    /// By language code.
    let languages: [String: Language]

    /// Reads the file; a seeds folder without it knows no language.
    ///
    /// - Throws: ``ConfigurationError`` with file and line for an unknown key or an entry without a word.
    init(seeds: String) throws(ConfigurationError) {
        let file = "\(seeds)/fidelity/requests.yaml"
        var languages: [String: Language] = [:]
        if FileManager.default.fileExists(atPath: file) {
            let root = try YAMLValue(text: SeedLibrary.text(of: file), file: file).mapping(allowing: ["languages"])
            for (code, value) in try root.required("languages").mapping().pairs {
                let mapping = try value.mapping(allowing: Self.keys)
                let isUnspaced = Self.unspaced.contains(code)
                languages[code] = Language(
                    opening: try CueList(mapping["opening"]), skipped: try Self.words(mapping["skipped"]),
                    determiners: try Self.words(mapping["determiners"]), closed: try Self.words(mapping["closed"]),
                    joining: try Self.words(mapping["joining"]),
                    not: try Self.words(mapping["not"]), anywhere: try CueList(isUnspaced ? nil : mapping["anywhere"]),
                    stated: try Self.words(mapping["stated"]),
                    tags: Set(try Self.texts(mapping["tags"]).map { FidelityText($0).words }),
                    within: isUnspaced ? try Self.texts(mapping["anywhere"]) : [],
                    function: try Self.words(mapping["function"]))
            }
        }
        self.languages = languages
    }

    /// Whether a text asks for something; true where nothing can tell.
    ///
    /// - Parameters:
    ///   - text: the prompt
    ///   - words: its words in small letters, with slips put right
    ///   - code: code of its language
    func asks(_ text: String, words: [String], in code: String) -> Bool {
        guard let language = languages[code] else { return true }
        if Self.questions(in: text).contains(where: { !language.tags.contains($0) }) { return true }
        if language.within.contains(where: text.contains) { return true }
        if words.indices.contains(where: { Self.asks(at: $0, of: words, language) }) { return true }
        let meant = Dictionary(zip(FidelityText(text).words, words)) { first, _ in first }
        return text.split(whereSeparator: Self.endsSentence).contains { sentence in
            let clauses = sentence.split(whereSeparator: Self.endsClause)
                .map { FidelityText(String($0)).words.map { meant[$0] ?? $0 } }
            return clauses.indices.contains { Self.opens(clauses[$0], language, isFirst: $0 == 0) }
        }
    }

    /// The language whose commonest words a text has, when it clearly has more of them than of `code`'s; nil else.
    func other(than code: String, in words: [String]) -> String? {
        guard let own = languages[code]?.function, !own.isEmpty else { return nil }
        let count = words.count { own.contains($0) }
        let best = languages.filter { $0.key != code && !$0.value.function.isEmpty }
            .map { (code: $0.key, count: words.count(where: $0.value.function.contains)) }
            .max { ($0.count, $1.code) < ($1.count, $0.code) }
        guard let best, best.count >= 3, Double(best.count) > 1.5 * Double(count) else { return nil }
        return best.code
    }

    /// Whether a word or phrase that asks anywhere stands at an index, and not as "you can tell me".
    private static func asks(at index: Int, of words: [String], _ language: Language) -> Bool {
        guard language.anywhere.length(at: words[index...]) > 0 else { return false }
        return index == 0 || !language.stated.contains(words[index - 1])
    }

    /// Whether a clause begins as one that asks. Behind a comma questions are relative clauses ("which is …"), and what
    /// follows a conjunction goes on with the clause before.
    private static func opens(_ words: [String], _ language: Language, isFirst: Bool) -> Bool {
        var rest = words[...]
        if !isFirst, let first = rest.first, language.joining.contains(first) { return false }
        for _ in 0..<3 {
            let length = language.opening.length(at: rest)
            if length > 0, isFirst || length == 1 || rest.first == "how",
                !(rest.dropFirst(length).first.map(language.not.contains) ?? false)
            {
                return true
            }
            if isFirst, isCommand(rest, language) { return true }
            guard let first = rest.first, language.skipped.contains(first) || language.joining.contains(first) else {
                return false
            }
            rest = rest.dropFirst()
        }
        return false
    }

    /// Whether a clause begins with a bare verb, as far as its ending and the word behind it tell: "Include a lie".
    private static func isCommand(_ words: ArraySlice<String>, _ language: Language) -> Bool {
        guard let verb = words.first, let next = words.dropFirst().first, language.determiners.contains(next) else {
            return false
        }
        return !language.closed.contains(verb) && !verb.dropLast().contains("'")
            && (verb.hasSuffix("ss") || !inflected.contains(where: verb.hasSuffix))
    }

    /// Words of what a mark of interrogation stands behind.
    private static func questions(in text: String) -> [[String]] {
        var questions: [[String]] = []
        var sentence = ""
        for character in text {
            if marks.contains(character) {
                questions.append(FidelityText(sentence).words)
                sentence = ""
            } else if endsSentence(character) || "()".contains(character) {
                sentence = ""
            } else {
                sentence.append(character)
            }
        }
        return questions
    }

    private static func endsSentence(_ character: Character) -> Bool {
        character.isNewline || ".!;:\"“”—–…।".contains(character)
    }

    private static func endsClause(_ character: Character) -> Bool { ",()".contains(character) }

    private static func words(_ list: YAMLValue?) throws(ConfigurationError) -> Set<String> {
        var words: Set<String> = []
        for item in try list?.list() ?? [] { words.formUnion(FidelityText(try item.string()).words) }
        return words
    }

    private static func texts(_ list: YAMLValue?) throws(ConfigurationError) -> [String] {
        var texts: [String] = []
        for item in try list?.list() ?? [] {
            let text = try item.string().trimmed
            guard !text.isEmpty else { throw item.invalid("the entry is empty") }
            texts.append(text)
        }
        return texts
    }

    private static let marks: Set<Character> = ["?", "？", "؟", "⁇", "⁈", "¿", "՞"]
}
