/// A piece of valid UTF-8, as Swift's strings give it out: reading bytes is several times as fast as reading characters.
typealias UTF8Text = Slice<UnsafeBufferPointer<UInt8>>

extension UTF8Text {
    /// The character that begins at `index`, and its bytes.
    func scalar(at index: Int) -> (scalar: Unicode.Scalar, width: Int) {
        let first = UInt32(self[index])
        guard first >= 0x80 else { return (Unicode.Scalar(UInt8(first)), 1) }
        let width = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
        var value = first & (0xFF >> UInt32(width + 1))
        for offset in 1..<width { value = value << 6 | UInt32(self[index + offset] & 0x3F) }
        return (Unicode.Scalar(value) ?? "\u{FFFD}", width)
    }

    /// The bytes of the white space at `index`; 0 when there is none.
    func widthOfSpace(at index: Int) -> Int {
        let byte = self[index]
        if byte < 0x80 { return byte == 0x20 || (0x09...0x0D).contains(byte) ? 1 : 0 }
        // Every other white space begins with one of these bytes.
        guard [0xC2, 0xE1, 0xE2, 0xE3].contains(byte) else { return 0 }
        let (scalar, width) = scalar(at: index)
        return scalar.properties.isWhitespace ? width : 0
    }

    /// The text.
    var string: String { String(decoding: self, as: UTF8.self) }
}
