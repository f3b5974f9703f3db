import Glibc

/// Looks for one text in another, byte by byte and in linear time: foreign texts may be of megabytes, and a search by
/// characters takes each for as long as its combining marks go on.
package enum ByteSearch {
    /// Whether `bytes` hold `wanted` in a row (Knuth, Morris, Pratt 1977). An empty text stands in every other.
    package static func find(_ wanted: some Collection<UInt8>, in bytes: [UInt8]) -> Bool {
        let wanted = Array(wanted)
        guard !wanted.isEmpty else { return true }
        guard wanted.count <= bytes.count else { return false }
        let fallback = fallbacks(of: wanted)
        let first = wanted[0]
        return bytes.withUnsafeBufferPointer { bytes in
            guard let start = bytes.baseAddress else { return false }
            var (matched, place) = (0, 0)
            while place < bytes.count {
                if matched == 0 {
                    guard let found = memchr(start + place, Int32(first), bytes.count - place) else { return false }
                    place = UnsafeRawPointer(start).distance(to: found)
                }
                let byte = bytes[place]
                place += 1
                while matched > 0, wanted[matched] != byte { matched = fallback[matched - 1] }
                if wanted[matched] == byte { matched += 1 }
                if matched == wanted.count { return true }
            }
            return false
        }
    }

    /// The bytes of a text with the letters A to Z in lower case; all others stay.
    package static func lowered(_ text: some StringProtocol) -> [UInt8] {
        // A `map` over the UTF-8 of any text is twenty times slower.
        var bytes = Array(text.utf8)
        for index in bytes.indices where bytes[index] &- UInt8(ascii: "A") < 26 { bytes[index] |= 0x20 }
        return bytes
    }

    /// A text as phrases are looked for in it: the letters A to Z in lower case, typographic apostrophes made plain.
    ///
    /// - Parameter length: how much of it is taken, in characters, 0 or more; nil for all
    package static func folded(_ text: String, within length: Int? = nil) -> [UInt8] {
        var text = text
        if let length {
            // Scalars first: one character may be made of any number of them.
            text = String(String(String.UnicodeScalarView(text.unicodeScalars.prefix(4 * length))).prefix(length))
        }
        let plain = text.unicodeScalars.map { $0 == "\u{2019}" || $0 == "\u{02BC}" ? "'" : $0 }
        return lowered(String(String.UnicodeScalarView(plain)))
    }

    /// For each beginning of a text, the length of the longest beginning that also ends there.
    private static func fallbacks(of wanted: [UInt8]) -> [Int] {
        var fallback = [Int](repeating: 0, count: wanted.count)
        var length = 0
        for index in wanted.indices.dropFirst() {
            while length > 0, wanted[index] != wanted[length] { length = fallback[length - 1] }
            if wanted[index] == wanted[length] { length += 1 }
            fallback[index] = length
        }
        return fallback
    }
}
