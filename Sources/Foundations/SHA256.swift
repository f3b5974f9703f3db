import CCrypto
import Foundation

/// SHA-256 (FIPS 180-4), as OpenSSL has it: for digests that nobody can make collide, where ``StableHash`` would be too weak.
package enum SHA256 {
    /// The digest of `message` in base 64, as content policies spell it.
    package static func base64(of message: [UInt8]) -> String {
        Data(digest(of: message)).base64EncodedString()
    }

    /// The digest of `message` as 64 lower-case hexadecimal digits.
    package static func hex(of message: [UInt8]) -> String {
        digest(of: message).hexadecimal
    }

    /// The 32 bytes of the digest of `message`.
    package static func digest(of message: [UInt8]) -> [UInt8] {
        var stream = Stream()
        stream.add(message)
        return stream.digest
    }

    /// The digest of bytes that come in parts.
    package struct Stream: Sendable {
        private var state = SHA256_CTX()
        /// Bytes so far.
        package private(set) var count = 0

        /// No bytes yet.
        package init() {
            SHA256_Init(&state)
        }

        /// Takes in the next bytes.
        package mutating func add(_ bytes: [UInt8]) {
            count += bytes.count
            SHA256_Update(&state, bytes, bytes.count)
        }

        /// The digest as 64 lower-case hexadecimal digits.
        package var hexadecimal: String { digest.hexadecimal }

        /// The 32 bytes of the digest.
        fileprivate var digest: [UInt8] {
            var state = state
            var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
            SHA256_Final(&digest, &state)
            return digest
        }
    }
}

extension Sequence<UInt8> {
    /// The bytes as lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
