import Glibc

/// Reads JSON as servers really send it: broken UTF-8 and halves of surrogate pairs become U+FFFD, control characters may
/// stand in texts, `NaN`, `Infinity` and numbers beyond `Double` become `null`, and so does what is nested too deeply. Zero
/// bytes may stand between values.
///
/// Everything else is as strict as JSON is. Each byte is read once.
package struct TolerantJSON {
    /// Lists and objects within each other beyond this depth are read as `null`.
    package static let maximumDepth = 100

    private let bytes: [UInt8]
    private var position = 0

    private init(_ bytes: [UInt8]) {
        self.bytes = bytes
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        // The line by which some servers keep their JSON from being run as a script.
        if bytes[position...].starts(with: ")]}'".utf8) {
            position = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
        }
    }

    /// The one value that the bytes are; nil when they are no JSON.
    package static func value(_ bytes: [UInt8]) -> JSONValue? {
        var reader = TolerantJSON(bytes)
        guard let value = reader.value(depth: 0) else { return nil }
        reader.skipSpace()
        return reader.current == nil ? value : nil
    }

    /// The values that stand one after the other, as in a file of JSON lines; those before the first fault.
    package static func values(_ bytes: [UInt8]) -> [JSONValue] { stream(bytes).values }

    /// The same, with the place of the fault; nil where there is none.
    package static func stream(_ bytes: [UInt8]) -> (values: [JSONValue], fault: Int?) {
        var reader = TolerantJSON(bytes)
        var values: [JSONValue] = []
        var end = 0
        while let value = reader.value(depth: 0) {
            values.append(value)
            end = reader.position
        }
        return (values, bytes[end...].contains { $0 > 0x20 } ? end : nil)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) || byte == 0 { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func value(depth: Int) -> JSONValue? {
        skipSpace()
        switch current {
        case UInt8(ascii: "\""): return string().map(JSONValue.string)
        case UInt8(ascii: "{"): return depth < Self.maximumDepth ? object(depth: depth) : skippedContainer()
        case UInt8(ascii: "["): return depth < Self.maximumDepth ? array(depth: depth) : skippedContainer()
        case nil: return nil
        default: return word()
        }
    }

    private mutating func object(depth: Int) -> JSONValue? {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpace()
        if take(UInt8(ascii: "}")) { return .object(members) }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\""), let key = string() else { return nil }
            skipSpace()
            guard take(UInt8(ascii: ":")), let member = value(depth: depth + 1) else { return nil }
            members[key] = member
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "}")) ? .object(members) : nil
        }
    }

    private mutating func array(depth: Int) -> JSONValue? {
        position += 1
        var items: [JSONValue] = []
        skipSpace()
        if take(UInt8(ascii: "]")) { return .array(items) }
        while true {
            guard let item = value(depth: depth + 1) else { return nil }
            items.append(item)
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            return take(UInt8(ascii: "]")) ? .array(items) : nil
        }
    }

    /// Passes over a list or an object without looking into it.
    private mutating func skippedContainer() -> JSONValue? {
        var depth = 0
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                guard string() != nil else { return nil }
                continue
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            default: break
            }
            position += 1
            if depth == 0 { return .null }
        }
        return nil
    }

    private mutating func word() -> JSONValue? {
        let start = position
        while let byte = current, Self.isWord(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null", "NaN", "Infinity", "-Infinity", "+Infinity": return .null
        default:
            guard let first = text.utf8.first, first == UInt8(ascii: "-") || (0x30...0x39).contains(first) else {
                return nil
            }
            if let whole = Int(text) { return .int(whole) }
            guard text.utf8.allSatisfy(Self.isNumber), let number = Double(text) else { return nil }
            return number.isFinite ? .number(number) : .null
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."): true
        default: false
        }
    }

    private static func isNumber(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || Array("+-.eE".utf8).contains(byte)
    }

    private mutating func string() -> String? {
        position += 1
        var text: [UInt8] = []
        while let quote = place(of: UInt8(ascii: "\""), before: bytes.count) {
            // An escape may take in the quotation mark, and then another one ends the text.
            while position <= quote {
                guard let escape = place(of: UInt8(ascii: "\\"), before: quote) else {
                    let rest = bytes[position..<quote]
                    position = quote + 1
                    return text.isEmpty
                        ? String(decoding: rest, as: UTF8.self) : String(decoding: text + rest, as: UTF8.self)
                }
                text += bytes[position..<escape]
                position = escape + 1
                appendEscape(to: &text)
            }
        }
        return nil
    }

    /// The next place of a byte before an end; nil where it has none.
    private func place(of byte: UInt8, before end: Int) -> Int? {
        guard position < end else { return nil }
        return bytes.withUnsafeBytes { all in
            guard let start = all.baseAddress else { return nil }
            return memchr(start + position, Int32(byte), end - position).map {
                start.distance(to: UnsafeRawPointer($0))
            }
        }
    }

    private mutating func appendEscape(to text: inout [UInt8]) {
        guard let byte = current else { return }
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"): text += String(Character(scalar())).utf8
        default: text.append(byte)
        }
    }

    /// The scalar whose digits stand here, with the second half of its pair; U+FFFD for half a pair and for no digits.
    private mutating func scalar() -> Unicode.Scalar {
        guard let unit = unit() else { return "\u{FFFD}" }
        if (0xD800..<0xDC00).contains(unit), current == UInt8(ascii: "\\"), position + 1 < bytes.count,
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let back = position
            position += 2
            if let low = self.unit(), (0xDC00..<0xE000).contains(low),
                let pair = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
            {
                return pair
            }
            position = back
        }
        return Unicode.Scalar(unit) ?? "\u{FFFD}"
    }

    /// The four hexadecimal digits that stand here.
    private mutating func unit() -> UInt32? {
        guard position + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[position..<(position + 4)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 + UInt32(digit)
        }
        position += 4
        return value
    }
}
