import Foundations
import Records

/// JSON that is written byte by byte in a fixed order of keys, so that equal input gives equal bytes.
///
/// Control characters, line and paragraph separators, and the characters that turn the direction of text are escaped,
/// so that a line of JSON stays one line and shows what it holds wherever it is printed.
package struct JSONText {
    /// The text so far.
    package private(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    package init() {}

    /// Empties the text, and keeps its memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// Syntax and key names that need no escape.
    package mutating func raw(_ text: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Bytes that are JSON already.
    mutating func raw(_ json: [UInt8]) {
        bytes.append(contentsOf: json)
    }

    /// A whole number.
    package mutating func int(_ value: Int) {
        bytes.append(contentsOf: String(value).utf8)
    }

    /// The shortest digits that read back as `value`; `null` for what JSON has no number for.
    package mutating func number(_ value: Double?) {
        guard let value, value.isFinite else { return raw("null") }
        if value == value.rounded(), abs(value) < 1e15 {
            int(Int(value))
        } else {
            bytes.append(contentsOf: "\(value)".utf8)
        }
    }

    mutating func bool(_ value: Bool) {
        if value { raw("true") } else { raw("false") }
    }

    /// A text with its escapes; `null` for none.
    package mutating func string(_ value: String?) {
        guard var value else { return raw("null") }
        bytes.append(UInt8(ascii: "\""))
        value.withUTF8 { append($0) }
        bytes.append(UInt8(ascii: "\""))
    }

    mutating func value(_ value: JSONValue) {
        switch value {
        case .null: raw("null")
        case .bool(let value): bool(value)
        case .int(let value): int(value)
        case .number(let value): number(value)
        case .string(let value): string(value)
        case .array(let values):
            raw("[")
            for (index, element) in values.enumerated() {
                if index > 0 { raw(",") }
                self.value(element)
            }
            raw("]")
        case .object(let members): object(members)
        }
    }

    /// The members in order of their keys.
    mutating func object(_ members: [String: JSONValue]) {
        raw("{")
        for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
            if index > 0 { raw(",") }
            string(member.key)
            raw(":")
            value(member.value)
        }
        raw("}")
    }

    private mutating func append(_ text: UnsafeBufferPointer<UInt8>) {
        var start = 0
        var index = 0
        while index < text.count {
            let length = Self.escapedLength(text, at: index)
            if length == 0 {
                index += 1
                continue
            }
            bytes.append(contentsOf: text[start..<index])
            escape(text[index..<(index + length)])
            index += length
            start = index
        }
        bytes.append(contentsOf: text[start...])
    }

    /// Number of bytes of the character at `index` when it must be escaped, else 0.
    private static func escapedLength(_ text: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let byte = text[index]
        // Swift strings are valid UTF-8, so that a lead byte is always followed by its whole character.
        switch byte {
        case ..<0x20, 0x22, 0x5C, 0x7F: return 1
        case 0xC2: return text[index + 1] < 0xA0 ? 2 : 0
        case 0xD8: return text[index + 1] == 0x9C ? 2 : 0
        case 0xE2:
            switch (text[index + 1], text[index + 2]) {
            case (0x80, 0x8E...0x8F), (0x80, 0xA8...0xAE), (0x81, 0xA6...0xA9): return 3
            default: return 0
            }
        case 0xEF:
            // The byte order mark, and U+FFFE and U+FFFF, which are no characters and which YAML refuses.
            switch (text[index + 1], text[index + 2]) {
            case (0xBB, 0xBF), (0xBF, 0xBE...0xBF): return 3
            default: return 0
            }
        default: return 0
        }
    }

    private mutating func escape(_ character: Slice<UnsafeBufferPointer<UInt8>>) {
        switch (character.count, character[character.startIndex]) {
        case (1, 0x22): raw("\\\"")
        case (1, 0x5C): raw("\\\\")
        case (1, 0x0A): raw("\\n")
        case (1, 0x0D): raw("\\r")
        case (1, 0x09): raw("\\t")
        default:
            var scalar = character.count == 1 ? UInt16(character[character.startIndex]) : 0
            if character.count == 2 { scalar = UInt16(character[character.startIndex] & 0x1F) }
            if character.count == 3 { scalar = UInt16(character[character.startIndex] & 0x0F) }
            for byte in character.dropFirst() { scalar = scalar << 6 | UInt16(byte & 0x3F) }
            raw("\\u")
            for shift: UInt16 in [12, 8, 4, 0] { bytes.append(Self.digits[Int(scalar >> shift & 15)]) }
        }
    }

    private static let digits = Array("0123456789abcdef".utf8)
}
