import CZlib

/// Makes gzip data that unpacks to far more than it is.
enum Zeros {
    struct Failed: Error {}

    /// So many zero bytes, packed.
    static func gzip(_ count: Int) throws -> [UInt8] {
        try pack([UInt8](repeating: 0, count: count))
    }

    /// Bytes, packed.
    static func pack(_ bytes: [UInt8]) throws -> [UInt8] {
        var stream = z_stream()
        guard czlib_deflate_init(&stream, 9) == Z_OK else { throw Failed() }
        defer { deflateEnd(&stream) }
        var input = bytes
        var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let size = output.count
        let isDone = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(size)
                return deflate(&stream, Z_FINISH) == Z_STREAM_END
            }
        }
        guard isDone else { throw Failed() }
        return Array(output.prefix(size - Int(stream.avail_out)))
    }
}
