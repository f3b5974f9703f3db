import Foundations
import HTTPTransport

/// Addresses as they stand in feeds and sitemaps.
enum FeedAddress {
    /// The address that a text gives, relative to `base`. Line breaks and their indentation are no part of it, and an
    /// ampersand may have been escaped twice.
    static func read(_ text: some Collection<UInt8>, relativeTo base: WebURL?) -> WebURL? {
        let lines = Array(text).split { $0 == 0x0A || $0 == 0x0D }.map { trimmed($0) }
        let joined = String(decoding: lines.joined(), as: UTF8.self)
        guard !joined.isEmpty else { return nil }
        let plain = joined.utf8.contains(UInt8(ascii: "&")) ? joined.replacing("&amp;", with: "&") : joined
        return try? WebURL(plain, relativeTo: base)
    }

    /// Whether a text is an http or https address of its own.
    static func isAbsolute(_ text: some Collection<UInt8>) -> Bool {
        let head = String(decoding: text.drop { $0 <= 0x20 }.prefix(8), as: UTF8.self).lowercased()
        return head.hasPrefix("http://") || head.hasPrefix("https://")
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var bytes = line.drop { $0 <= 0x20 }
        while let last = bytes.last, last <= 0x20 { bytes.removeLast() }
        return bytes
    }
}
