extension Unicode.Scalar {
    /// Whether showing the character as it is could mislead: controls, characters that turn the direction of text, and
    /// those that hide text or are hidden themselves. Line breaks and tabs are among them.
    var isDeceptive: Bool {
        switch value {
        case 0x00...0x1F, 0x7F...0x9F, 0x61C, 0x180E, 0x200B, 0x200E...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE0FFF: true
        default: false
        }
    }

    /// Appends `⟨U+` with at least four hexadecimal digits and `⟩`, digit by digit: a text may be made of nothing else.
    func appendCodePoint(to bytes: inout [UInt8]) {
        bytes.append(contentsOf: Self.opening)
        let digits = max(4, (35 - value.leadingZeroBitCount) / 4)
        for place in (0..<digits).reversed() {
            let digit = UInt8(truncatingIfNeeded: value >> UInt32(4 * place) & 0xF)
            bytes.append(digit + (digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "A") - 10))
        }
        bytes.append(contentsOf: Self.closing)
    }

    private static let opening = Array("⟨U+".utf8)
    private static let closing = Array("⟩".utf8)
}
