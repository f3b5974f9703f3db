#if canImport(Glibc)
import Glibc
#endif

/// What is taken out of a page's source before it is parsed: scripts, styles, drawings and comments, which hold no text
/// and cost the parser most of its time; and the attributes beyond a limit, over which it takes quadratic time.
///
/// One pass, linear in the size of the page whatever stands in it.
struct SourceScan {
    /// The source that is left to parse.
    private(set) var markup: [UInt8] = []
    /// The contents of `application/ld+json` scripts.
    private(set) var jsonLD: [[UInt8]] = []
    /// The longest text in a box to write in, with its references: the text itself where a page has no other.
    private(set) var boxed: [UInt8] = []
    /// The pages that frames hold in themselves (`srcdoc`), scanned in the same way.
    private(set) var framed: [UInt8] = []

    private let source: UnsafeBufferPointer<UInt8>
    private let maximumAttributes: Int
    /// Whether the page is XML, in which any element may be closed in its own tag.
    private let isXML: Bool
    /// Frames around this page.
    private let depth: Int
    private var kept = 0
    private var position = 0
    /// Whether the page is a set of frames, so that what it says to those without them is all that it says itself.
    private var hasFrames = false
    // A search that once reached the end of the page finds nothing later either.
    private var missing: Set<String> = []
    private var noDouble = false
    private var noSingle = false

    /// Frames within frames that are read.
    private static let deepest = 3

    init(_ source: UnsafeBufferPointer<UInt8>, maximumAttributes: Int, depth: Int = 0) {
        self.source = source
        self.depth = depth
        self.maximumAttributes = maximumAttributes
        isXML = source.drop { $0 <= 0x20 }.starts(with: "<?xml".utf8)
        markup.reserveCapacity(source.count)
        while let tag = find(UInt8(ascii: "<"), from: position) {
            position = tag
            readTag()
        }
        keep(upTo: source.count)
    }

    private mutating func readTag() {
        let start = position
        guard start + 1 < source.count else { return position = source.count }
        switch source[start + 1] {
        case UInt8(ascii: "!"): readDeclaration()
        case UInt8(ascii: "?"): drop(from: start, to: (find(UInt8(ascii: ">"), from: start) ?? source.count - 1) + 1)
        case UInt8(ascii: "/"): position = (find(UInt8(ascii: ">"), from: start) ?? source.count - 1) + 1
        case let byte where Self.isLetter(byte): readStartTag()
        default: position = start + 1
        }
    }

    private mutating func readDeclaration() {
        let start = position
        if start + 3 < source.count, source[start + 2] == 0x2D, source[start + 3] == 0x2D {
            if start + 4 < source.count, source[start + 4] == 0x3E { return drop(from: start, to: start + 5) }
            return drop(from: start, to: commentEnd(from: start + 4))
        }
        drop(from: start, to: (find(UInt8(ascii: ">"), from: start) ?? source.count - 1) + 1)
    }

    private func commentEnd(from start: Int) -> Int {
        var index = start
        while let end = find(UInt8(ascii: ">"), from: index) {
            if end >= start + 2, source[end - 1] == 0x2D, source[end - 2] == 0x2D { return end + 1 }
            if end >= start + 3, source[end - 1] == 0x21, source[end - 2] == 0x2D, source[end - 3] == 0x2D {
                return end + 1
            }
            index = end + 1
        }
        return source.count
    }

    private mutating func readStartTag() {
        let start = position
        var nameEnd = start + 1
        while nameEnd < source.count, Self.isLetter(source[nameEnd]) || source[nameEnd] &- 0x30 < 10 { nameEnd += 1 }
        let tag = readAttributes(from: nameEnd)
        position = tag.end
        if tag.contentEnd < tag.end {
            // Too many attributes, or a quote that is never closed: the tag ends early.
            keep(upTo: tag.contentEnd)
            markup.append(UInt8(ascii: ">"))
            kept = tag.end
        }
        // `select-panel` is an element of its own.
        if nameEnd < source.count, !Self.endsName(source[nameEnd]) { return }
        guard let name = RawElement(source, start + 1, nameEnd) else { return }
        // A browser shows the content of a declarative shadow root; that of any other template nobody sees.
        if name == .template, isShadowRoot(nameEnd, tag.end) { return }
        if name == .frameset || name == .noframes && hasFrames {
            hasFrames = true
            return drop(from: start, to: tag.end)
        }
        if name == .iframe, depth < Self.deepest { readFrame(from: nameEnd, to: tag.end) }
        // Where an author closes a frame in its own tag, nothing is meant to stand in it.
        let isEmpty =
            (name.isForeign || name == .iframe || isXML) && tag.end >= 2 && source[tag.end - 2] == UInt8(ascii: "/")
        let close =
            isEmpty
            ? (tag.end, tag.end)
            : name == .template ? templateEnd(from: tag.end) : closing(name, from: tag.end)
        if name == .script, close.0 > tag.end, isJSONLD(start, tag.end), jsonLD.count < 64 {
            jsonLD.append(Array(source[tag.end..<close.0]))
        }
        if name == .textarea, close.0 - tag.end > boxed.count { boxed = Array(source[tag.end..<close.0]) }
        drop(from: start, to: close.1)
    }

    /// The end of the tag, and the end of what is kept of it.
    private mutating func readAttributes(from start: Int) -> (end: Int, contentEnd: Int) {
        var index = start
        var count = 0
        var contentEnd: Int?
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: ">") { return (index + 1, contentEnd ?? index + 1) }
            if byte <= 0x20 || byte == UInt8(ascii: "/") {
                index += 1
                continue
            }
            count += 1
            if count > maximumAttributes, contentEnd == nil { contentEnd = index }
            let attribute = index
            // A leading "=" is part of a name.
            index += 1
            while index < source.count, !Self.endsName(source[index]) { index += 1 }
            var equals = index
            while equals < source.count, source[equals] <= 0x20 { equals += 1 }
            guard equals < source.count, source[equals] == UInt8(ascii: "=") else { continue }
            index = equals + 1
            while index < source.count, source[index] <= 0x20 { index += 1 }
            guard index < source.count else { break }
            let quote = source[index]
            if quote == 0x22 || quote == 0x27 {
                guard let close = findQuote(quote, from: index + 1) else {
                    let end = (find(UInt8(ascii: ">"), from: index) ?? source.count - 1) + 1
                    return (end, contentEnd ?? attribute)
                }
                index = close + 1
            } else {
                while index < source.count, source[index] > 0x20, source[index] != UInt8(ascii: ">") { index += 1 }
            }
        }
        return (source.count, contentEnd ?? source.count)
    }

    /// Keeps the page in a frame's `srcdoc`.
    private mutating func readFrame(from start: Int, to end: Int) {
        var index = start
        while let equals = source[index..<end].firstIndex(of: UInt8(ascii: "=")) {
            let written = source[index..<equals].reversed().drop { $0 <= 0x20 }.prefix { $0 > 0x20 }
            guard let open = source[(equals + 1)..<end].firstIndex(where: { $0 > 0x20 }) else { return }
            let isQuoted = source[open] == 0x22 || source[open] == 0x27
            guard let close = isQuoted ? source[(open + 1)..<end].firstIndex(of: source[open]) : open else { return }
            if isQuoted, written.map({ $0 | 0x20 }).reversed().elementsEqual("srcdoc".utf8) {
                return keepFrame(source[(open + 1)..<close])
            }
            index = close + 1
        }
    }

    private mutating func keepFrame(_ written: Slice<UnsafeBufferPointer<UInt8>>) {
        let text = EntityText.plain(String(decoding: written, as: UTF8.self))
        let page = Array(text.utf8).withUnsafeBufferPointer {
            SourceScan($0, maximumAttributes: maximumAttributes, depth: depth + 1)
        }
        framed += Array("<div>".utf8) + page.markup + Array("</div>".utf8) + page.framed
    }

    private mutating func findQuote(_ quote: UInt8, from start: Int) -> Int? {
        if quote == 0x22 ? noDouble : noSingle { return nil }
        if let found = find(quote, from: start) { return found }
        if quote == 0x22 { noDouble = true } else { noSingle = true }
        return nil
    }

    /// Where the closing tag of a raw element begins and ends; the end of the page if there is none.
    ///
    /// A drawing that is not closed ends where the text goes on.
    private mutating func closing(_ element: RawElement, from start: Int) -> (Int, Int) {
        let name = element.rawValue
        guard !missing.contains(name) else { return (source.count, source.count) }
        var index = start
        var mayBreak = element.isForeign
        while let tag = find(UInt8(ascii: "<"), from: index) {
            index = tag + 1
            guard index < source.count else { break }
            guard source[index] == UInt8(ascii: "/") else {
                // HTML within a drawing.
                if mayBreak, matches("foreignobject", at: index) || matches("annotation-xml", at: index) {
                    mayBreak = false
                }
                if mayBreak, matches("div", at: index) || matches("p", at: index) { return (tag, tag) }
                continue
            }
            if matches(name, at: index + 1) {
                return (tag, (find(UInt8(ascii: ">"), from: index) ?? source.count - 1) + 1)
            }
        }
        missing.insert(name)
        return (source.count, source.count)
    }

    private func matches(_ name: String, at start: Int) -> Bool {
        var index = start
        for byte in name.utf8 {
            guard index < source.count, source[index] | 0x20 == byte else { return false }
            index += 1
        }
        return index >= source.count || source[index] <= 0x20 || source[index] == 0x3E || source[index] == 0x2F
    }

    /// The end of a template, which may hold others; the end of the page if there is none.
    private mutating func templateEnd(from start: Int) -> (Int, Int) {
        var depth = 1
        var index = start
        while let tag = find(UInt8(ascii: "<"), from: index) {
            index = tag + 1
            if matches(RawElement.template.rawValue, at: index) {
                depth += 1
            } else if index < source.count, source[index] == UInt8(ascii: "/"),
                matches(RawElement.template.rawValue, at: index + 1)
            {
                depth -= 1
                if depth == 0 { return (tag, (find(UInt8(ascii: ">"), from: index) ?? source.count - 1) + 1) }
            }
        }
        return (source.count, source.count)
    }

    /// Whether the attributes of a template make it a declarative shadow root.
    private func isShadowRoot(_ start: Int, _ end: Int) -> Bool {
        let attributes = source[start..<end].lazy.filter { $0 > 0x20 && $0 != 0x22 && $0 != 0x27 }.map { $0 | 0x20 }
        let text = String(decoding: Array(attributes.prefix(1000)), as: UTF8.self)
        return ["shadowrootmode=open", "shadowrootmode=closed", "shadowroot=open", "shadowroot=closed"]
            .contains { text.contains($0) }
    }

    /// Whether a script's type is one of JSON-LD; the plus may be written as a reference.
    private func isJSONLD(_ start: Int, _ end: Int) -> Bool {
        let tag = String(decoding: source[start..<end].prefix(4000).map { $0 == 0x2B ? $0 : $0 | 0x20 }, as: UTF8.self)
        return ["+json", "ld&#43;json", "ld&#043;json", "ld&#x2b;json", "ld&plus;json"].contains { tag.contains($0) }
    }

    private mutating func drop(from start: Int, to end: Int) {
        keep(upTo: start)
        // White space in its place, so that words on either side stay apart only where a break would show.
        kept = end
        position = max(end, start + 1)
    }

    private mutating func keep(upTo end: Int) {
        guard end > kept else { return }
        markup.append(contentsOf: UnsafeBufferPointer(rebasing: source[kept..<end]))
        kept = end
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        guard start < source.count, let base = source.baseAddress,
            let found = memchr(base + start, Int32(byte), source.count - start)
        else { return nil }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == 0x3D || byte == 0x3E || byte == 0x2F
    }
}

/// Elements whose content is dropped unread, and the set of frames, which is dropped without its content.
private enum RawElement: String {
    case script, style, svg, math, iframe, noembed, noframes, template, object, textarea, select, map, fencedframe
    case frameset

    var isForeign: Bool { self == .svg || self == .math }

    init?(_ source: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) {
        guard (3...11).contains(end - start) else { return nil }
        switch source[start] | 0x20 {
        case UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "i"), UInt8(ascii: "n"), UInt8(ascii: "t"),
            UInt8(ascii: "o"), UInt8(ascii: "f"):
            break
        default: return nil
        }
        let name = String(decoding: source[start..<end].lazy.map { $0 | 0x20 }, as: UTF8.self)
        self.init(rawValue: name)
    }
}
