import CLibXML2
import Testing

@testable import PageExtraction

@Suite("Encodings")
struct EncodingTests {
    private static let japanese = "これは日本語の文章です。とても長い文章なので、文字の種類がよくわかります。"
    private static let chinese = "这是一个中文的句子，它足够长，可以识别出来，因为常用的汉字很多。"
    private static let traditional = "這是一個中文的句子，它足夠長，可以識別出來，因為常用的漢字很多。"
    private static let korean = "이것은 한국어 문장입니다. 충분히 길어서 알아볼 수 있습니다."
    private static let russian = "Это предложение на русском языке, и оно достаточно длинное."
    private static let french = "Le café est déjà fermé, dit-elle à l’élève."

    /// Text in an encoding, by the same iconv in the other direction.
    private static func encoded(_ text: String, _ name: String) throws -> [UInt8] {
        let descriptor = try #require(clibxml2_iconv_open(name, "UTF-8"))
        defer { clibxml2_iconv_close(descriptor) }
        return try text.utf8CString.withUnsafeBufferPointer { source in
            var input = try #require(source.baseAddress)
            var left = source.count - 1
            var output = [CChar](repeating: 0, count: text.utf8.count * 4)
            let capacity = output.count
            let room = try output.withUnsafeMutableBufferPointer { buffer in
                var start = try #require(buffer.baseAddress)
                var room = buffer.count
                try #require(clibxml2_iconv(descriptor, &input, &left, &start, &room) == 0)
                return room
            }
            return output.prefix(capacity - room).map { UInt8(bitPattern: $0) }
        }
    }

    private static func page(_ text: String, _ encoding: String, meta: String? = nil) throws -> [UInt8] {
        let declaration = meta.map { "<meta charset=\"\($0)\">" } ?? ""
        return try encoded(
            "<html><head>\(declaration)<title>x</title></head><body><p>\(text)</p></body></html>", encoding)
    }

    struct Case: Sendable {
        var text: String
        var encoding: String
        var meta: String?
        var header: String?
        init(_ text: String, _ encoding: String, meta: String? = nil, header: String? = nil) {
            (self.text, self.encoding, self.meta, self.header) = (text, encoding, meta, header)
        }
    }

    @Test(
        "are read as declared, and as the bytes show where the declaration lies or is missing",
        arguments: [
            Case(french, "UTF-8"), Case(french, "UTF-8", meta: "iso-8859-1"),
            Case(japanese, "UTF-8", meta: "shift_jis"), Case(french, "WINDOWS-1252"),
            Case(french, "WINDOWS-1252", meta: "utf-8"), Case(french, "WINDOWS-1252", meta: "latin1"),
            Case(french, "WINDOWS-1252", header: "text/html; charset=ISO-8859-1"),
            Case(french, "WINDOWS-1252", meta: "no-such-encoding"),
            Case(japanese, "CP932", meta: "Shift_JIS"), Case(japanese, "CP932"),
            Case(japanese, "CP932", meta: "utf-8"), Case(japanese, "CP932", meta: "iso-8859-1"),
            Case(japanese, "CP932", meta: "euc-jp"), Case(japanese, "CP932", header: "text/html; charset=utf-8"),
            Case(japanese, "EUC-JP", meta: "euc-jp"), Case(japanese, "EUC-JP"),
            Case(japanese, "EUC-JP", meta: "shift_jis"), Case(japanese, "ISO-2022-JP", meta: "iso-2022-jp"),
            Case(chinese, "GB18030", meta: "gb2312"), Case(chinese, "GB18030"),
            Case(chinese, "GB18030", meta: "utf-8"), Case(traditional, "BIG5", meta: "big5"), Case(traditional, "BIG5"),
            Case(korean, "UHC", meta: "euc-kr"), Case(korean, "UHC"),
            Case(russian, "WINDOWS-1251", meta: "windows-1251"), Case(russian, "WINDOWS-1251"),
            Case(russian, "KOI8-R", meta: "koi8-r"), Case(russian, "KOI8-R"),
            Case(french, "UTF-16LE"), Case(french, "UTF-16BE"),
        ])
    func table(_ example: Case) throws {
        let bytes = try Self.page(example.text, example.encoding, meta: example.meta)
        let decoded = bytes.withUnsafeBufferPointer { PageDecoder($0, contentType: example.header) }
        let text = String(decoding: decoded.text, as: UTF8.self)
        #expect(text.contains(example.text), "read as \(decoded.encoding)")
    }

    @Test("a byte order mark is believed over everything else", arguments: ["UTF-8", "UTF-16LE", "UTF-16BE"])
    func byteOrderMark(_ encoding: String) throws {
        let bytes = try Self.encoded("\u{FEFF}<meta charset=windows-1251><p>\(Self.french)</p>", encoding)
        let decoded = bytes.withUnsafeBufferPointer { PageDecoder($0, contentType: "text/html; charset=koi8-r") }
        #expect(String(decoding: decoded.text, as: UTF8.self).hasSuffix("<p>\(Self.french)</p>"))
    }

    @Test("some damage does not turn UTF-8 into something else")
    func damage() throws {
        let bytes = try Self.page(Self.japanese, "UTF-8") + [0xFF, 0xC3]
        let decoded = bytes.withUnsafeBufferPointer { PageDecoder($0, contentType: nil) }
        #expect(decoded.encoding == "UTF-8")
        let text = String(decoding: decoded.text, as: UTF8.self)
        #expect(text.contains(Self.japanese))
        #expect(text.hasSuffix("\u{FFFD}\u{FFFD}"))
    }

    @Test("the title comes out right when it stands before the declaration")
    func titleFirst() throws {
        let page = try PageExtractor().extract(Array("<title>Café – Köln</title><meta charset=utf-8><p>x</p>".utf8))
        #expect(page.title == "Café – Köln")
    }

    @Test("well-formed UTF-8 is told from what only looks like it")
    func validation() {
        for (bytes, valid) in [
            ([0xC3, 0xA9], true), ([0xC0, 0xAF], false), ([0xED, 0xA0, 0x80], false),
            ([0xF4, 0x90, 0x80, 0x80], false),
            ([0xF0, 0x9F, 0x98, 0x80], true), ([0xE2, 0x82], false), ([0x80], false),
            ([0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0x41, 0xFF], false),
        ] as [([UInt8], Bool)] {
            #expect(bytes.withUnsafeBufferPointer { UTF8Check($0).isValid } == valid, "\(bytes)")
        }
    }
}
