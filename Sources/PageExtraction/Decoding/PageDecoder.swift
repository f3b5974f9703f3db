import CLibXML2

/// Turns a page's bytes into valid UTF-8 without NUL bytes.
///
/// The encoding is decided here and not by libxml2, which reads undeclared UTF-8 as Latin-1 and believes what a page
/// says of itself: a byte order mark, then what is declared in the header or the page, unless the bytes show that it is
/// wrong.
package struct PageDecoder {
    /// The page, in valid UTF-8.
    package let text: [UInt8]
    /// iconv's name of the encoding that the page came in.
    let encoding: String

    /// Decodes a page; `contentType` is the field of that name, nil where there is none.
    package init(_ bytes: UnsafeBufferPointer<UInt8>, contentType: String?) {
        if let (name, length) = Self.byteOrderMark(bytes) {
            self.init(UnsafeBufferPointer(rebasing: bytes.dropFirst(length)), as: name)
            return
        }
        let check = UTF8Check(bytes)
        // ISO-2022-JP is ASCII with escapes.
        let mayBeUTF8 = check.isValid && (check.valid > 0 || !bytes.contains(0x1B))
        if mayBeUTF8, !Self.looksLikeUTF16(bytes, check) {
            self.init(bytes, as: EncodingLabel.utf8)
            return
        }
        let declared = Self.declared(bytes, contentType: contentType)
        self.init(bytes, as: Self.chosen(bytes, check, declared: declared))
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, as name: String) {
        encoding = name
        switch name {
        case EncodingLabel.utf8: text = Self.repaired(bytes)
        case EncodingLabel.windows1252: text = Self.fromWindows1252(bytes)
        default: text = Self.converted(bytes, from: name) ?? Self.fromWindows1252(bytes)
        }
    }

    private static func chosen(
        _ bytes: UnsafeBufferPointer<UInt8>, _ check: UTF8Check, declared: String?
    ) -> String {
        if looksLikeUTF16(bytes, check) {
            return bytes.count > 1 && bytes[0] == 0 ? "UTF-16BE" : "UTF-16LE"
        }
        if declared == "ISO-2022-JP" { return "ISO-2022-JP" }
        // A page in UTF-8 with some damage has far more right characters than wrong bytes.
        if check.valid > check.invalid * 8 { return EncodingLabel.utf8 }
        let guess = LegacyGuess(bytes, language: MetaPrescan.language(bytes))
        // A declaration that could be read as ASCII is not in UTF-16.
        guard let declared, declared != EncodingLabel.utf8, !declared.hasPrefix("UTF-16") else { return guess.name }
        if EncodingLabel.isMultiByte(declared) {
            return guess.isCertain && guess.name != declared ? guess.name : declared
        }
        return guess.isCertain && EncodingLabel.isMultiByte(guess.name) ? guess.name : declared
    }

    private static func declared(_ bytes: UnsafeBufferPointer<UInt8>, contentType: String?) -> String? {
        if let contentType, let label = MetaPrescan.charset(in: Array(contentType.utf8)),
            let name = EncodingLabel.iconvName(label)
        {
            return name
        }
        return MetaPrescan.charset(of: bytes).flatMap(EncodingLabel.iconvName)
    }

    private static func byteOrderMark(_ bytes: UnsafeBufferPointer<UInt8>) -> (String, Int)? {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { return (EncodingLabel.utf8, 3) }
        if bytes.count >= 2, bytes[0] == 0xFE, bytes[1] == 0xFF { return ("UTF-16BE", 2) }
        if bytes.count >= 2, bytes[0] == 0xFF, bytes[1] == 0xFE { return ("UTF-16LE", 2) }
        return nil
    }

    /// Every other byte of Latin text in UTF-16 is zero.
    private static func looksLikeUTF16(_ bytes: UnsafeBufferPointer<UInt8>, _ check: UTF8Check) -> Bool {
        check.zeros * 5 > bytes.count * 2 && check.zeros * 5 < bytes.count * 3
    }

    private static func repaired(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        let check = UTF8Check(bytes)
        if check.isValid { return check.zeros == 0 ? Array(bytes) : bytes.map { $0 == 0 ? 0x20 : $0 } }
        return String(decoding: bytes, as: UTF8.self).utf8.map { $0 == 0 ? 0x20 : $0 }
    }

    private static func fromWindows1252(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + bytes.count / 8)
        for byte in bytes {
            switch byte {
            case 0: result.append(0x20)
            case ..<0x80: result.append(byte)
            case ..<0xA0: append(control: byte, to: &result)
            default: append(UInt16(byte), to: &result)
            }
        }
        return result
    }

    /// Appends the character that a byte from 0x80 to 0x9F is in windows-1252.
    static func append(control byte: UInt8, to bytes: inout [UInt8]) {
        append(controls1252[Int(byte - 0x80)], to: &bytes)
    }

    private static func append(_ scalar: UInt16, to bytes: inout [UInt8]) {
        if scalar < 0x800 {
            bytes.append(UInt8(0xC0 | scalar >> 6))
        } else {
            bytes.append(UInt8(0xE0 | scalar >> 12))
            bytes.append(UInt8(0x80 | scalar >> 6 & 0x3F))
        }
        bytes.append(UInt8(0x80 | scalar & 0x3F))
    }

    // 0x80 ... 0x9F of windows-1252; what it leaves open stays the control character it was.
    private static let controls1252: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    /// The bytes by iconv, with U+FFFD for each byte that is none of the encoding; nil for an unknown encoding.
    private static func converted(_ bytes: UnsafeBufferPointer<UInt8>, from name: String) -> [UInt8]? {
        guard let descriptor = clibxml2_iconv_open(EncodingLabel.utf8, name) else { return nil }
        defer { clibxml2_iconv_close(descriptor) }
        guard let start = UnsafeRawPointer(bytes.baseAddress) else { return [] }
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 3 / 2)
        let chunk = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 15)
        defer { chunk.deallocate() }
        guard let chunkStart = chunk.baseAddress else { return nil }
        var input = start.assumingMemoryBound(to: CChar.self)
        var left = bytes.count
        while left > 0 {
            var output = chunkStart
            var room = chunk.count
            let outcome = clibxml2_iconv(descriptor, &input, &left, &output, &room)
            for index in 0..<(chunk.count - room) {
                let byte = UInt8(bitPattern: chunk[index])
                result.append(byte == 0 ? 0x20 : byte)
            }
            if outcome == 2, left > 0 {
                result.append(contentsOf: [0xEF, 0xBF, 0xBD])
                input += 1
                left -= 1
            }
        }
        return result
    }
}
