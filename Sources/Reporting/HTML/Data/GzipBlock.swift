import CZlib
import Foundation

/// Bytes as they stand in the report's page: packed by gzip, in base 64. Such a block can hold no markup whatever it is of,
/// and a page with the texts of 20,000 tests stays small enough to send.
enum GzipBlock {
    /// How hard zlib tries, 1 ... 9: beyond this it takes longer than a report may, for a few per cent.
    private static let level: Int32 = 4

    /// The block of some bytes.
    ///
    /// - Throws: ``ReportError/memory`` when zlib has no room to work.
    static func packed(_ bytes: [UInt8]) throws(ReportError) -> [UInt8] {
        var stream = z_stream()
        guard czlib_deflate_init(&stream, level) == Z_OK else { throw .memory }
        defer { deflateEnd(&stream) }
        var source = bytes
        var target = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
        let status = source.withUnsafeMutableBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                stream.next_in = source.baseAddress
                stream.avail_in = UInt32(source.count)
                stream.next_out = target.baseAddress
                stream.avail_out = UInt32(target.count)
                return deflate(&stream, Z_FINISH)
            }
        }
        guard status == Z_STREAM_END else { throw .memory }
        return Array(Data(target.dropLast(Int(stream.avail_out))).base64EncodedData())
    }
}
