import Foundations
import Records
import Testing

@Suite("Text encodings")
struct TextEncodingTests {
    /// Texts that code points of many kinds make up, half of them any code points at all: ASCII, accents, Cyrillic, Chinese, emoji with joiners, marks, line ends.
    private static let alphabet: [Unicode.Scalar] = Array(
        "abc XYZ 019 .,?!  \n\r\téñß асе 中文字 \u{200B}\u{200D}\u{FE0F}\u{0301}👩🏽🙂\u{E0041}".unicodeScalars)

    private static func text(_ random: inout SeededRandom) -> String {
        var text = String.UnicodeScalarView()
        let isWild = Bool.random(using: &random)
        for _ in 0..<Int.random(in: 0...60, using: &random) {
            let wild = isWild ? Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) : nil
            text.append(wild ?? alphabet[Int.random(in: 0..<alphabet.count, using: &random)])
        }
        return String(text)
    }

    @Test("what is decoded is what was encoded, to the byte", arguments: TextEncoding.allCases.filter(\.isReversible))
    func roundTrip(_ encoding: TextEncoding) throws {
        var random = SeededRandom(seed: 11)
        for _ in 0..<2_000 {
            let text = Self.text(&random)
            let decoded = try #require(encoding.decode(encoding.encode(text)), "\(text.unicodeScalars.map(\.value))")
            #expect(Array(decoded.utf8) == Array(text.utf8))
        }
    }

    @Test("all but 'none' change a text of two words")
    func change() {
        let text = "pick it"
        for encoding in TextEncoding.allCases { #expect((encoding.encode(text) == text) == (encoding == .none)) }
    }

    @Test(
        "known texts",
        arguments: [
            (TextEncoding.base64, "Hi there", "SGkgdGhlcmU="), (.hex, "Hi é", "486920c3a9"),
            (.rot13, "Hi, Zoe!", "Uv, Mbr!"),
            (.leetspeak, "Take it Easy 9", "74k3 17 345y 9"), (.homoglyphs, "ace Q", "асе Q"),
            (.zeroWidth, "abc", "a\u{200B}b\u{200B}c"), (.reversedWords, "one two  three\n", "\nthree  two one"),
            (.spacedLetters, "a bc", "a   b c"), (.none, "as it is", "as it is"),
        ])
    func known(encoding: TextEncoding, plain: String, encoded: String) {
        #expect(Array(encoding.encode(plain).unicodeScalars) == Array(encoded.unicodeScalars))
    }

    @Test(
        "what is not in the encoding is not decoded",
        arguments: [
            (TextEncoding.base64, "no base64 at all"), (.base64, "/////w=="), (.hex, "48656"), (.hex, "4x"),
            (.hex, "ff"),
            (.zeroWidth, "abc"), (.zeroWidth, "a\u{200B}"), (.spacedLetters, "a b c "), (.spacedLetters, "words here"),
        ])
    func foreign(encoding: TextEncoding, text: String) {
        #expect(encoding.decode(text) == nil)
    }

    @Test("leetspeak is read as the letters that it stands for")
    func leetspeak() {
        #expect(TextEncoding.leetspeak.decode("h0w 70 p1ck") == "how to pick")
    }
}
