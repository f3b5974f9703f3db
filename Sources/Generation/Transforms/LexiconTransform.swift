import Foundations
import SafetyGrid

/// Says a text in another register: its words, its spelling, and how it opens and closes.
struct LexiconTransform: TextTransform {
    /// Name of the variant, for a prompt's origin.
    let id: String
    private let openers: [[UInt8]]
    private let closers: [[UInt8]]
    private let lexicon: Lexicon
    private let respelling: [RespellingRule]
    private let writing: Writing

    /// Reads one of a style's `variants`.
    ///
    /// - Throws: ``ConfigurationError`` with file and line; a variant that changes nothing is one of the faults.
    init(_ value: YAMLValue, writing: Writing = .english) throws(ConfigurationError) {
        self.writing = writing
        let mapping = try value.mapping(allowing: ["id", "openers", "closers", "lexicon", "respelling"])
        id = try mapping.text("id")
        openers = try mapping["openers"].map(TemplateReader.texts) ?? []
        closers = try mapping["closers"].map(TemplateReader.texts) ?? []
        lexicon = try Lexicon(mapping["lexicon"], writing: writing)
        var respelling: [RespellingRule] = []
        for rule in try mapping["respelling"]?.list() ?? [] { respelling.append(try RespellingRule(rule)) }
        self.respelling = respelling
        guard mapping.pairs.contains(where: { $0.key != "id" }) else {
            throw value.invalid("the variant changes nothing; give it a lexicon, openers or closers")
        }
    }

    func apply(to text: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var body = reword(text, using: &random)
        // With an opener and a closer at hand at least one is used, so that the register shows in every prompt.
        let draw = openers.isEmpty ? 1 : closers.isEmpty ? 0 : Int.random(in: 0..<3, using: &random)
        if draw != 0, let closer = closers.randomElement(using: &random) { append(closer, to: &body) }
        if draw != 1, let opener = openers.randomElement(using: &random) { body = join(opener, body) }
        return body
    }

    private func reword(_ text: [UInt8], using random: inout SeededRandom) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count + 64)
        var index = 0
        var startsSentence = true
        while index < text.count {
            let gap = Letters.gap(in: text, at: index)
            guard gap == 0 else {
                if Letters.isStop(text[index]) { startsSentence = true }
                result += text[index..<(index + gap)]
                index += gap
                continue
            }
            let word = index..<writing.wordEnd(in: text, from: index)
            if let (entry, end) = lexicon.match(in: text, at: word) {
                var substitute = entry.alternatives[Int.random(in: 0..<entry.alternatives.count, using: &random)]
                if Letters.isUpper(text[index]), startsSentence || word.count > 1 { substitute.capitalise() }
                join(substitute: substitute, to: &result)
                index = end
            } else {
                result += respelled(text[word])
                index = word.upperBound
            }
            startsSentence = false
        }
        return result
    }

    /// Appends a substitute so that the word before it still fits: "a direct" becomes "an open", and no word is said twice.
    private func join(substitute: [UInt8], to result: inout [UInt8]) {
        guard result.last == UInt8(ascii: " ") else {
            result += substitute
            return
        }
        let previous = result.dropLast().reversed().prefix { Letters.isWord($0) }.reversed().map(Letters.lower)
        let head = substitute.prefix { $0 != UInt8(ascii: " ") }
        if head.count < substitute.count, previous == head.map(Letters.lower) {
            result += substitute[(head.count + 1)...]
            return
        }
        guard writing.hasArticles else {
            result += substitute
            return
        }
        let wantsAn = Letters.takesAn(head)
        if wantsAn, previous == Array("a".utf8) {
            result.insert(UInt8(ascii: "n"), at: result.count - 1)
        } else if !wantsAn, previous == Array("an".utf8) {
            result.remove(at: result.count - 2)
        }
        result += substitute
    }

    private func respelled(_ word: ArraySlice<UInt8>) -> [UInt8] {
        for rule in respelling {
            if let spelling = rule.respell(word) { return spelling }
        }
        return Array(word)
    }

    private func join(_ opener: [UInt8], _ body: [UInt8]) -> [UInt8] {
        var body = body
        if let last = opener.last, !Letters.isStop(last) { body.uncapitalise() }
        return opener + writing.gap + body
    }

    /// Puts a closer after the text: within its last sentence when the closer begins small, else as a sentence of its own.
    private func append(_ closer: [UInt8], to body: inout [UInt8]) {
        var closer = closer
        let beginsSmall = !writing.isSpaced || closer.first.map(Letters.isLower) ?? false
        if beginsSmall, body.suffix(writing.stop.count) == writing.stop[...] {
            body.removeLast(writing.stop.count)
            body += writing.comma + writing.gap
        } else if closer.first == UInt8(ascii: ",") {
            if let last = body.last, Letters.isStop(last) { body.removeLast() }
        } else {
            if beginsSmall { closer.capitalise() }
            body += writing.gap
        }
        body += closer
        writing.close(&body)
    }

    /// The words that it puts around a text.
    var texts: [String] {
        (openers + closers).map { String(decoding: $0, as: UTF8.self) }
    }
}
