import Foundation
import HTTPTransport

/// The bytes of a response as UTF-8, in which all else reads them.
enum ResponseText {
    /// The bytes without a mark of their order; UTF-16 by its mark or its name, and windows-1252 where it is named and the bytes
    /// are no UTF-8, are decoded.
    static func utf8(_ response: HTTPResponse) -> [UInt8] {
        let bytes = response.body
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return Array(bytes.dropFirst(3)) }
        if bytes.starts(with: [0xFF, 0xFE]) { return decoded(bytes.dropFirst(2), .utf16LittleEndian) ?? bytes }
        if bytes.starts(with: [0xFE, 0xFF]) { return decoded(bytes.dropFirst(2), .utf16BigEndian) ?? bytes }
        guard let type = response.headers["content-type"]?.lowercased(), type.contains("charset") else { return bytes }
        if type.contains("utf-16le") { return decoded(bytes[...], .utf16LittleEndian) ?? bytes }
        if type.contains("utf-16be") { return decoded(bytes[...], .utf16BigEndian) ?? bytes }
        let isLatin = ["8859-1", "8859-15", "windows-1252", "cp1252", "latin"].contains { type.contains($0) }
        guard isLatin, String(validating: bytes, as: UTF8.self) == nil else { return bytes }
        return decoded(bytes[...], .windowsCP1252) ?? decoded(bytes[...], .isoLatin1) ?? bytes
    }

    private static func decoded(_ bytes: ArraySlice<UInt8>, _ encoding: String.Encoding) -> [UInt8]? {
        String(data: Data(bytes), encoding: encoding).map { Array($0.utf8) }
    }
}
