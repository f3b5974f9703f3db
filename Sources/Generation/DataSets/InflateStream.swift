import CZlib

/// Unpacks gzip as it comes. Owns zlib's state, which must not move in memory.
final class InflateStream {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Bytes unpacked so far.
    private(set) var produced = 0
    /// Bytes read so far.
    private(set) var consumed = 0

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // It fails only without memory, and then the first `inflate` says so.
        _ = czlib_inflate_init(stream)
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// Unpacks a part of a file.
    ///
    /// - Parameters:
    ///   - input: packed bytes; those not used yet stay
    ///   - room: most bytes to give back
    /// - Returns: the bytes, or nil when the data are broken
    func unpack(_ input: inout [UInt8], room: Int) -> [UInt8]? {
        var output = [UInt8](repeating: 0, count: room)
        var status = Z_OK
        let available = input.count
        let (left, free): (Int, Int) = input.withUnsafeMutableBufferPointer { source in
            output.withUnsafeMutableBufferPointer { target in
                stream.pointee.next_in = source.baseAddress
                stream.pointee.avail_in = UInt32(source.count)
                stream.pointee.next_out = target.baseAddress
                stream.pointee.avail_out = UInt32(target.count)
                status = inflate(stream, Z_NO_FLUSH)
                return (Int(stream.pointee.avail_in), Int(stream.pointee.avail_out))
            }
        }
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { return nil }
        // A file may hold several packed parts one after the other.
        if status == Z_STREAM_END { inflateReset(stream) }
        input.removeFirst(available - left)
        output.removeLast(free)
        consumed += available - left
        produced += output.count
        isWhole = status == Z_STREAM_END
        return output
    }

    /// Whether the last part was read to its end.
    private(set) var isWhole = false
}
