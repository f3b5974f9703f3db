import CZlib

/// Unpacks gzip and zlib data in bounded memory.
enum Gunzip {
    /// Whether the bytes begin as a gzip file does (RFC 1952).
    static func isCompressed(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// The unpacked bytes of all members; what follows the last one is ignored.
    ///
    /// - Throws: ``ExtractionError/tooLarge(bytes:limit:)`` as soon as more than `limit` bytes came out,
    ///   ``ExtractionError/damagedArchive`` for damaged data.
    static func unpack(_ bytes: UnsafeBufferPointer<UInt8>, limit: Int) throws(ExtractionError) -> [UInt8] {
        var stream = z_stream()
        guard czlib_inflate_init(&stream) == Z_OK else { throw .outOfMemory }
        defer { inflateEnd(&stream) }
        var result: [UInt8] = []
        result.reserveCapacity(min(limit, bytes.count * 5))
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { chunk.deallocate() }
        stream.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        stream.avail_in = UInt32(clamping: bytes.count)
        while true {
            stream.next_out = chunk.baseAddress
            stream.avail_out = UInt32(chunk.count)
            let status = inflate(&stream, Z_NO_FLUSH)
            result.append(contentsOf: chunk.prefix(chunk.count - Int(stream.avail_out)))
            guard result.count <= limit else { throw .tooLarge(bytes: result.count, limit: limit) }
            if status == Z_STREAM_END {
                guard stream.avail_in >= 18, stream.next_in[0] == 0x1F, stream.next_in[1] == 0x8B else { return result }
                guard inflateReset(&stream) == Z_OK else { throw .damagedArchive }
            } else if status != Z_OK {
                throw .damagedArchive
            }
        }
    }
}
