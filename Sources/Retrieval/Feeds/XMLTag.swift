import PageExtraction

/// A start tag of XML, or of what is meant to be.
struct XMLTag {
    /// The most bytes of a name; a longer one is none.
    static let longestName = 128
    /// The most attributes that are read, and the most bytes of a value.
    private static let attributeLimit = 32
    private static let valueLimit = 8192

    /// The name with its prefix, in small letters; nil for a tag that is cut or has a name beyond the limit.
    private(set) var name: String?
    /// Attributes by name in small letters without prefix, the first of each name; `xml:base` keeps its prefix.
    private(set) var attributes: [String: String] = [:]
    /// The namespaces that it declares, by prefix.
    private(set) var spaces: [String: String] = [:]
    /// Whether it has no content.
    private(set) var isEmpty = false
    /// Where the tag ends.
    private(set) var end: Int

    /// Elements that HTML never closes; they come into feeds that forgot to escape it.
    private static let void: Set<String> = ["br", "hr", "img", "wbr", "meta", "base", "input"]

    /// Reads the tag whose angle bracket stands at `start`. A tag without an end ends the document.
    init(_ source: UnsafeBufferPointer<UInt8>, from start: Int, declaresEntities: Bool) {
        end = source.count
        var index = start + 1
        while index < source.count, !Self.endsName(source[index]), source[index] != UInt8(ascii: "=") { index += 1 }
        let name = source[(start + 1)..<index]
        while index < source.count {
            let byte = source[index]
            if byte == UInt8(ascii: ">") || byte == UInt8(ascii: "<") {
                // An angle bracket within a tag: the tag's own is missing.
                end = byte == UInt8(ascii: ">") ? index + 1 : index
                break
            }
            if byte <= 0x20 || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") {
                isEmpty = byte == UInt8(ascii: "/") || byte <= 0x20 && isEmpty
                index += 1
                continue
            }
            isEmpty = false
            index = readAttribute(source, from: index)
        }
        guard index < source.count, name.count <= Self.longestName else { return }
        let small = Self.small(name)
        self.name = small
        if Self.void.contains(small) { isEmpty = true }
        // A link with an address has no content, and its end tag is often forgotten.
        if small == "link" || small.hasSuffix(":link"), attributes["href"] != nil { isEmpty = true }
    }

    /// Reads one attribute and gives the place behind it.
    private mutating func readAttribute(_ source: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start + 1
        while index < source.count, !Self.endsName(source[index]), source[index] != UInt8(ascii: "=") { index += 1 }
        let name = source[start..<index]
        var equals = index
        while equals < source.count, source[equals] <= 0x20 { equals += 1 }
        guard equals < source.count, source[equals] == UInt8(ascii: "=") else { return index }
        index = equals + 1
        while index < source.count, source[index] <= 0x20 { index += 1 }
        guard index < source.count else { return index }
        let quote = source[index]
        let isQuoted = quote == 0x22 || quote == 0x27
        let first = isQuoted ? index + 1 : index
        var last = first
        if isQuoted {
            // A value has no angle bracket: where one comes first, the closing quote was forgotten.
            while last < source.count, source[last] != quote, source[last] != UInt8(ascii: "<") { last += 1 }
        } else {
            while last < source.count, source[last] > 0x20, source[last] != UInt8(ascii: ">") { last += 1 }
            if last > first, last < source.count, source[last] == UInt8(ascii: ">"), source[last - 1] == 0x2F {
                last -= 1
            }
        }
        keep(name, UnsafeBufferPointer(rebasing: source[first..<last]))
        return isQuoted && last < source.count && source[last] == quote ? last + 1 : last
    }

    private mutating func keep(_ name: Slice<UnsafeBufferPointer<UInt8>>, _ value: UnsafeBufferPointer<UInt8>) {
        guard attributes.count + spaces.count < Self.attributeLimit, name.count <= Self.longestName else { return }
        let key = Self.small(name)
        let text = EntityText.plain(String(decoding: value.prefix(Self.valueLimit), as: UTF8.self))
        if key == "xmlns" || key.hasPrefix("xmlns:") {
            spaces[String(key.dropFirst(6))] = text
            return
        }
        let local = key == "xml:base" ? key : key.split(separator: ":").last.map(String.init) ?? key
        if attributes[local] == nil { attributes[local] = text }
    }

    /// Bytes as text, its ASCII letters small.
    static func small(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: bytes.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }, as: UTF8.self)
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        byte <= 0x20 || byte == UInt8(ascii: ">") || byte == UInt8(ascii: "/") || byte == UInt8(ascii: "<")
    }
}
