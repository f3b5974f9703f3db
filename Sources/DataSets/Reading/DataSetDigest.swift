import Foundation
import Foundations
import SafetyGrid

/// The identity of a file: a hash of its bytes and their number.
package enum DataSetDigest {
    /// Sixteen hexadecimal digits of FNV-1a over the file as it lies on the disk.
    ///
    /// - Throws: ``DataSetError/unreadable(file:reason:)``.
    package static func of(file path: String) throws(DataSetError) -> String {
        guard let handle = FileHandle(forReadingAtPath: path) else {
            throw .unreadable(file: path, reason: "it can't be opened")
        }
        defer { try? handle.close() }
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        var size = 0
        while let block = (try? handle.read(upToCount: 1 << 20)) ?? nil, !block.isEmpty {
            size += block.count
            block.withUnsafeBytes { bytes in
                for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
            }
        }
        return StableHash.hex(StableHash.of("\(size)", seed: hash))
    }
}
