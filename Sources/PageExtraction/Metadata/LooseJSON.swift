/// JSON as pages have it: wrapped in comments or CDATA, several values in one text, commas too many or too few, line
/// breaks and quotes that are not escaped, names without quotes, and cut anywhere. What is well-formed is read as JSON
/// says.
package enum LooseJSON: Equatable {
    /// Members by name.
    case object([String: LooseJSON])
    /// Elements in order.
    case array([LooseJSON])
    /// A text, its escapes replaced.
    case text(String)
    /// A number as it is written.
    case number(String)
    /// `true`, `false`, `null`, and words that are nothing.
    case other

    /// A member of an object; the first of its name.
    package subscript(name: String) -> LooseJSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The elements of an array.
    package var list: [LooseJSON]? {
        if case .array(let elements) = self { elements } else { nil }
    }

    /// A text.
    package var text: String? {
        if case .text(let text) = self { text } else { nil }
    }

    /// The objects and arrays in a text, in its order. What stands around them is passed over; of what is cut, the
    /// parts that are whole are given.
    package static func values(in bytes: [UInt8]) -> [LooseJSON] {
        unescaped(bytes).withUnsafeBufferPointer { source in
            var parser = LooseJSONParser(source: source)
            return parser.values()
        }
    }

    /// A text whose quotes are all written as references of HTML, with the references replaced.
    private static func unescaped(_ bytes: [UInt8]) -> [UInt8] {
        guard !bytes.contains(UInt8(ascii: "\"")), bytes.contains(UInt8(ascii: "&")) else { return bytes }
        return Array(EntityText.plain(String(decoding: bytes, as: UTF8.self)).utf8)
    }
}

/// Reads ``LooseJSON`` in time linear in its length.
private struct LooseJSONParser {
    let source: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var left = 200_000
    private var hasLineBreaks = true

    /// The deepest nesting; what stands deeper ends the reading.
    private static let depthLimit = 100

    init(source: UnsafeBufferPointer<UInt8>) {
        self.source = source
    }

    private var byte: UInt8? { index < source.count ? source[index] : nil }

    mutating func values() -> [LooseJSON] {
        var values: [LooseJSON] = []
        while let byte {
            if source.hasPrefix("<![CDATA[", at: index) {
                index += 9
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                if let value = container(depth: 0) { values.append(value) }
            } else {
                index += 1
            }
        }
        return values
    }

    /// The value at the place; nil at the end of the text, of what contains it, or of what may be read.
    private mutating func value(depth: Int) -> LooseJSON? {
        guard left > 0 else { return stop() }
        left -= 1
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "["): return container(depth: depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return string().map { .text($0) }
        case nil: return nil
        default: return word()
        }
    }

    private mutating func stop() -> LooseJSON? {
        index = source.count
        return nil
    }

    private mutating func container(depth: Int) -> LooseJSON? {
        guard depth < Self.depthLimit else { return stop() }
        let isObject = byte == UInt8(ascii: "{")
        index += 1
        return isObject ? .object(members(depth)) : .array(elements(depth))
    }

    private mutating func elements(_ depth: Int) -> [LooseJSON] {
        var elements: [LooseJSON] = []
        while true {
            skip()
            switch byte {
            case UInt8(ascii: "]"):
                index += 1
                return elements
            // An end of what is around it: its own is missing.
            case UInt8(ascii: "}"), nil: return elements
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"): index += 1
            default: if let value = value(depth: depth + 1) { elements.append(value) }
            }
        }
    }

    private mutating func members(_ depth: Int) -> [String: LooseJSON] {
        var members: [String: LooseJSON] = [:]
        while true {
            skip()
            switch byte {
            case UInt8(ascii: "}"):
                index += 1
                return members
            case UInt8(ascii: "]"), nil: return members
            case UInt8(ascii: ","), UInt8(ascii: ":"), UInt8(ascii: ";"): index += 1
            default:
                guard let name = name() else { continue }
                skip()
                guard byte == UInt8(ascii: ":") else { continue }
                index += 1
                skip()
                // A name without a value.
                if let byte, byte == UInt8(ascii: "}") || byte == UInt8(ascii: ",") { continue }
                if let value = value(depth: depth + 1), members[name] == nil { members[name] = value }
            }
        }
    }

    private mutating func name() -> String? {
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") { return string() }
        let start = index
        while let byte, !Self.endsWord(byte) { index += 1 }
        // What can begin nothing is passed over.
        if index == start { index += 1 }
        return String(decoding: source[start..<index], as: UTF8.self)
    }

    private mutating func word() -> LooseJSON {
        let start = index
        while let byte, !Self.endsWord(byte) { index += 1 }
        if index == start { index += 1 }
        guard let first = source[start..<index].first, first == 0x2D || first &- 0x30 < 10 else { return .other }
        return .number(String(decoding: source[start..<index], as: UTF8.self))
    }

    private static func endsWord(_ byte: UInt8) -> Bool {
        byte <= 0x20 || [0x22, 0x27, 0x2C, 0x3A, 0x3B, 0x5B, 0x5D, 0x7B, 0x7D].contains(byte)
    }

    /// Passes over white space and comments of JavaScript and of HTML.
    private mutating func skip() {
        while let byte {
            if byte <= 0x20 {
                index += 1
            } else if source.hasPrefix("//", at: index) {
                // On a last line a comment would take all that follows.
                let end = hasLineBreaks ? source.place(of: 0x0A, from: index) : nil
                hasLineBreaks = end != nil
                index = end ?? index + 2
            } else if source.hasPrefix("/*", at: index) {
                index = source.place(of: "*/", from: index).map { $0 + 2 } ?? source.count
            } else if source.hasPrefix("<!--", at: index) || source.hasPrefix("-->", at: index) {
                index += byte == UInt8(ascii: "<") ? 4 : 3
            } else if source.hasPrefix("\u{FEFF}", at: index) || source.hasPrefix("\u{A0}", at: index) {
                index += byte == 0xEF ? 3 : 2
            } else {
                return
            }
        }
    }

    /// A string in either kind of quotes; nil for one that is cut.
    private mutating func string() -> String? {
        let quote = source[index]
        index += 1
        var bytes: [UInt8] = []
        while let byte {
            if byte == quote, isClosing(quote) {
                index += 1
                return String(decoding: bytes, as: UTF8.self)
            }
            index += 1
            if byte == UInt8(ascii: "\\") {
                escape(into: &bytes)
            } else {
                // Line breaks inside strings are wrong, and common.
                bytes.append(byte < 0x20 ? 0x20 : byte)
            }
        }
        return nil
    }

    /// Whether the quote at the place ends its string: only then can what follows it be a part of JSON.
    private func isClosing(_ quote: UInt8) -> Bool {
        var next = index + 1
        var breaksLine = false
        while next < source.count, source[next] <= 0x20 {
            breaksLine = breaksLine || source[next] == 0x0A || source[next] == 0x0D
            next += 1
        }
        guard next < source.count else { return true }
        switch source[next] {
        case UInt8(ascii: ":"), UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: ";"): return true
        case UInt8(ascii: "/"), UInt8(ascii: "<"), UInt8(ascii: "-"):
            return source.hasPrefix("//", at: next) || source.hasPrefix("/*", at: next)
                || source.hasPrefix("<!--", at: next) || source.hasPrefix("-->", at: next)
        case UInt8(ascii: "\""): return breaksLine
        case UInt8(ascii: ","): return beginsPart(after: next, quote)
        default: return false
        }
    }

    /// Whether a value or a name begins behind a comma, and not the rest of a sentence.
    private func beginsPart(after comma: Int, _ quote: UInt8) -> Bool {
        var next = comma + 1
        while next < source.count, source[next] <= 0x20 { next += 1 }
        guard next < source.count else { return true }
        let byte = source[next]
        if [0x22, 0x27, 0x5B, 0x5D, 0x7B, 0x7D, 0x2D, 0x2C, 0x2F].contains(byte) || byte &- 0x30 < 10 { return true }
        if ["true", "false", "null"].contains(where: { source.hasPrefix($0, at: next) }) { return true }
        // A name without quotes.
        let limit = min(source.count, next + 64)
        while next < limit, !Self.endsWord(source[next]) { next += 1 }
        return next < limit && source[next] == UInt8(ascii: ":")
    }

    private mutating func escape(into bytes: inout [UInt8]) {
        guard let byte else { return }
        index += 1
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"):
            bytes.append(byte == UInt8(ascii: "n") ? 0x0A : 0x20)
        case UInt8(ascii: "u"): bytes.append(contentsOf: Array(String(unicode()).utf8))
        default: bytes.append(byte < 0x20 ? 0x20 : byte)
        }
    }

    /// The character of a `\u`, or of two that make one; the replacement character for half of one.
    private mutating func unicode() -> Character {
        guard let first = hex() else { return "\u{FFFD}" }
        if (0xD800..<0xDC00).contains(first), source.hasPrefix("\\u", at: index) {
            let place = index
            index += 2
            if let second = hex(), (0xDC00..<0xE000).contains(second),
                let scalar = Unicode.Scalar(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
            {
                return Character(scalar)
            }
            index = place
        }
        return Character(Unicode.Scalar(first) ?? "\u{FFFD}")
    }

    private mutating func hex() -> UInt32? {
        guard index + 4 <= source.count,
            let value = UInt32(String(decoding: source[index..<(index + 4)], as: UTF8.self), radix: 16)
        else { return nil }
        index += 4
        return value
    }
}
