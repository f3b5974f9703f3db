/// Reads what a page says of its own encoding and language before it is parsed.
enum MetaPrescan {
    /// How far into the page a declaration is looked for, in bytes. The HTML standard asks for 1,024, pages put it later.
    private static let reach = 8192

    /// The charset that a `meta` tag or an XML declaration names.
    static func charset(of bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = bytes.prefix(reach).map(lower)
        if head.starts(with: Array("<?xml".utf8)), let end = head.firstIndex(of: UInt8(ascii: ">")),
            let found = value(after: "encoding", in: head[..<end])
        {
            return found
        }
        var rest = head[...]
        while let start = position(of: "<meta", in: rest) {
            let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) ?? rest.endIndex
            if let found = value(after: "charset", in: rest[start..<end]) { return found }
            rest = rest[end...]
        }
        return nil
    }

    /// The charset in the value of a `Content-Type` field.
    static func charset(in contentType: [UInt8]) -> String? {
        value(after: "charset", in: contentType.map(lower)[...])
    }

    /// The first part of the `lang` attribute of the `html` tag.
    static func language(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
        let head = bytes.prefix(reach).map(lower)[...]
        guard let start = position(of: "<html", in: head) else { return nil }
        let end = head[start...].firstIndex(of: UInt8(ascii: ">")) ?? head.endIndex
        return value(after: "lang", in: head[start..<end]).map { String($0.prefix(2)) }
    }

    private static func value(after name: String, in bytes: ArraySlice<UInt8>) -> String? {
        guard let start = position(of: name, in: bytes) else { return nil }
        var rest = bytes[(start + name.utf8.count)...]
        rest = rest.drop(while: isSpace)
        guard rest.first == UInt8(ascii: "=") else { return nil }
        rest = rest.dropFirst().drop { isSpace($0) || $0 == 0x22 || $0 == 0x27 }
        let label = rest.prefix { !isSpace($0) && ![0x22, 0x27, 0x3B, 0x3E, 0x2F].contains($0) }
        return label.isEmpty || label.count > 40 ? nil : String(decoding: label, as: UTF8.self)
    }

    private static func position(of text: String, in bytes: ArraySlice<UInt8>) -> Int? {
        let wanted = Array(text.utf8)
        guard bytes.count >= wanted.count else { return nil }
        return (bytes.startIndex...(bytes.endIndex - wanted.count)).first { start in
            bytes[start] == wanted[0] && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (0x09...0x0D).contains(byte)
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
    }
}
