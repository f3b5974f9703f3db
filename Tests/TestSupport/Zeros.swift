import Foundations

/// Makes gzip data, also such that unpack to far more than they are.
package enum Zeros {
    /// So many zero bytes, packed.
    package static func gzip(_ count: Int) throws -> [UInt8] { try pack([UInt8](repeating: 0, count: count)) }

    /// Bytes, packed.
    package static func pack(_ bytes: [UInt8]) throws -> [UInt8] { try Gzip.packed(bytes, level: 9) }
}
