#if canImport(Glibc)
import Glibc
#endif

extension UnsafeBufferPointer<UInt8> {
    /// The first place of a byte in `start ..< end`.
    package func place(of byte: UInt8, from start: Int, to end: Int? = nil) -> Int? {
        let end = end ?? count
        guard start < end, let base = baseAddress, let found = memchr(base + start, Int32(byte), end - start) else {
            return nil
        }
        return UnsafeRawPointer(found) - UnsafeRawPointer(base)
    }

    /// The first place of a text in `start ..< end`.
    package func place(of text: StaticString, from start: Int, to end: Int? = nil) -> Int? {
        let last = (end ?? count) - text.utf8CodeUnitCount
        var index = start
        while index <= last, let found = place(of: text.utf8Start[0], from: index, to: last + 1) {
            if hasPrefix(text, at: found) { return found }
            index = found + 1
        }
        return nil
    }

    /// Whether a text stands at a place.
    package func hasPrefix(_ text: StaticString, at start: Int) -> Bool {
        guard let base = baseAddress, start + text.utf8CodeUnitCount <= count else { return false }
        return memcmp(base + start, text.utf8Start, text.utf8CodeUnitCount) == 0
    }
}
