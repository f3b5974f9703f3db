/// Reads bytes from front to back and never beyond their end.
struct ByteCursor {
    private let bytes: [UInt8]
    private let end: Int
    /// Where the next byte is read.
    private(set) var place: Int

    /// All of `bytes`, or those before `end`.
    init(_ bytes: [UInt8], from place: Int = 0, end: Int? = nil) {
        self.bytes = bytes
        self.end = min(end ?? bytes.count, bytes.count)
        self.place = min(place, self.end)
    }

    /// Bytes that are left.
    var left: Int { end - place }

    /// The next byte; nil at the end.
    mutating func byte() -> UInt8? {
        guard left >= 1 else { return nil }
        defer { place += 1 }
        return bytes[place]
    }

    /// The next `count` bytes, 0 or more; nil when there are fewer.
    mutating func take(_ count: Int) -> ArraySlice<UInt8>? {
        guard count >= 0, count <= left else { return nil }
        defer { place += count }
        return bytes[place..<place + count]
    }

    /// The next `size` bytes, 1 ... 4, as a number with the highest byte first.
    mutating func bigEndian(_ size: Int) -> Int? { take(size)?.reduce(0) { $0 << 8 | Int($1) } }

    /// The next `size` bytes, 1 ... 4, as a number with the lowest byte first.
    mutating func littleEndian(_ size: Int) -> Int? { take(size)?.reversed().reduce(0) { $0 << 8 | Int($1) } }
}
