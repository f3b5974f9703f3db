import CZlib

/// Packs and unpacks gzip (RFC 1952) by the system's zlib; reads zlib's own format (RFC 1950) as well.
package enum Gzip {
    /// Why bytes could not be packed or unpacked.
    package enum Fault: Error, Sendable, Equatable {
        /// They are cut or broken.
        case damaged
        /// More came out than the limit; `bytes` came out until then.
        case tooLarge(bytes: Int)
        /// zlib has no room to work.
        case outOfMemory
    }

    /// Whether bytes begin as a gzip file does.
    package static func isPacked(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        bytes.count >= 3 && bytes[0] == 0x1F && bytes[1] == 0x8B && bytes[2] == 8
    }

    /// The unpacked bytes of all members; bytes behind the last member are ignored.
    ///
    /// - Parameters:
    ///   - bytes: packed bytes
    ///   - limit: most bytes that may come out
    ///   - cuts: whether what comes out until the limit, or until packed bytes end too early, is the result
    /// - Throws: ``Fault``, ``Fault/tooLarge(bytes:)`` as soon as the limit is passed.
    package static func unpacked(
        _ bytes: UnsafeBufferPointer<UInt8>, limit: Int, cuts: Bool = false
    ) throws(Fault) -> [UInt8] {
        let inflater = GzipReader()
        var rest = bytes
        var result: [UInt8] = []
        result.reserveCapacity(min(limit, bytes.count * 5))
        let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 1 << 16)
        defer { chunk.deallocate() }
        while true {
            let count = try inflater.unpack(&rest, into: chunk)
            result.append(contentsOf: chunk.prefix(count))
            guard result.count <= limit else {
                guard cuts else { throw .tooLarge(bytes: result.count) }
                return Array(result.prefix(limit))
            }
            if inflater.isWhole {
                // The shortest member has a header of 10 bytes and a trailer of 8.
                guard rest.count >= 18, isPacked(rest) else { return result }
            } else if count == 0 {
                guard cuts else { throw .damaged }
                return result
            }
        }
    }

    /// Bytes packed as one gzip member.
    ///
    /// - Parameters:
    ///   - bytes: any bytes
    ///   - level: how hard zlib tries, 1 ... 9
    /// - Throws: ``Fault/outOfMemory``.
    package static func packed(_ bytes: [UInt8], level: Int32) throws(Fault) -> [UInt8] {
        var stream = z_stream()
        guard czlib_deflate_init(&stream, level) == Z_OK else { throw .outOfMemory }
        defer { deflateEnd(&stream) }
        let bound = Int(deflateBound(&stream, UInt(bytes.count)))
        var status = Z_OK
        let target = [UInt8](unsafeUninitializedCapacity: bound) { target, count in
            status = bytes.withUnsafeBufferPointer { source in
                stream.next_in = UnsafeMutablePointer(mutating: source.baseAddress)
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(bound)
                return deflate(&stream, Z_FINISH)
            }
            count = bound - Int(stream.avail_out)
        }
        guard status == Z_STREAM_END else { throw .outOfMemory }
        return target
    }
}

/// Unpacks gzip as it comes. Owns zlib's state, which must not move in memory.
package final class GzipReader {
    private let stream: UnsafeMutablePointer<z_stream>
    /// Bytes unpacked so far.
    package private(set) var produced = 0
    /// Bytes read so far.
    package private(set) var consumed = 0
    /// Whether the bytes read so far end with a member.
    package private(set) var isWhole = false

    /// A reader at the beginning of a file.
    package init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // It fails only without memory, and then the first `inflate` says so.
        _ = czlib_inflate_init(stream)
    }

    deinit {
        inflateEnd(stream)
        stream.deinitialize(count: 1)
        stream.deallocate()
    }

    /// Unpacks a part of a file, at most to the end of a member.
    ///
    /// - Parameters:
    ///   - input: packed bytes; what was read is taken off its front
    ///   - room: most bytes to give back
    /// - Returns: the unpacked bytes; none when more input is needed
    /// - Throws: ``Gzip/Fault/damaged``.
    package func unpack(_ input: inout [UInt8], room: Int) throws(Gzip.Fault) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: room)
        var read = 0
        let count = try input.withUnsafeBufferPointer { source throws(Gzip.Fault) in
            var rest = source
            defer { read = source.count - rest.count }
            return try output.withUnsafeMutableBufferPointer { target throws(Gzip.Fault) in
                try unpack(&rest, into: target)
            }
        }
        input.removeFirst(read)
        output.removeLast(room - count)
        return output
    }

    /// Unpacks a part of a file, at most to the end of a member.
    ///
    /// - Parameters:
    ///   - input: packed bytes; what was read is taken off its front
    ///   - target: takes the unpacked bytes
    /// - Returns: number of unpacked bytes; 0 when more input is needed
    /// - Throws: ``Gzip/Fault/damaged``.
    package func unpack(
        _ input: inout UnsafeBufferPointer<UInt8>, into target: UnsafeMutableBufferPointer<UInt8>
    ) throws(Gzip.Fault) -> Int {
        let available = UInt32(clamping: input.count)
        stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.pointee.avail_in = available
        stream.pointee.next_out = target.baseAddress
        stream.pointee.avail_out = UInt32(target.count)
        let status = inflate(stream, Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else { throw .damaged }
        let read = Int(available - stream.pointee.avail_in)
        let count = target.count - Int(stream.pointee.avail_out)
        input = UnsafeBufferPointer(rebasing: input.dropFirst(read))
        consumed += read
        produced += count
        if read > 0 || count > 0 { isWhole = status == Z_STREAM_END }
        // A file may hold several members one after the other.
        if status == Z_STREAM_END { inflateReset(stream) }
        return count
    }
}
