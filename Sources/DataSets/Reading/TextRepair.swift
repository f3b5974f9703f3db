/// Turns bytes of unknown make into text and counts what was no clean UTF-8.
struct TextRepair {
    /// Texts in which something was replaced.
    private(set) var count = 0
    /// Texts that were read as windows-1252.
    private(set) var legacy = 0
    /// Texts of an encoding that nobody can tell, of which nothing right could be made.
    private(set) var foreign = 0

    /// Counts a text that was repaired by somebody else.
    mutating func add() { count += 1 }

    /// The text. Zero bytes go. What is no UTF-8 is read as windows-1252, unless parts of it are characters of UTF-8: then it
    /// is broken UTF-8, and what is broken becomes U+FFFD.
    mutating func text(_ bytes: [UInt8]) -> String {
        let clean = bytes.contains(0) ? bytes.filter { $0 != 0 } : bytes
        if let text = String(validating: clean, as: UTF8.self) {
            if clean.count != bytes.count { count += 1 }
            if ForeignText.isEscaped(clean) { foreign += 1 }
            return text
        }
        if ForeignText.isForeign(clean) { foreign += 1 }
        if let text = Self.windows1252(clean) {
            legacy += 1
            return text
        }
        count += 1
        return String(decoding: clean, as: UTF8.self)
    }

    private static func windows1252(_ bytes: [UInt8]) -> String? {
        var scalars = String.UnicodeScalarView()
        for (index, byte) in bytes.enumerated() {
            if byte >= 0xc2, isUTF8(bytes, at: index) { return nil }
            let value: UInt32
            if (0x80..<0xa0).contains(byte) {
                value = table[Int(byte) - 0x80]
                guard value != 0 else { return nil }
            } else {
                value = UInt32(byte)
            }
            if let scalar = Unicode.Scalar(value) { scalars.append(scalar) }
        }
        return String(scalars)
    }

    /// Whether a character of UTF-8 stands at `index`, or the better part of one of four bytes.
    private static func isUTF8(_ bytes: [UInt8], at index: Int) -> Bool {
        let following = bytes[(index + 1)...].prefix(3).prefix { $0 & 0xc0 == 0x80 }.count
        switch bytes[index] {
        case 0xc2...0xdf: return following >= 1
        case 0xe0...0xef: return following >= 2
        case 0xf0...0xf4: return following >= 2
        default: return false
        }
    }

    /// Code points of 0x80 to 0x9f (WHATWG Encoding, index windows-1252); 0 where there is none.
    private static let table: [UInt32] = [
        0x20ac, 0, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017d, 0,
        0, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0, 0x017e,
        0x0178,
    ]
}
