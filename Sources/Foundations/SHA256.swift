import CSHA

/// SHA-256 (FIPS 180-4): for digests that nobody can make collide, where ``StableHash`` would be too weak.
package enum SHA256 {
    /// The digest of `message` in base 64, as content policies spell it.
    package static func base64(of message: [UInt8]) -> String {
        let digest = digest(of: message)
        let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
        var text = ""
        for start in stride(from: 0, to: digest.count, by: 3) {
            let group = digest[start..<min(start + 3, digest.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for position in 0..<4 {
                text.append(position <= group.count ? alphabet[bits >> (18 - 6 * position) & 63] : "=")
            }
        }
        return text
    }

    /// The digest of `message` as 64 lower-case hexadecimal digits.
    package static func hex(of message: [UInt8]) -> String {
        digest(of: message).hexadecimal
    }

    /// The 32 bytes of the digest of `message`.
    package static func digest(of message: [UInt8]) -> [UInt8] { digest(of: message, isPortable: !hasInstructions) }

    /// The same by the processor's instructions, where it has them, or without.
    static func digest(of message: [UInt8], isPortable: Bool) -> [UInt8] {
        var state = initial
        let whole = message.count - message.count % 64
        message.withUnsafeBufferPointer { compress($0.extracting(..<whole), into: &state, isPortable: isPortable) }
        end(of: message[whole...], count: message.count).withUnsafeBufferPointer {
            compress($0, into: &state, isPortable: isPortable)
        }
        return bytes(of: state)
    }

    /// The digest of bytes that come in parts.
    package struct Stream: Sendable {
        private var state = SHA256.initial
        private var waiting: [UInt8] = []
        /// Bytes so far.
        package private(set) var count = 0

        /// No bytes yet.
        package init() {}

        /// Takes in the next bytes.
        package mutating func add(_ bytes: [UInt8]) {
            count += bytes.count
            waiting += bytes
            let whole = waiting.count - waiting.count % 64
            waiting.withUnsafeBufferPointer {
                SHA256.compress($0.extracting(..<whole), into: &state, isPortable: !SHA256.hasInstructions)
            }
            waiting.removeFirst(whole)
        }

        /// The digest as 64 lower-case hexadecimal digits.
        package var hexadecimal: String {
            var state = state
            SHA256.end(of: waiting[...], count: count).withUnsafeBufferPointer {
                SHA256.compress($0, into: &state, isPortable: !SHA256.hasInstructions)
            }
            return SHA256.bytes(of: state).hexadecimal
        }
    }

    private static let hasInstructions = csha_is_there() != 0

    /// The last blocks of a message of `count` bytes: the rest that fills none, and the length in bits.
    private static func end(of rest: ArraySlice<UInt8>, count: Int) -> [UInt8] {
        var end = rest + [0x80]
        end += [UInt8](repeating: 0, count: (120 - end.count % 64) % 64)
        let bits = UInt64(count) * 8
        return Array(end) + stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> UInt64($0)) }
    }

    private static func bytes(of state: [UInt32]) -> [UInt8] {
        state.flatMap { word in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) } }
    }

    /// Takes whole blocks into the state.
    private static func compress(
        _ blocks: UnsafeBufferPointer<UInt8>, into state: inout [UInt32], isPortable: Bool
    ) {
        guard let start = blocks.baseAddress, !blocks.isEmpty else { return }
        guard isPortable else { return csha_compress(&state, constants, start, blocks.count / 64) }
        var words = [UInt32](repeating: 0, count: 64)
        for start in stride(from: 0, to: blocks.count, by: 64) {
            schedule(blocks, from: start, into: &words)
            compress(words, into: &state)
        }
    }

    private static func schedule(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int, into words: inout [UInt32]) {
        for index in 0..<16 {
            let byte = start + index * 4
            words[index] =
                UInt32(bytes[byte]) << 24 | UInt32(bytes[byte + 1]) << 16 | UInt32(bytes[byte + 2]) << 8
                | UInt32(bytes[byte + 3])
        }
        for index in 16..<64 {
            let (early, late) = (words[index - 15], words[index - 2])
            let mixed = rotated(early, 7) ^ rotated(early, 18) ^ early >> 3
            words[index] =
                words[index - 16] &+ mixed &+ words[index - 7]
                &+ (rotated(late, 17) ^ rotated(late, 19) ^ late >> 10)
        }
    }

    private static func compress(_ words: [UInt32], into state: inout [UInt32]) {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for index in 0..<64 {
            let sum = rotated(e, 6) ^ rotated(e, 11) ^ rotated(e, 25)
            let first = h &+ sum &+ (e & f ^ ~e & g) &+ constants[index] &+ words[index]
            let second = (rotated(a, 2) ^ rotated(a, 13) ^ rotated(a, 22)) &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
        }
        for (index, word) in [a, b, c, d, e, f, g, h].enumerated() { state[index] = state[index] &+ word }
    }

    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
        word >> count | word << (32 - count)
    }

    private static let initial: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]

    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
        0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
        0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
        0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
        0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
        0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
        0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]
}

extension Sequence<UInt8> {
    /// The bytes as lower-case hexadecimal digits.
    package var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }
}
