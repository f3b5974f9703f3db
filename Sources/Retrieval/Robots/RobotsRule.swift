// The fuzzer compiles this and what it needs of the other module as one.
#if canImport(HTTPTransport)
import HTTPTransport
#endif

/// One `Allow` or `Disallow` line (RFC 9309 section 2.2.2 and 2.2.3).
///
/// Matching takes time linear in pattern and path, whatever the wildcards: each piece between two `*` is looked for from
/// where the one before it ended, which is enough because an earlier place never leaves less room for the rest.
struct RobotsRule: Sendable, Equatable {
    let allows: Bool
    /// Length of the normal pattern: the longest match wins.
    let length: Int
    private let pieces: [BytePattern]
    private let isAnchored: Bool

    /// Nil for an empty pattern, which says nothing.
    init?(allows: Bool, pattern: ArraySlice<UInt8>) {
        guard !pattern.isEmpty else { return nil }
        self.allows = allows
        let isAnchored = pattern.last == UInt8(ascii: "$")
        let body = isAnchored ? pattern.dropLast() : pattern
        // A dollar sign elsewhere is a character like others, so it is written as in paths.
        let normal = PercentEncoding.normal(body, encoding: [UInt8(ascii: "$")])
        self.isAnchored = isAnchored
        length = normal.count + (isAnchored ? 1 : 0)
        pieces = normal.split(separator: UInt8(ascii: "*"), omittingEmptySubsequences: false).map(BytePattern.init)
    }

    /// A path with its query in the form that ``matches(_:)`` takes.
    static func normal(path: String) -> [UInt8] {
        PercentEncoding.normal(path.utf8, encoding: [UInt8(ascii: "*"), UInt8(ascii: "$")])
    }

    func matches(_ path: [UInt8]) -> Bool {
        guard let first = pieces.first, let last = pieces.last, path.starts(with: first.bytes) else { return false }
        if pieces.count == 1 { return !isAnchored || path.count == first.bytes.count }
        var position = first.bytes.count
        for piece in pieces[1..<(pieces.count - 1)] {
            guard let end = piece.end(in: path, from: position) else { return false }
            position = end
        }
        guard isAnchored else { return last.end(in: path, from: position) != nil }
        return path.count - last.bytes.count >= position
            && path.suffix(last.bytes.count).elementsEqual(last.bytes)
    }
}

/// Bytes to be found in linear time (Knuth, Morris and Pratt 1977).
struct BytePattern: Sendable, Equatable {
    let bytes: [UInt8]
    /// For each byte, how many of the first bytes end there again.
    private let borders: [Int32]

    init(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        var borders = [Int32](repeating: 0, count: bytes.count)
        var border = 0
        for index in bytes.indices.dropFirst() {
            while border > 0, bytes[index] != bytes[border] { border = Int(borders[border - 1]) }
            if bytes[index] == bytes[border] { border += 1 }
            borders[index] = Int32(border)
        }
        self.bytes = bytes
        self.borders = borders
    }

    /// Where the first occurrence at or after `start` ends; nil when there is none.
    func end(in text: [UInt8], from start: Int) -> Int? {
        if bytes.isEmpty { return start }
        var matched = 0
        for index in start..<max(start, text.count) {
            while matched > 0, text[index] != bytes[matched] { matched = Int(borders[matched - 1]) }
            if text[index] == bytes[matched] { matched += 1 }
            if matched == bytes.count { return index + 1 }
        }
        return nil
    }
}
