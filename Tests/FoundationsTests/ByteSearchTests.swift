import Testing

@testable import Foundations

@Suite("Search by bytes")
struct ByteSearchTests {
    @Test(
        "finds what stands there",
        arguments: [
            ("abc", "b", true), ("abc", "", true), ("", "", true), ("", "a", false), ("aaab", "aab", true),
            ("ababac", "abac", true), ("ababab", "abac", false), ("é\u{301}x", "\u{301}x", true), ("ab", "abc", false),
        ])
    func finds(text: String, wanted: String, isThere: Bool) {
        #expect(ByteSearch.find(wanted.utf8, in: Array(text.utf8)) == isThere)
    }

    @Test("a text that almost fits everywhere is read once")
    func worst() {
        let text = [UInt8](repeating: 0x61, count: 1_000_000)
        #expect(!ByteSearch.find([UInt8](repeating: 0x61, count: 100_000) + [0x62], in: text))
        #expect(ByteSearch.find([UInt8](repeating: 0x61, count: 100_000) + [0x62], in: text + [0x62]))
    }

    @Test("phrases are looked for in plain letters, as far as was asked")
    func folded() {
        func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }
        #expect(text(ByteSearch.folded("I Can\u{2019}t, I CAN\u{02BC}T É")) == "i can't, i can't É")
        #expect(text(ByteSearch.folded("I can\u{2019}t", within: 6)) == "i can'")
        // One character of a million marks is not read to its end.
        let marked = "a" + String(repeating: "\u{301}", count: 1_000_000)
        #expect(ByteSearch.folded(marked, within: 10).count == 1 + 39 * 2)
    }

    @Test("only A to Z become lower case")
    func lowered() {
        #expect(String(decoding: ByteSearch.lowered("AbZ@[ÄÉ09"), as: UTF8.self) == "abz@[ÄÉ09")
    }
}
