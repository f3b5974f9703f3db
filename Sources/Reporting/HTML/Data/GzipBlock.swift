import Foundation
import Foundations

/// Bytes as they stand in the report's page: packed by gzip, in base 64. Such a block can hold no markup whatever it is of,
/// and a page with the texts of 20,000 tests stays small enough to send.
enum GzipBlock {
    /// How hard zlib tries, 1 ... 9: beyond this it takes longer than a report may, for a few per cent.
    private static let level: Int32 = 4

    /// The block of some bytes.
    ///
    /// - Throws: ``ReportError/memory`` when zlib has no room to work.
    static func packed(_ bytes: [UInt8]) throws(ReportError) -> [UInt8] {
        let packed: [UInt8]
        do {
            packed = try Gzip.packed(bytes, level: level)
        } catch {
            throw .memory
        }
        return packed.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return [] }
            // A look at the bytes, and no copy of them.
            let view = Data(
                bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
            return Array(view.base64EncodedData())
        }
    }
}
