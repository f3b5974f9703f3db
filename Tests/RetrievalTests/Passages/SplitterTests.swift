import Foundations
import SafetyGrid
import Testing

@testable import Retrieval
@testable import RunStore

@Suite("Passages of a text")
struct SplitterTests {
    /// Words, long words, sentences without spaces and paragraphs, at random.
    static func text(_ random: inout SeededRandom) -> (text: String, letters: String) {
        let pieces = [
            "word", "a", "Ünïcode", "3.14", "e.g.", "end.", "why?", "漏洞利用。", "テスト文", "\u{1F600}", "x-y", "\t",
        ]
        var text = ""
        for _ in 0..<(random.next() % 900) {
            text += pieces[Int(random.next() % UInt64(pieces.count))]
            switch random.next() % 12 {
            case 0: text += "\n\n"
            case 1: text += String(repeating: "z", count: Int(random.next() % 700)) + " "
            default: text += " "
            }
        }
        return (text, text.filter { !$0.isWhitespace })
    }

    @Test("no word is lost, doubled or moved, and no passage is over its bounds", arguments: 0..<40)
    func words(seed: Int) {
        var random = SeededRandom(seed: UInt64(seed), "splitter")
        let (text, letters) = Self.text(&random)
        let splitter = PassageSplitter(targetWords: 1 + Int(random.next() % 150), maxBytes: 600)
        let passages = splitter.passages(of: text)
        #expect(passages.map(\.text).joined().filter { !$0.isWhitespace } == letters)
        #expect(passages.allSatisfy { $0.text.utf8.count <= 601 && !$0.text.isEmpty })
    }

    @Test("plain prose keeps its words one by one")
    func prose() {
        let text = (0..<1000).map { "w\($0)\($0 % 9 == 0 ? "." : "")" }.joined(separator: " ")
        let passages = PassageSplitter().passages(of: text)
        #expect(passages.flatMap { $0.text.split(separator: " ") } == text.split(separator: " "))
        #expect(passages.allSatisfy { (60...180).contains($0.text.split(separator: " ").count) })
    }

    @Test("passages carry the headings above them, and end at them")
    func headings() {
        let passages = PassageSplitter().passages(of: "# One\nFirst.\n## Two\nSecond.\n# Three\nThird.\n#hashtag stays")
        #expect(passages.map(\.heading) == ["One", "One > Two", "Three"])
        #expect(passages.map(\.text) == ["First.", "Second.", "Third. #hashtag stays"])
    }

    @Test("a text without spaces is measured by its characters")
    func spaceless() {
        let passages = PassageSplitter().passages(of: String(repeating: "这是一个测试句子。", count: 200))
        #expect(passages.count > 4)
        #expect(passages.allSatisfy { $0.text.count <= 480 })
    }

    @Test("a hostile text is bounded", arguments: ["a. ", "x", "# h\n", "。"])
    func hostile(unit: String) {
        let passages = PassageSplitter(maxPassages: 50).passages(of: String(repeating: unit, count: 100_000))
        #expect(passages.count <= 50)
    }

    @Test(
        "a title at the start of the text goes, as long as it stands by itself",
        arguments: [
            ("# Dogs\nThey bark.", "Dogs", "\nThey bark."), ("Dogs are fine.", "Dogs", "Dogs are fine."),
            ("a study of wings . we did", "a study of wings .", " we did"), ("text", "", "text"),
        ])
    func titles(text: String, title: String, rest: String) {
        #expect(PageIndexer.withoutTitle(text, title) == rest)
    }
}
