import Testing

@testable import Oracles

@Suite("Foreign texts as a judge sees them")
struct UntrustedTextTests {
    @Test(
        "characters that nobody sees are taken out, all others stay",
        arguments: [
            ("a\u{200B}b\u{2060}c\u{FEFF}", "abc"), ("\u{202E}abc\u{202C}", "abc"), ("\u{2066}a\u{2069}", "a"),
            ("tag\u{E0073}\u{E0061}", "tag"), ("a\u{0000}b\u{001B}[31m", "ab[31m"), ("a\u{AD}b", "ab"),
            ("line\nnext\ttab", "line\nnext\ttab"), ("naïve 日本語 👩 é", "naïve 日本語 👩 é"), ("", ""),
        ])
    func unseen(text: String, shown: String) {
        #expect(UntrustedText.shown(text) == shown)
    }

    @Test(
        "what stands within padding comes into view",
        arguments: [
            String(repeating: "x", count: 20_000), String(repeating: "lorem ipsum dolor ", count: 1500),
            String(repeating: "\n", count: 20_000), String(repeating: "a b ", count: 6_000),
            String(repeating: "A whole sentence of padding, said again and again.\n", count: 500),
            String(repeating: "e\u{301}", count: 10_000),
        ])
    func padding(padding: String) {
        let shown = UntrustedText.shown("BEGIN \(padding) THE MIDDLE \(padding) END")
        for part in ["BEGIN", "THE MIDDLE", "END"] { #expect(shown.contains(part)) }
        #expect(shown.unicodeScalars.count < 2 * UntrustedText.excerptLength + 100)
    }

    @Test("a long text that does not repeat itself is shown from both ends")
    func long() {
        let text = "BEGIN " + (0..<20_000).map { "word\($0)" }.joined(separator: " ") + " END"
        let shown = UntrustedText.shown(text)
        #expect(shown.hasPrefix("BEGIN") && shown.contains("END") && shown.contains("characters left out"))
        #expect(shown.unicodeScalars.count < 2 * UntrustedText.excerptLength + 100)
    }

    @Test("markers of a template are broken up")
    func markers() {
        #expect(
            UntrustedText.shown("a <|eot_id|> b [/INST]", breaking: ["<|", "[/INST]"]) == "a < |eot_id|> b [ /INST]")
    }
}
