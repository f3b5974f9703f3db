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

    /// `U+` and at least four hexadecimal digits.
    var codePoint: String {
        let digits = String(value, radix: 16, uppercase: true)
        return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
