extension JSONValue {
    /// The value as JSON on one line, members in the order of their names: the same on every machine.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    /// The text in UTF-8, as it is sent.
    package var bytes: [UInt8] { written(isSpaced: false) }

    /// The text with a space behind commas and colons, for people and models.
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

    init(isSpaced: Bool) { self.isSpaced = isSpaced }

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
                if index > 0 { separate(by: UInt8(ascii: ",")) }
                write(item)
            }
            bytes.append(UInt8(ascii: "]"))
        case .object(let members):
            bytes.append(UInt8(ascii: "{"))
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { separate(by: UInt8(ascii: ",")) }
                write(member.key)
                separate(by: UInt8(ascii: ":"))
                write(member.value)
            }
            bytes.append(UInt8(ascii: "}"))
        }
    }

    private mutating func separate(by sign: UInt8) {
        bytes.append(sign)
        if isSpaced { bytes.append(UInt8(ascii: " ")) }
    }

    /// JSON has no infinity.
    private mutating func write(_ number: Double) {
        let digits = number.isFinite ? String(number) : "null"
        bytes += (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8
    }

    /// Images are texts of a million letters, of which none is escaped: what stands between escapes is taken over at once.
    private mutating func write(_ string: String) {
        bytes.append(UInt8(ascii: "\""))
        var string = string
        string.withUTF8 { letters in
            var start = 0
            for (place, letter) in letters.enumerated() {
                guard letter < 0x20 || letter == UInt8(ascii: "\"") || letter == UInt8(ascii: "\\") else { continue }
                bytes += letters[start..<place]
                escape(letter)
                start = place + 1
            }
            bytes += letters[start...]
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ letter: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch letter {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case ..<0x20: bytes += "u00\(letter < 0x10 ? "0" : "")\(String(letter, radix: 16))".utf8
        default: bytes.append(letter)
        }
    }
}
