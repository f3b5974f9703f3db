import Foundations
import SafetyGrid
import Testing

@testable import Generation

@Suite("Transforms")
struct TransformTests {
    private func lexicon(_ yaml: String) throws -> LexiconTransform {
        try LexiconTransform(YAMLValue(text: yaml, file: "test"))
    }

    private func noise(_ yaml: String) throws -> MisspellingTransform {
        try MisspellingTransform(YAMLValue(text: yaml, file: "test").mapping())
    }

    private func apply(_ transform: some TextTransform, _ text: String, seed: UInt64 = 1) -> String {
        var random = SeededRandom(seed: seed)
        return transform.apply(to: Array(text.utf8), using: &random).text
    }

    @Test(
        "a lexicon replaces whole words and phrases, longest first, and keeps capitals",
        arguments: [
            ("A lot of people do.", "Tons of folks do."), ("a lot to do", "plenty to do"),
            ("Peoples, peopled", "Peoples, peopled"), ("people's", "people's"), ("\"People\"", "\"Folks\""),
            ("naïve people—", "naïve folks—"), ("I am here. I am.", "I'm here. I'm."), ("", ""),
        ])
    func lexicon(text: String, expected: String) throws {
        let transform = try lexicon(
            "{id: v, lexicon: {a lot: [plenty], a lot of: [tons of], people: [folks], i am: [I'm]}}")
        #expect(apply(transform, text) == expected)
    }

    @Test(
        "the article and the word before a substitute still fit",
        arguments: [
            ("A direct answer", "An honest answer"), ("an angry crowd", "a mad crowd"), ("an hour", "an hour"),
            ("A reply", "A quick answer"), ("an angry reply, a union", "a mad quick answer, a union"),
            ("a quick reply", "a quick answer"), ("an idea, a direct one", "a plan, an honest one"),
        ])
    func articles(text: String, expected: String) throws {
        let transform = try lexicon(
            "{id: v, lexicon: {direct: [honest], angry: [mad], reply: [quick answer], idea: [plan]}}")
        #expect(apply(transform, text) == expected)
    }

    @Test(
        "an ending is respelled on words that are long enough and have a stem",
        arguments: [
            ("walking, talking.", "walkin', talkin'."), ("bring the thing", "bring the thing"), ("doing", "doin'"),
            ("icing", "icin'"), ("WALKING", "WALKING"),
        ])
    func respelling(text: String, expected: String) throws {
        let transform = try lexicon("{id: v, respelling: [{ending: ing, to: \"in'\", min: 5}]}")
        #expect(apply(transform, text) == expected)
    }

    @Test(
        "openers and closers join the text as a writer would",
        arguments: [
            ("{id: v, openers: ['Yo,']}", "Explain it.", "Yo, explain it."),
            ("{id: v, openers: ['Yo!']}", "Explain it.", "Yo! Explain it."),
            ("{id: v, openers: ['Yo,']}", "I know. USA.", "Yo, I know. USA."),
            ("{id: v, openers: ['Yo,']}", "NATO said so.", "Yo, NATO said so."),
            ("{id: v, closers: [no cap]}", "Explain it.", "Explain it, no cap."),
            ("{id: v, closers: [no cap]}", "Can you?", "Can you? No cap."),
            ("{id: v, closers: [No cap!]}", "Explain it.", "Explain it. No cap!"),
            ("{id: v, closers: [', innit?']}", "Explain it.", "Explain it, innit?"),
        ])
    func edges(yaml: String, text: String, expected: String) throws {
        #expect(apply(try lexicon(yaml), text) == expected)
    }

    @Test("with an opener and a closer at least one is used")
    func oneEdge() throws {
        let transform = try lexicon("{id: v, openers: ['Yo,'], closers: [no cap]}")
        let texts = Set((0..<50).map { apply(transform, "Hm.", seed: $0) })
        #expect(texts == ["Yo, hm.", "Hm, no cap.", "Yo, hm, no cap."])
    }

    @Test("the share of misspelled words is near the rates", arguments: [0.02, 0.1, 0.5])
    func misspellingRate(rate: Double) throws {
        let transform = try noise("{rates: {transpose: \(rate / 2), drop: \(rate / 4), double: \(rate / 4)}}")
        let word = "balcony"
        let words = apply(transform, Array(repeating: word, count: 4_000).joined(separator: " ")).split(separator: " ")
        #expect(words.count == 4_000)
        let share = Double(words.count { $0 != word }) / 4_000
        #expect(abs(share - rate) < rate / 2, "share \(share)")
    }

    @Test("each typing error does what its name says, inside the word")
    func edits() throws {
        let drops = apply(try noise("{rates: {drop: 1}}"), "planet")
        #expect(["panet", "plnet", "plaet", "plant"].contains(drops))
        let doubles = apply(try noise("{rates: {double: 1}}"), "planet")
        #expect(["pllanet", "plaanet", "plannet", "planeet"].contains(doubles))
        let swaps = (0..<20).map { seed in
            (try? noise("{rates: {transpose: 1}}")).map { apply($0, "planet", seed: seed) } ?? ""
        }
        #expect(swaps.contains { $0 != "planet" && $0.sorted() == "planet".sorted() })
        #expect(swaps.allSatisfy { $0.hasPrefix("p") && $0.hasSuffix("t") })
    }

    @Test("every text has an error, however small the rate, unless its words are too short")
    func forced() throws {
        let transform = try noise("{rates: {drop: 0.0001}}")
        for seed in 0..<20 {
            #expect(apply(transform, "one planet and a star", seed: UInt64(seed)) != "one planet and a star")
        }
        #expect(apply(transform, "a fly on 1234 ünder") == "a fly on 1234 ünder")
    }

    @Test("phonetic spellings replace whole words")
    func phonetic() throws {
        let transform = try noise("{rates: {drop: 0.0001, phonetic: 1}, phonetic: {because: [becuz]}}")
        #expect(apply(transform, "Because of it, because") == "Becuz of it, becuz")
    }

    @Test("a permutation visits everything once", arguments: [1, 2, 3, 4, 7, 12, 60, 97, 1000])
    func permutation(count: Int) {
        for seed in 0..<5 {
            var random = SeededRandom(seed: UInt64(seed))
            let order = Permutation(of: count, using: &random)
            #expect(Set((0..<count).map { order[$0] }) == Set(0..<count))
        }
    }
}
