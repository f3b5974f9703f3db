/// A font of pixels as GNU Unifont's file has it: a line a letter, with its code point and its rows in hexadecimal digits, in
/// the order of the code points. A letter is 16 pixels high, and 8 or 16 wide.
struct PixelFont: Sendable {
    /// A letter.
    struct Glyph: Equatable {
        /// 8 or 16.
        let width: Int
        /// From the top, with the leftmost pixel in the highest bit of ``width``.
        let rows: [UInt16]
    }

    static let height = 16
    /// Where Debian's package `unifont` has it.
    static let usualFile = "/usr/share/unifont/unifont.hex"
    /// Nil where it is not installed.
    static let usual = FileBytes.read(usualFile, atMost: 32 << 20).map(PixelFont.init)

    private let bytes: [UInt8]

    /// The font of a file's bytes.
    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The glyph of a letter; nil where the font has none.
    func glyph(of letter: Unicode.Scalar) -> Glyph? {
        var (low, high) = (0, bytes.count)
        while low < high {
            let middle = low + (high - low) / 2
            let start = (bytes[low..<middle].lastIndex(of: 0x0A) ?? low - 1) + 1
            let end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
            let parts = bytes[start..<end].split(separator: UInt8(ascii: ":"))
            guard parts.count == 2, let code = Self.number(parts[0]) else { return nil }
            if code == letter.value { return Self.glyph(Array(parts[1])) }
            if code < letter.value { low = end + 1 } else { high = start }
        }
        return nil
    }

    private static func glyph(_ digits: [UInt8]) -> Glyph? {
        guard digits.count == 32 || digits.count == 64 else { return nil }
        let size = digits.count / height
        let rows = (0..<height).compactMap { number(digits[$0 * size..<($0 + 1) * size]).map { UInt16($0) } }
        return rows.count == height ? Glyph(width: size * 4, rows: rows) : nil
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> UInt32? {
        UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
    }
}

/// The scripts whose letters stand one after the other, from left to right, each in a shape of its own: a font of pixels has all
/// that it takes to write them.
enum PlainScript {
    private static let ranges: [ClosedRange<UInt32>] = [
        0x20...0x7E, 0xA1...0x24F, 0x370...0x3FF, 0x400...0x52F, 0x531...0x58A, 0x10A0...0x10FF, 0x1E00...0x1FFF,
        0x2010...0x2027, 0x2030...0x205E, 0x2070...0x2BFF, 0x3000...0x31FF, 0x3200...0x4DBF, 0x4E00...0x9FFF,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFF01...0xFFEE,
    ]

    /// Whether a letter is of such a script.
    static func contains(_ letter: Unicode.Scalar) -> Bool { ranges.contains { $0.contains(letter.value) } }
}
