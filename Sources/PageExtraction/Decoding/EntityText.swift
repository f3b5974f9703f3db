import CLibXML2

/// Character references as they stand in pages, feeds and in what pages say of themselves.
package enum EntityText {
    /// The most bytes of a reference, with its ampersand and semicolon.
    private static let longest = 34

    /// What a reference stands for.
    package enum Reference: Equatable {
        /// A character, written with so many bytes.
        case scalar(Unicode.Scalar, length: Int)
        /// A number that is no character, written with so many bytes.
        case nothing(length: Int)
        /// A name that HTML does not know, written with so many bytes.
        case unknown(length: Int)
    }

    /// The reference that begins at `start`, where an ampersand stands; nil for an ampersand that begins none. Only
    /// those that end with a semicolon count: `&copy=1` is a part of an address.
    package static func reference(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Reference? {
        var end = start + 1
        let limit = min(bytes.count, start + longest)
        while end < limit, isNamePart(bytes[end]) || end == start + 1 && bytes[end] == UInt8(ascii: "#") { end += 1 }
        guard end < limit, end > start + 1, bytes[end] == UInt8(ascii: ";") else { return nil }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        let length = end + 1 - start
        if name.hasPrefix("#") {
            let digits = name.dropFirst()
            let isHex = digits.first == "x" || digits.first == "X"
            guard let value = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits), value != 0,
                let scalar = Unicode.Scalar(value)
            else { return .nothing(length: length) }
            return .scalar(scalar, length: length)
        }
        if let scalar = named(name) { return .scalar(scalar, length: length) }
        return .unknown(length: length)
    }

    /// A text with its references replaced by what they stand for; unknown ones stay.
    package static func plain(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        var result: [UInt8] = []
        Array(text.utf8).withUnsafeBufferPointer { bytes in
            result.reserveCapacity(bytes.count)
            var index = 0
            while index < bytes.count {
                guard bytes[index] == UInt8(ascii: "&"), let found = reference(bytes, at: index) else {
                    result.append(bytes[index])
                    index += 1
                    continue
                }
                switch found {
                case .scalar(let scalar, let length):
                    result.append(contentsOf: Array(String(Character(scalar)).utf8))
                    index += length
                case .nothing(let length): index += length
                case .unknown:
                    result.append(bytes[index])
                    index += 1
                }
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func named(_ name: String) -> Unicode.Scalar? {
        switch name {
        case "amp": return "&"
        case "lt": return "<"
        case "gt": return ">"
        case "quot": return "\""
        case "apos": return "'"
        default:
            let value = clibxml2_entity(name)
            return value == 0 ? nil : Unicode.Scalar(value)
        }
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10
    }
}
