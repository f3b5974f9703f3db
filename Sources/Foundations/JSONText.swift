extension JSONValue {
    /// The value as JSON on one line, members in the order of their names: the same on every machine.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text of ``text`` as UTF-8.
    package var bytes: [UInt8] { written(isSpaced: false) }

    /// The value as JSON on one line with a space behind commas and colons, for people and models.
    package var spacedText: String { String(decoding: written(isSpaced: true), as: UTF8.self) }

    private func written(isSpaced: Bool) -> [UInt8] {
        var writer = JSONWriter(isSpaced: isSpaced)
        writer.write(self)
        return writer.bytes
    }
}

private struct JSONWriter {
    let isSpaced: Bool
    private(set) var bytes: [UInt8] = []

    init(isSpaced: Bool) {
        self.isSpaced = isSpaced
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: bytes += "null".utf8
        case .bool(let value): bytes += (value ? "true" : "false").utf8
        case .int(let value): bytes += String(value).utf8
        case .number(let value): write(value)
        case .string(let value): write(value)
        case .array(let items):
            bytes.append(UInt8(ascii: "["))
            for (index, item) in items.enumerated() {
                if index > 0 { part(UInt8(ascii: ",")) }
                write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { part(UInt8(ascii: ",")) }
                write(member.key)
                part(UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func part(_ mark: UInt8) {
        bytes.append(mark)
        if isSpaced { bytes.append(UInt8(ascii: " ")) }
    }

    /// JSON has no infinity.
    private mutating func write(_ number: Double) {
        let digits = number.isFinite ? String(number) : "null"
        bytes += (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8
    }

    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0x08: bytes += "\\b".utf8
            case 0x09: bytes += "\\t".utf8
            case 0x0A: bytes += "\\n".utf8
            case 0x0C: bytes += "\\f".utf8
            case 0x0D: bytes += "\\r".utf8
            case ..<0x20: bytes += "\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}
