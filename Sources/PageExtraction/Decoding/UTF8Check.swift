/// What a validation of bytes as UTF-8 found.
struct UTF8Check {
    /// Multi-byte characters that are right.
    var valid = 0
    /// Bytes that belong to no character.
    var invalid = 0
    /// NUL bytes, which would end the page for a parser written in C.
    var zeros = 0

    /// Whether all bytes are well-formed UTF-8 (Unicode 15, table 3-7).
    var isValid: Bool { invalid == 0 }
    /// Whether no byte is above 127.
    var isASCII: Bool { invalid == 0 && valid == 0 }

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        guard let base = UnsafeRawPointer(bytes.baseAddress) else { return }
        var index = 0
        let end = bytes.count
        while index < end {
            if index + 8 <= end {
                let word = base.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                let zero = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
                if word & 0x8080_8080_8080_8080 == 0, zero == 0 {
                    index += 8
                    continue
                }
            }
            let byte = bytes[index]
            if byte < 0x80 {
                if byte == 0 { zeros += 1 }
                index += 1
                continue
            }
            let length = Self.length(bytes, at: index)
            if length == 0 {
                invalid += 1
                index += 1
            } else {
                valid += 1
                index += length
            }
        }
    }

    /// The length of the well-formed multi-byte character at `index`, 0 if there is none.
    static func length(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> Int {
        let lead = bytes[index]
        func tail(_ offset: Int, _ low: UInt8 = 0x80, _ high: UInt8 = 0xBF) -> Bool {
            index + offset < bytes.count && bytes[index + offset] >= low && bytes[index + offset] <= high
        }
        switch lead {
        case 0xC2...0xDF: return tail(1) ? 2 : 0
        case 0xE0: return tail(1, 0xA0) && tail(2) ? 3 : 0
        case 0xED: return tail(1, 0x80, 0x9F) && tail(2) ? 3 : 0
        case 0xE1...0xEF: return tail(1) && tail(2) ? 3 : 0
        case 0xF0: return tail(1, 0x90) && tail(2) && tail(3) ? 4 : 0
        case 0xF1...0xF3: return tail(1) && tail(2) && tail(3) ? 4 : 0
        case 0xF4: return tail(1, 0x80, 0x8F) && tail(2) && tail(3) ? 4 : 0
        default: return 0
        }
    }
}
