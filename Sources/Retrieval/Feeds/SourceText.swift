import Foundations
import PageExtraction

/// The text of a feed or a sitemap, whatever it is packed and encoded in, and whatever stands before it.
struct SourceText {
    /// Its kind by its first characters.
    enum Form {
        /// XML, or HTML.
        case markup
        /// A JSON object.
        case json
        /// Lines.
        case lines
    }

    let form: Form
    /// Valid UTF-8 from where the document begins.
    let bytes: [UInt8]

    /// How far into the bytes a document's beginning is looked for: programs put their warnings before it.
    private static let reach = 8192
    /// Most layers of gzip: the author of the file may pack it, and so may the server.
    private static let packings = 3

    /// - Parameters:
    ///   - contentType: the `Content-Type` field, for its charset; of the type the bytes tell more.
    ///   - limit: the most bytes after unpacking.
    /// - Throws: ``FeedError/damaged``.
    init(_ bytes: [UInt8], contentType: String?, limit: Int) throws(FeedError) {
        var unpacked = bytes
        for _ in 0..<Self.packings {
            do {
                unpacked = try PageExtractor(limits: ExtractionLimits(maximumBytes: limit)).unpack(unpacked)
            } catch .damagedArchive {
                guard let part = Self.part(of: unpacked, limit: limit) else { throw .damaged }
                unpacked = part
            } catch {
                throw .damaged
            }
        }
        let text = Self.decoded(unpacked, contentType: contentType)
        let first = text.firstIndex { $0 > 0x20 } ?? text.endIndex
        if first < text.endIndex, text[first] == UInt8(ascii: "{") {
            self.init(form: .json, bytes: Array(text[first...]))
        } else if let start = Self.start(of: text) {
            self.init(form: .markup, bytes: Array(text[start...]))
        } else {
            self.init(form: .lines, bytes: Array(text[first...]))
        }
    }

    private init(form: Form, bytes: [UInt8]) {
        self.form = form
        self.bytes = bytes
    }

    /// What comes out of packed bytes before they end too early, when there are addresses in it.
    private static func part(of bytes: [UInt8], limit: Int) -> [UInt8]? {
        let part = bytes.withUnsafeBufferPointer { try? Gzip.unpacked($0, limit: limit, cuts: true) }
        return part.flatMap { ByteSearch.find("http".utf8, in: $0) ? $0 : nil }
    }

    /// The bytes as UTF-8 without byte order marks.
    private static func decoded(_ bytes: [UInt8], contentType: String?) -> [UInt8] {
        var bytes = bytes[...]
        // An XML declaration behind blank lines still says what the encoding is.
        let head = bytes.prefix(reach)
        if let start = head.ranges(of: Array("<?xml".utf8)).first?.lowerBound { bytes = bytes[start...] }
        // UTF-16 without a mark, of a text that may have no Latin letters but those of its tags.
        if bytes.starts(with: [0x3C, 0x00]) { bytes = [0xFF, 0xFE] + bytes }
        if bytes.starts(with: [0x00, 0x3C]) { bytes = [0xFE, 0xFF] + bytes }
        var text = bytes.withUnsafeBufferPointer { PageDecoder($0, contentType: contentType).text }[...]
        while text.starts(with: [0xEF, 0xBB, 0xBF]) { text = text.dropFirst(3) }
        return Array(text)
    }

    private static let roots = ["<?xml", "<!doctype", "<rss", "<feed", "<rdf:rdf", "<urlset", "<sitemapindex"].map {
        Array($0.utf8)
    }

    /// Where a document begins: at the root of a known kind, else at the first tag if nothing but space stands before
    /// it.
    private static func start(of text: [UInt8]) -> Int? {
        let head = text.prefix(reach).map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
        for index in head.indices where head[index] == UInt8(ascii: "<") {
            if roots.contains(where: { head[index...].starts(with: $0) }) { return index }
        }
        guard let first = text.firstIndex(where: { $0 > 0x20 }), text[first] == UInt8(ascii: "<") else { return nil }
        return first
    }
}
