import CZlib

/// Unpacks gzip with a bound on what comes out.
enum Gunzip {
    /// The bytes themselves unless they are gzip.
    ///
    /// - Throws: ``FeedError/damaged`` when they are not whole, or unpack to more than `limit` bytes.
    static func unpackIfNeeded(_ bytes: [UInt8], limit: Int) throws(FeedError) -> [UInt8] {
        guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
        guard let unpacked = unpack(bytes, limit: limit) else { throw .damaged }
        return unpacked
    }

    private static func unpack(_ bytes: [UInt8], limit: Int) -> [UInt8]? {
        var stream = z_stream()
        guard czlib_inflate_init(&stream) == Z_OK else { return nil }
        defer { inflateEnd(&stream) }
        var input = bytes
        var piece = [UInt8](repeating: 0, count: 64 << 10)
        var output: [UInt8] = []
        return input.withUnsafeMutableBufferPointer { input -> [UInt8]? in
            stream.next_in = input.baseAddress
            stream.avail_in = UInt32(input.count)
            while true {
                var status = Z_OK
                let count = piece.withUnsafeMutableBufferPointer { piece in
                    stream.next_out = piece.baseAddress
                    stream.avail_out = UInt32(piece.count)
                    status = inflate(&stream, Z_NO_FLUSH)
                    return piece.count - Int(stream.avail_out)
                }
                guard output.count + count <= limit else { return nil }
                output += piece[..<count]
                if status == Z_STREAM_END { return output }
                guard status == Z_OK else { return nil }
            }
        }
    }
}
