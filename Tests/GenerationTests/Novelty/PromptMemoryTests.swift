import Foundation
import Foundations
import SafetyGrid
import Testing

@testable import Generation

@Suite("Prompt memory")
struct PromptMemoryTests {
    @Test(
        "case, white space and punctuation make no difference, words do",
        arguments: [
            ("Tell me.", "tell  ME.", Novelty.repeated), ("Tell me.", " \n Tell\tme. ", .repeated),
            ("Tell me.", "Tell me", .near(similarity: 1)), ("Tell me.", "Tellme.", .new),
            ("Über alles.", "über\u{a0} ALLES.", .repeated), ("Über", "Uber", .new),
            ("Caf\u{e9} noir", "Cafe\u{301} noir", .repeated), ("Ｆｕｌｌ width", "full width", .repeated),
            ("in\u{200b}visible marks", "invisible marks", .repeated), ("Ω!", "Ω?", .near(similarity: 1)),
            ("🙂", "🙂", .repeated), ("🙂", "🙃", .new), ("", " ", .repeated),
            ("don't go", "don’t go", .near(similarity: 1)),
            ("請告訴我怎麼做這件事情吧", "請告訴我怎麼做這件事情啊", .near(similarity: 10.0 / 12)),
            ("請告訴我", "請告訴他", .new), ("ทำอย่างไร", "ทำอย่างไร", .repeated), ("नमस्ते दुनिया", "नमस्ते जगत", .new),
        ])
    func normalisation(first: String, second: String, expected: Novelty) async {
        let memory = PromptMemory()
        #expect(await memory.admit(first))
        #expect(await memory.novelty(of: second) == expected)
        #expect(await memory.admit(second) == (expected == .new))
        #expect(await memory.count == (expected == .new ? 2 : 1))
    }

    @Test(
        "one word exchanged makes a near-duplicate of a long prompt, and a new one of a short",
        arguments: [(9, true), (10, true), (25, false), (40, false)])
    func oneWord(length: Int, isNew: Bool) async {
        let words = (0..<length).map { "word\($0)" }
        let memory = PromptMemory()
        #expect(await memory.admit(words.joined(separator: " ")))
        let changed = words[..<4] + ["other"] + words[5...]
        #expect(await memory.admit(changed.joined(separator: " ")) == isNew)
    }

    @Test("the threshold decides", arguments: [(0.6, false), (0.8, true), (1.0, true)])
    func threshold(threshold: Double, isNew: Bool) async {
        let memory = PromptMemory(threshold: threshold)
        #expect(await memory.admit("a b c d e f g h i j k"))
        // Eight of twelve distinct pairs are common.
        #expect(await memory.admit("a b c d e X g h i j k") == isNew)
        #expect(await !memory.admit("A, B, c d e f g h i j k!"))
    }

    @Test(
        "texts of hundreds of thousands of characters are compared",
        arguments: ["e\u{301}", "\u{301}", "👩‍🔬", "漢字", "ש ", "x", "\u{0}"])
    func long(unit: String) async {
        let memory = PromptMemory()
        let text = "Tell me: " + String(repeating: unit, count: 300_000 / unit.unicodeScalars.count)
        #expect(await memory.admit(text))
        #expect(await memory.admit(text.uppercased()) == false)
        #expect(await memory.novelty(of: text + "!") != .new)
    }

    @Test("a text that is folded piece by piece is folded as a whole")
    func pieces() {
        var random = SeededRandom(seed: 9)
        let parts = [
            "a", "e\u{301}", "É", " ", "ﬁ", "漢", "한", "\u{1112}\u{1161}\u{11AB}", "q\u{323}\u{307}", "Σ", "\u{200B}",
        ]
        for _ in 0..<200 {
            let text = (0..<(random.next() % 900)).map { _ in parts[Int(random.next() % UInt64(parts.count))] }.joined()
            let whole = text.precomposedStringWithCompatibilityMapping.lowercased().unicodeScalars
                .filter { !$0.properties.isDefaultIgnorableCodePoint }
            #expect(WordHashes.folded(text).unicodeScalars.elementsEqual(whole))
        }
    }

    @Test("a refused prompt stays refused")
    func refused() async throws {
        let memory = PromptMemory()
        let words = (0..<30).map { "word\($0)" }
        try await memory.insert(contentsOf: [words.joined(separator: " ")])
        let copy = (words.dropLast() + ["other"]).joined(separator: " ")
        for _ in 0..<2 { #expect(await !memory.admit(copy)) }
        #expect(await memory.count == 1)
    }

    @Test("prompts taken in are known afterwards")
    func loading() async throws {
        let memory = PromptMemory()
        try await memory.insert(contentsOf: (0..<1_000).map { "prompt \($0 % 700)" })
        #expect(await memory.count == 700)
        #expect(await !memory.admit("Prompt 699"))
        #expect(await memory.admit("prompt 700"))
    }
}
