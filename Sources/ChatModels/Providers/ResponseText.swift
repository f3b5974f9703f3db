import Foundation
import HTTPTransport

/// The bytes of a response as UTF-8, in which all else reads them.
enum ResponseText {
    /// The bytes without a mark of their order; UTF-16 by its mark or its name, and other encodings where they are named and the
    /// bytes are no UTF-8, are decoded.
    static func utf8(_ response: HTTPResponse) -> [UInt8] {
        let bytes = response.body
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return decoded(bytes.dropFirst(2), .utf16LittleEndian) ?? bytes }
        if bytes.starts(with: [0xFE, 0xFF]) { return decoded(bytes.dropFirst(2), .utf16BigEndian) ?? bytes }
        guard let type = response.headers["content-type"]?.lowercased(), type.contains("charset") else { return bytes }
        if type.contains("utf-16le") { return decoded(bytes[...], .utf16LittleEndian) ?? bytes }
        if type.contains("utf-16be") { return decoded(bytes[...], .utf16BigEndian) ?? bytes }
        guard String(validating: bytes, as: UTF8.self) == nil,
            let named = encodings.first(where: { type.contains($0.name) })
        else { return bytes }
        return decoded(bytes[...], named.encoding)
            ?? (named.encoding == .windowsCP1252 ? decoded(bytes[...], .isoLatin1) : nil) ?? bytes
    }

    /// Encodings by the names in `charset`, in lower case; those that begin like another stand before it.
    private static let encodings: [(name: String, encoding: String.Encoding)] = [
        ("8859-15", .windowsCP1252), ("8859-1", .windowsCP1252), ("windows-1252", .windowsCP1252),
        ("cp1252", .windowsCP1252), ("latin", .windowsCP1252), ("windows-1251", .windowsCP1251),
        ("cp1251", .windowsCP1251), ("windows-1250", .windowsCP1250), ("8859-2", .isoLatin2),
        ("shift_jis", .shiftJIS), ("shift-jis", .shiftJIS), ("sjis", .shiftJIS), ("windows-31j", .shiftJIS),
        // By the numbers that Foundation has without names.
        ("gb", String.Encoding(rawValue: 0x8000_0632)), ("big5", String.Encoding(rawValue: 0x8000_0A03)),
        ("euc-kr", String.Encoding(rawValue: 0x8000_0940)), ("ks_c_5601", String.Encoding(rawValue: 0x8000_0940)),
        ("koi8-r", String.Encoding(rawValue: 0x8000_0A02)),
    ]

    private static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String.Encoding) -> [UInt8]? {
        String(data: Data(bytes), encoding: encoding).map { Array($0.utf8) }
    }
}
