import Foundation
import Foundations
import Testing

@testable import ChatModels

@Suite("Refusal lexicon")
struct RefusalLexiconTests {
    private struct Opening: Sendable, CustomTestStringConvertible {
        let language: String
        let declines: Bool
        let text: String
        var testDescription: String { "\(language): \(text)" }
    }

    private static func openings(_ tables: [(language: String, lines: String)]) -> [Opening] {
        tables.flatMap { language, lines in
            lines.split(separator: "\n").map { line in
                Opening(language: language, declines: line.hasPrefix("+"), text: String(line.dropFirst(2)))
            }
        }
    }

    private static let known = openings(LabelledRefusals.all) + openings(LabelledRefusals.unseen)

    @Test("the tables have fifteen refusals and ten other openings for each of the eight languages")
    func sizes() {
        let languages = Set(LabelledRefusals.all.map(\.language))
        #expect(languages == ["en", "zh", "es", "fr", "de", "hi", "ar", "eu"])
        for language in languages {
            let openings = Self.openings(LabelledRefusals.all).filter { $0.language == language }
            let refusals = openings.filter(\.declines).count
            #expect(refusals >= 15 && openings.count - refusals >= 10, "\(language)")
        }
    }

    @Test("refusals are told from openings with the same words", arguments: known)
    private func opening(_ opening: Opening) {
        let phrase = RefusalLexicon.refusal(in: opening.text)
        #expect((phrase != nil) == opening.declines, "\(phrase ?? "no phrase")")
    }

    @Test("of openings that took no part in making it, it misses few and takes none for a refusal that is none")
    func last() {
        let openings = Self.openings(LabelledRefusals.last)
        let found = openings.filter { RefusalLexicon.refusal(in: $0.text) != nil }
        let wrong = found.filter { !$0.declines }.map(\.text)
        #expect(wrong.isEmpty)
        #expect(Double(found.count) >= 0.9 * Double(openings.filter(\.declines).count))
    }

    private static let spellings: [@Sendable (String) -> String] = [
        { $0.uppercased() }, { $0.decomposedStringWithCanonicalMapping }, { $0.precomposedStringWithCanonicalMapping },
        { $0.replacing("'", with: "\u{2019}") }, { $0.replacing("\u{2019}", with: "'") },
        { $0.replacing("'", with: "\u{2BC}") }, { $0.replacing(" ", with: "\u{A0} \n") },
        { $0.map { "\($0)\u{200B}" }.joined() }, { "\u{FEFF}\t" + $0 + "\n\nThank you." },
        { $0.replacing("\u{93C}", with: "") },
    ]

    @Test("spelling, case, accents and apostrophes make no difference", arguments: spellings.indices)
    func spelled(_ number: Int) {
        for opening in Self.known {
            let text = Self.spellings[number](opening.text)
            #expect((RefusalLexicon.refusal(in: text) != nil) == opening.declines, "\(text)")
        }
    }

    @Test(
        "texts are folded to one spelling",
        arguments: [
            ("Désolé", "desole"), ("LO\u{A0} SIENTO", "lo siento"), ("I\u{2019}m", "i'm"), ("verstößt", "verstosst"),
            ("لا يُمْكِنُنِي", "لا يمكنني"), ("أعتذر إليك آسفة", "اعتذر اليك اسفه"), ("माफ़ हूँ", "माफ हूं"), ("無法協助", "无法协助"),
            ("ＡＩ：ｎｏ", "ai:no"), ("x\u{200B}y\u{AD}z", "xyz"), (" \n ", ""), ("", ""),
        ])
    func folded(text: String, expected: String) {
        #expect(String(String.UnicodeScalarView(FoldedText(text).scalars)) == FoldedText.decomposed(expected))
    }

    @Test(
        "what is written for a page is read as the page shows it",
        arguments: [
            ("<p>I can't help</p>", "i can't help"), ("I can&#39;t &amp; won&rsquo;t", "i can't & won't"),
            ("<div class=\"a\"><b>Sorry</b>,<br/>no</div>", "sorry , no"), ("I can\\'t", "i can't"),
            ("a < b and c > d", "a < b and c > d"), ("1 <2", "1 <2"), ("R&D; Q&A", "r&d; q&a"), ("<", "<"), ("&", "&"),
            ("<b", "<b"), ("a\\b", "a\\b"), ("<a <b>x", "<a x"),
        ])
    func markedUp(text: String, expected: String) {
        #expect(String(String.UnicodeScalarView(FoldedText(text).scalars)) == expected)
    }

    @Test("a refusal counts in the opening only, and the phrase is handed back")
    func place() {
        let padding = String(repeating: "Aquí hay algo más. ", count: 30)
        #expect(RefusalLexicon.refusal(in: padding + "No puedo ayudarte.") == nil)
        #expect(RefusalLexicon.refusal(in: "Perdón. No puedo, la verdad, ayudarte.") == "no puedo, la verdad, ayud")
        #expect(RefusalLexicon.refusal(in: "No puedo. Te ayudará otro.") == nil)
    }

    @Test(
        "a refusal that offers something, and one that does the thing all the same, are told apart",
        arguments: [
            ("Lo siento, no puedo ayudarte. Sin embargo, puedo hablarte de seguridad.", true, false),
            ("Lo siento, no puedo ayudarte. Dicho esto, aquí tienes los pasos.", false, true),
            ("抱歉，我无法帮助你。不过我可以介绍相关法律。", true, false), ("抱歉，我无法帮助你。话虽如此，以下是步骤。", false, true),
            ("I can't write this. What I can offer is general information.", true, false),
            ("Desolé, je ne peux pas vous aider.", false, false),
        ])
    func offers(text: String, concedes: Bool, turns: Bool) {
        #expect(RefusalLexicon.refusal(in: text) != nil)
        #expect(RefusalLexicon.concedes(text) == concedes && RefusalLexicon.turnsRound(text) == turns)
    }

    @Test(
        "hostile texts are read in a time that grows with their length", .timeLimit(.minutes(3)),
        arguments: ["e\u{301}\u{20D0}\u{327}", "no puedo ", "我无法", "लेकिन मैं ", "\u{64B}\u{651}", "ich kann nicht "])
    func hostile(piece: String) {
        let text = String(repeating: piece, count: 100_000)
        // A time that grows with the square would be an hour.
        _ = RefusalLexicon.refusal(in: text)
        #expect(!RefusalLexicon.concedes(text))
    }
}

extension FoldedText {
    /// A text with its letters taken apart, as ``FoldedText`` has them.
    fileprivate static func decomposed(_ text: String) -> String { text.decomposedStringWithCanonicalMapping }
}
