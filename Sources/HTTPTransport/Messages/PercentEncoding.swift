/// Percent-encoding in its normal form, so that equal URLs are equal bytes.
package enum PercentEncoding {
    /// Unreserved characters plain, all else that is encoded in capital digits; bytes outside printable ASCII encoded.
    ///
    /// - Parameters:
    ///   - bytes: a path or query, or a pattern for one.
    ///   - reserved: further characters that are encoded where they stand plain.
    package static func normal(_ bytes: some Sequence<UInt8>, encoding reserved: Set<UInt8> = []) -> [UInt8] {
        let bytes = Array(bytes)
        var normal: [UInt8] = []
        normal.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "%"), index + 2 < bytes.count, let high = digit(bytes[index + 1]),
                let low = digit(bytes[index + 2])
            {
                let value = high << 4 | low
                if isUnreserved(value) { normal.append(value) } else { append(value, to: &normal) }
                index += 3
                continue
            }
            if byte <= 0x20 || byte >= 0x7F || reserved.contains(byte) {
                append(byte, to: &normal)
            } else {
                normal.append(byte)
            }
            index += 1
        }
        return normal
    }

    private static func append(_ byte: UInt8, to text: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        text += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        default: false
        }
    }
}
