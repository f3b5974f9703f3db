extension JSONValue {
    /// The value as JSON on one line, members in the order of their names: the same on every machine.
    package var text: String { written(isSpaced: false) }

    /// The same with a space behind commas and colons, for people and models.
    package var spacedText: String { written(isSpaced: true) }

    private func written(isSpaced: Bool) -> String {
        var writer = JSONWriter(space: isSpaced ? " " : "")
        writer.write(self)
        return writer.text
    }
}

private struct JSONWriter {
    let space: String
    private(set) var text = ""

    init(space: String) {
        self.space = space
    }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .number(let value): write(value)
        case .string(let value): write(value)
        case .array(let items):
            text += "["
            for (index, item) in items.enumerated() {
                if index > 0 { text += "," + space }
                write(item)
            }
            text += "]"
        case .object(let members):
            text += "{"
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { text += "," + space }
                write(member.key)
                text += ":" + space
                write(member.value)
            }
            text += "}"
        }
    }

    /// JSON has no infinity.
    private mutating func write(_ number: Double) {
        let digits = number.isFinite ? String(number) : "null"
        text += digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
    }

    private mutating func write(_ string: String) {
        var bytes = [UInt8(ascii: "\"")]
        bytes.reserveCapacity(string.utf8.count + 2)
        for byte in string.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
            case 0x08: bytes += Array("\\b".utf8)
            case 0x09: bytes += Array("\\t".utf8)
            case 0x0A: bytes += Array("\\n".utf8)
            case 0x0C: bytes += Array("\\f".utf8)
            case 0x0D: bytes += Array("\\r".utf8)
            case ..<0x20: bytes += Array("\\u00\(byte < 0x10 ? "0" : "")\(String(byte, radix: 16))".utf8)
            default: bytes.append(byte)
            }
        }
        text += String(decoding: bytes + [UInt8(ascii: "\"")], as: UTF8.self)
    }
}
